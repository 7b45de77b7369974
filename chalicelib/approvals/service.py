"""Four eyes: what one person asks for, another has to approve, and only then it happens or may be done.

Removing somebody's second factors, lowering a survey's security and releasing a hold happen with the approval, in its
transaction. An export of a survey with enhanced security, or of a district that has one, may then be done by whoever
asked, for a day. Nobody decides what they asked for; where a district has one administrator, its operator decides from
the console.
"""

from enum import StrEnum

from msgspec import Struct

from chalicelib.approvals.store import ApprovalRow, approvals_pk
from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.identity import credentials
from chalicelib.identity import factor_service as factors
from chalicelib.identity import service as identity
from chalicelib.identity.single_sign_on_service import FACTOR
from chalicelib.kernel import clock
from chalicelib.kernel.errors import ApprovalNeeded, Conflict, Forbidden, Invalid, NotFound
from chalicelib.privacy import hold_service as holds
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place
from chalicelib.surveys import service as surveys
from chalicelib.surveys.protection_service import ENHANCED, STANDARD

WAITING_SECONDS, GOOD_SECONDS = 3 * 86_400, 86_400
WAITING, APPROVED, REFUSED = "waiting", "approved", "refused"


class Kind(StrEnum):
    """What can be asked for."""

    FACTOR_RESET = "factor_reset"
    STANDARD_SECURITY = "standard_security"
    EXPORT = "export"
    DISTRICT_EXPORT = "district_export"
    HOLD_RELEASE = "hold_release"


class Reason(Struct, frozen=True):
    """What is sealed of an approval."""

    reason: str


class Approval(Struct, frozen=True):
    """A request for a second person, as both see it; times in seconds since 1970."""

    approval_id: str
    kind: str
    object_id: str
    asked_by: str
    reason: str
    asked_at: int
    ends_at: int
    state: str
    decided_by: str


def ask(keys: DistrictKeys, actor: Actor, kind: Kind, object_id: str, *, key: str, reason: str) -> str:
    """Ask for a second person's approval, which waits for three days; the same key asks once. Gives its id."""
    if not 5 <= len(reason.strip()) <= 500:  # noqa: PLR2004 - the sentence says it.
        raise Invalid("Please say why.", {"reason": "A reason of 5 to 500 characters, for whoever decides."})
    now, pk = clock.seconds(), approvals_pk(keys.district_id)
    approval_id = privacy.id_from(keys, "apr", key, actor.id)
    mac = vault.fingerprint(keys.index, "approval", [kind, object_id, reason])
    row = ApprovalRow(
        pk,
        approval_id,
        kind=kind.value,
        object_id=object_id,
        asked_by=actor.id,
        asked_at=now,
        ends_at=now + WAITING_SECONDS,
        state=WAITING,
        request_mac=mac,
        sealed=vault.seal(
            privacy.key_of(keys, actor.id), Place(ApprovalRow.TABLE, pk, approval_id), Reason(reason.strip())
        ),
    )
    asked = assurance.record(keys.district_id, actor, "approval.asked", object_id, kind=kind.value)
    try:
        dynamodb.transact(dynamodb.put_new(row), asked)
    except TakenError:
        held = dynamodb.get(ApprovalRow, pk, approval_id)
        if held is None or not vault.same(held.request_mac, mac):
            raise Conflict("This key asked for something else.", {"key": "Make a new key."}) from None
    return approval_id


def list_approvals(keys: DistrictKeys) -> list[Approval]:
    """All requests, the newest first. One Query and one BatchGetItem."""
    rows = list(dynamodb.every(ApprovalRow, approvals_pk(keys.district_id)))
    opened = privacy.keys_of(keys, [row.asked_by for row in rows])
    return sorted((_shown(opened.get(row.asked_by), row) for row in rows), key=lambda one: -one.asked_at)


def _shown(key: DataKey | None, row: ApprovalRow) -> Approval:
    reason = vault.unseal(key, Place(row.TABLE, row.pk, row.sk), row.sealed, Reason).reason if key else ""
    over = row.state == WAITING and int(row.ends_at) <= clock.seconds()
    return Approval(
        row.sk,
        row.kind,
        row.object_id,
        row.asked_by,
        reason,
        int(row.asked_at),
        int(row.ends_at),
        "ended" if over else row.state,
        row.decided_by,
    )


