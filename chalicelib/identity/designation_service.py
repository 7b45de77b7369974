"""Designations: who may enter the administrative plane, why, by whose approval and until when.

The register is append-only but for its end. What the gate judges by is the date on the person's epoch row, which each
act here sets in the same transaction. Source: promise "designated administrators"; NIST SP 800-53 AC-2, AC-5, AC-6.
"""

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError
from chalicelib.identity import service as identity
from chalicelib.identity import session_service as sessions
from chalicelib.identity.store import DesignationRow, UserRow, designations_pk
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place

MOST_DAYS = 90
DESIGNATED_SECONDS = MOST_DAYS * 86_400
OPERATOR = "operator"


class Reason(Struct, frozen=True):
    """What is sealed of a designation."""

    reason: str


class Designation(Struct, frozen=True):
    """One line of the register; times in seconds since 1970, `ended_at` 0 while it stands."""

    designation_id: str
    user_id: str
    reason: str
    approved_by: str
    starts_at: int
    ends_at: int
    ended_at: int


def list_designations(keys: DistrictKeys) -> list[Designation]:
    """The whole register, newest first. One Query and one BatchGetItem."""
    rows = list(dynamodb.every(DesignationRow, designations_pk(keys.district_id)))
    opened = privacy.keys_of(keys, [row.user_id for row in rows])
    return sorted((_shown(opened.get(row.user_id), row) for row in rows), key=lambda one: -one.starts_at)


def _shown(key: DataKey | None, row: DesignationRow) -> Designation:
    place = Place(row.TABLE, row.pk, row.sk)
    reason = vault.unseal(key, place, row.sealed, Reason).reason if key else ""
    return Designation(
        row.sk, row.user_id, reason, row.approved_by, int(row.starts_at), int(row.ends_at), int(row.ended_at)
    )


def designate(
    keys: DistrictKeys, actor: Actor, user_id: str, *, key: str, reason: str, seconds: int, approved_by: str
) -> Designation:
    """Let somebody into the administrative plane; Forbidden for oneself, Invalid beyond 90 days or without a reason.

    The same key designates once.
    """
    if approved_by == user_id:
        raise Forbidden("Nobody designates themselves.", {"user_id": "Ask another administrator, or the operator."})
    if not reason.strip() or len(reason) > 500 or not 0 < seconds <= DESIGNATED_SECONDS:  # noqa: PLR2004 - the sentence says it.
        sentences = {"reason": "A reason of up to 500 characters.", "days": f"1 to {MOST_DAYS} days."}
        raise Invalid("A designation has a reason and an end.", sentences)
    account = identity.find_account(keys, user_id)
    if account.row.state != identity.ACTIVE:
        raise Conflict("This account is suspended.", {"user_id": "Let it sign in again first."})
    now = clock.seconds()
    pk, until = designations_pk(keys.district_id), now + seconds
    sk = privacy.id_from(keys, "dsg", key, user_id)
    held = dynamodb.get(DesignationRow, pk, sk)
    if held is not None:
        return _shown(account.key, held)
    row = DesignationRow(
        pk,
        sk,
        user_id=user_id,
        approved_by=approved_by,
        starts_at=now,
        ends_at=until,
        ended_at=0,
        sealed=vault.seal(account.key, Place(DesignationRow.TABLE, pk, sk), Reason(reason.strip())),
    )
    _enter(keys, actor, account, dynamodb.put_new(row), "administrator.designated", until)
    return _shown(account.key, row)


def end_designation(keys: DistrictKeys, actor: Actor, designation_id: str) -> None:
    """End a designation now: the next request of the person is refused. NotFound where there is none that stands."""
    pk = designations_pk(keys.district_id)
    row = dynamodb.get(DesignationRow, pk, designation_id)
    if row is None or row.ended_at:
        raise NotFound
    account = identity.find_account(keys, row.user_id)
    ended = dynamodb.update(
        DesignationRow, pk, designation_id, DesignationRow.ended_at.set(clock.seconds()),
        condition=DesignationRow.ended_at == 0,
    )  # fmt: skip
    _enter(keys, actor, account, ended, "administrator.designation_ended", 0)


def _enter(
    keys: DistrictKeys, actor: Actor, account: identity.Account, write: dynamodb.Write, verb: str, until: int
) -> None:
    writes = [
        write,
        dynamodb.update(
            UserRow, account.row.pk, account.row.sk, UserRow.designated_until.set(until),
            condition=UserRow.revision == int(account.row.revision),
        ),
        assurance.record(keys.district_id, actor, verb, account.row.sk, until=str(until)),
    ]  # fmt: skip
    if account.row.state == identity.ACTIVE:
        writes.append(sessions.designate(keys.district_id, account.person.handle, until))
    try:
        dynamodb.transact(*writes)
    except TakenError:
        raise Conflict("Somebody changed this account. Load it again.", {"user_id": "It is newer."}) from None
