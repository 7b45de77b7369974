"""Exports: asking for one, watching it, fetching it for a day, and giving it up.

An export is possible as long as the district's keys are there, whatever its account's state: it changes nothing of the
district's data. Where a survey has enhanced security, a second person agrees first; only who asked may fetch it.
"""

from msgspec import Struct

from chalicelib.approvals import service as approvals
from chalicelib.approvals.service import Kind
from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb, s3
from chalicelib.aws.dynamodb import TakenError
from chalicelib.districts.service import District
from chalicelib.exports.assembly_service import archive_key
from chalicelib.exports.store import ExportRow, exports_pk
from chalicelib.identity.permissions import Field, Permission
from chalicelib.identity.session_service import Session
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Forbidden, Gone, NotFound
from chalicelib.kernel.settings import settings
from chalicelib.privacy import service as privacy
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.surveys.archive_service import has_enhanced_survey

RUNNING, DONE, CANCELLED, FAILED, ENDED = "running", "done", "cancelled", "failed", "ended"
AVAILABLE_SECONDS, ADDRESS_SECONDS = 86_400, 15 * 60
KEPT_SECONDS = 90 * 86_400
WHOLE = "district"  # What an approval of a whole district's export is about.


class Export(Struct, frozen=True):
    """An export as the desk shows it; times in seconds since 1970, 0 for not yet; `counts` by kind once it is done."""

    export_id: str
    asked_by: str
    asked_at: int
    state: str
    done: int
    steps: int
    ended_at: int
    available_until: int
    bytes: int
    sha256: str
    content_hash: str
    counts: dict[str, int]
    is_mine: bool


class Fetching(Struct, frozen=True):
    """An address from which the archive can be fetched now, and how long it is good for."""

    address: str
    seconds: int


def require_whole(by: Session) -> None:
    """Raises Forbidden for whoever may not see every field of the district."""
    if by.access.fields(Permission.EXPORT_DISTRICT) != frozenset(Field):
        raise Forbidden("An export holds everything.", {"fields": "Your role does not show you every field."})


def order_export(keys: DistrictKeys, by: Session, actor: Actor, *, key: str) -> str:
    """Begin an export; gives its id. The same key begins it once.

    ApprovalNeeded where a survey's security asks for a second person; Conflict while another export is under way.
    """
    require_whole(by)
    export_id = privacy.id_from(keys, "exp", key, by.user_id)
    held = dynamodb.get(ExportRow, exports_pk(keys.district_id), export_id)
    if held is not None:
        return export_id
    if has_enhanced_survey(keys.district_id):
        approvals.require_approved(keys, by.user_id, Kind.DISTRICT_EXPORT, WHOLE)
    if any(row.state == RUNNING for row in _rows(keys.district_id)):
        raise Conflict("An export is under way.", {"export": "Wait for it, or cancel it."})
    row = new_row(keys.district_id, export_id, by.user_id)
    try:
        dynamodb.transact(dynamodb.put_new(row), assurance.record(keys.district_id, actor, "export.ordered", export_id))
    except TakenError:
        return export_id
    return export_id


def new_row(district_id: str, export_id: str, user_id: str) -> ExportRow:
    """The row of an export that begins now."""
    now = clock.seconds()
    return ExportRow(
        exports_pk(district_id),
        export_id,
        asked_by=user_id,
        asked_at=now,
        state=RUNNING,
        touched_at=now,
        expires_at=now + KEPT_SECONDS,
    )


def ask_approval(keys: DistrictKeys, by: Session, actor: Actor, *, key: str, reason: str) -> str:
    """Ask a second person to agree to an export of the whole district; gives the request's id."""
    require_whole(by)
    return approvals.ask(keys, actor, Kind.DISTRICT_EXPORT, WHOLE, key=key, reason=reason)


def _rows(district_id: str) -> list[ExportRow]:
    return list(dynamodb.every(ExportRow, exports_pk(district_id), consistent=True))


def find_row(district_id: str, export_id: str) -> ExportRow:
    """The row of an export; NotFound otherwise. One GetItem."""
    row = dynamodb.get(ExportRow, exports_pk(district_id), export_id)
    if row is None:
        raise NotFound
    return row


def list_exports(district_id: str, by: Session) -> list[Export]:
    """The exports of the last 90 days, the newest first. One Query."""
    return sorted((_shown(row, by) for row in _rows(district_id)), key=lambda one: (-one.asked_at, one.export_id))


def get_export(district_id: str, by: Session, export_id: str) -> Export:
    """An export, with what is in it once it is done; NotFound otherwise. One GetItem."""
    return _shown(find_row(district_id, export_id), by)


def _shown(row: ExportRow, by: Session) -> Export:
    over = row.state == DONE and int(row.available_until) <= clock.seconds()
    return Export(
        row.sk,
        row.asked_by,
        int(row.asked_at),
        ENDED if over else row.state,
        int(row.done),
        int(row.steps),
        int(row.ended_at),
        int(row.available_until),
        int(row.archive_bytes),
        row.archive_sha256,
        row.content_hash,
        {name: int(count) for name, count in (row.counts.as_dict() if row.counts else {}).items()},
        row.asked_by == by.user_id,
    )


def fetch_export(district: District, by: Session, actor: Actor, export_id: str) -> Fetching:
    """An address of the archive, good for a quarter of an hour, which the audit log knows first.

    NotFound where there is no such export, Forbidden for anybody but who asked, Conflict while it is under way, Gone
    once its day is over. A role's own credentials end before a day does, so a new address is given for each fetching.
    """
    row = find_row(district.id, export_id)
    require_whole(by)
    if row.asked_by != by.user_id:
        raise Forbidden("Only who asked for an export may fetch it.", {"export_id": "Ask for one of your own."})
    if row.state == RUNNING:
        raise Conflict("This export is not finished yet.", {"export_id": "Wait until it is."})
    left = int(row.available_until) - clock.seconds()
    if row.state != DONE or left <= 0:
        raise Gone("This export is not there any more.", {"export_id": "It was there for a day; ask for a new one."})
    dynamodb.transact(assurance.record(district.id, actor, "export.fetched", export_id))
    seconds = min(left, ADDRESS_SECONDS)
    name = f"{district.slug}-{clock.iso(clock.now())[:10]}.zip"
    address = s3.link_to(settings().work_bucket, archive_key(export_id), seconds=seconds, filename=name)
    return Fetching(address, seconds)


def cancel_export(district_id: str, actor: Actor, export_id: str) -> None:
    """Give up an export, running or done; its archive goes now, the rest with the next sweep. Again is harmless."""
    row = find_row(district_id, export_id)
    if row.state not in {RUNNING, DONE}:
        return
    actions = [ExportRow.state.set(CANCELLED), ExportRow.ended_at.set(clock.seconds())]
    condition = ExportRow.state == row.state
    try:
        dynamodb.transact(
            dynamodb.update(ExportRow, row.pk, row.sk, *actions, condition=condition),
            assurance.record(district_id, actor, "export.cancelled", export_id),
        )
    except TakenError:
        raise Conflict("This export has just changed. Load the list again.") from None
    s3.delete_object(settings().work_bucket, archive_key(export_id))