def decide(keys: DistrictKeys, actor: Actor, approval_id: str, *, approve: bool) -> str:
    """Approve or refuse what somebody else asked for, with its effect in the same transaction; gives the new state.

    NotFound where nothing waits under this id, Forbidden for whoever asked or is concerned, Conflict where somebody
    was faster.
    """
    row = dynamodb.get(ApprovalRow, approvals_pk(keys.district_id), approval_id)
    if row is None or row.state != WAITING or int(row.ends_at) <= clock.seconds():
        raise NotFound
    if actor.id in {row.asked_by, row.object_id}:
        raise Forbidden("Nobody approves what they asked for.", {"approval_id": "It needs a second person."})
    state = APPROVED if approve else REFUSED
    now = clock.seconds()
    actions = [
        ApprovalRow.state.set(state),
        ApprovalRow.decided_by.set(actor.id),
        ApprovalRow.decided_at.set(now),
        ApprovalRow.ends_at.set(now + GOOD_SECONDS),
    ]
    decided = [
        dynamodb.update(ApprovalRow, row.pk, row.sk, *actions, condition=ApprovalRow.state == WAITING),
        assurance.record(keys.district_id, actor, f"approval.{state}", row.object_id, kind=row.kind),
    ]
    try:
        _carry_out(keys, actor, row, decided, approve=approve)
    except TakenError:
        raise Conflict("Somebody else has decided this.", {"approval_id": "Load the list again."}) from None
    return state


def _carry_out(keys: DistrictKeys, actor: Actor, row: ApprovalRow, decided: list[Write], *, approve: bool) -> None:
    if approve and row.kind == Kind.FACTOR_RESET:
        account = identity.find_account(keys, row.object_id)
        removed = factors.remove_all_factors(account)
        left = [one for one in account.row.factors if one == FACTOR]
        # A password that was good beside a factor only is none without it: a new one is chosen by letter.
        password = credentials.UNSET if account.row.password_needs_factor else None
        writes = [*removed, *decided]
        identity.end_everything(keys, actor, account, "user.factors_removed", *writes, factors=left, password=password)
    elif approve and row.kind == Kind.STANDARD_SECURITY:
        surveys.set_security(keys, actor, row.object_id, STANDARD, *decided)
    elif approve and row.kind == Kind.HOLD_RELEASE:
        holds.release_hold(keys, actor, row.object_id, *decided)
    else:
        dynamodb.transact(*decided)


def change_security(
    keys: DistrictKeys, actor: Actor, survey_id: str, *, security: str, key: str, reason: str
) -> str | None:
    """Raise a survey's security at once, or ask for its lowering; gives the request's id, None where it is done."""
    if security not in {ENHANCED, STANDARD}:
        raise Invalid("There is no such security.", {"security": f"{ENHANCED} or {STANDARD}."})
    head = surveys.find_head(keys.district_id, survey_id)
    if head.security == security:
        return None
    if security == ENHANCED:
        surveys.set_security(keys, actor, survey_id, ENHANCED)
        return None
    return ask(keys, actor, Kind.STANDARD_SECURITY, survey_id, key=key, reason=reason)


def require_export_approved(keys: DistrictKeys, user_id: str, survey_id: str) -> None:
    """Raises ApprovalNeeded where a survey's security asks for a second person and none has agreed in a day."""
    if surveys.find_head(keys.district_id, survey_id).security == ENHANCED:
        require_approved(keys, user_id, Kind.EXPORT, survey_id)


def require_approved(keys: DistrictKeys, user_id: str, kind: Kind, object_id: str) -> None:
    """Raises ApprovalNeeded where no second person has agreed in a day to what somebody asked for."""
    now = clock.seconds()
    for row in dynamodb.every(ApprovalRow, approvals_pk(keys.district_id)):
        fits = row.kind == kind and row.object_id == object_id and row.asked_by == user_id
        if fits and row.state == APPROVED and now < int(row.ends_at):
            return
    raise ApprovalNeeded("A second person has to agree to this export.", {"approval": "Ask for it, with a reason."})
