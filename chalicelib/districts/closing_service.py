"""The closing of a district as it is stored: its termination, a request, its way through the states, and what is due.

Each step is one transaction with its audit entry, whose name is kept beside it for the certificate.
"""

from datetime import datetime
from typing import Any

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.districts import service as districts
from chalicelib.districts.closing import (
    Closing,
    Mode,
    Request,
    State,
    begins_at,
    due,
    has_come_to,
    latest,
    require_next,
)
from chalicelib.districts.service import District
from chalicelib.districts.store import (
    CLOSING_SK,
    DISTRICT_SK,
    ClosingRow,
    DistrictRow,
    DueRow,
    closings_pk,
    district_pk,
    due_sk,
)
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.privacy import closing_key_service as closing_keys

LISTED_LONGEST = 1000


class Standing(Struct, frozen=True):
    """How a closing stands: its state, its dates, whose word it is, and the audit entries of its way."""

    state: State
    closing: Closing
    basis: str
    people: list[str]
    certificate_id: str
    entries: list[str]


class Termination(Struct, frozen=True):
    """A termination to be written down: its dates, its basis, the two people, and the certificate that it promises."""

    closing: Closing
    basis: str
    people: list[str]
    certificate_id: str


class Due(Struct, frozen=True):
    """A closing that is due, and the second by which it must be over."""

    district_id: str
    latest: int


def standing_of(district_id: str) -> Standing:
    """How the closing of a district stands; NotFound where it has not been terminated. Two reads."""
    row = _row(district_id)
    closing = Closing(clock.parse(row.terminated_at), clock.parse(row.moved_at), _request_of(row))
    return Standing(
        State(districts.get_district(district_id).state),
        closing,
        row.basis,
        list(row.people),
        row.certificate_id,
        list(row.entries),
    )


def _row(district_id: str) -> ClosingRow:
    row = dynamodb.get(ClosingRow, district_pk(district_id), CLOSING_SK)
    if row is None:
        raise NotFound
    return row


def _request_of(row: ClosingRow) -> Request | None:
    if not row.requested_at:
        return None
    return Request(row.requested_by, clock.parse(row.requested_at), row.request_sha256, Mode(row.mode))


def terminate(district: District, actor: Actor, ended: Termination, *more: Write) -> None:
    """End the service: from now on it is read and exported alone. Conflict where it has ended already.

    The wrapped key moves to where it has no history, with other writes (letters) in the same transaction.
    """
    require_next(State(district.state), State.TERMINATED)
    closing = ended.closing
    entry = assurance.record(district.id, actor, "district.terminated", district.id)
    row = ClosingRow(
        district_pk(district.id),
        CLOSING_SK,
        terminated_at=clock.iso(closing.terminated_at),
        moved_at=clock.iso(closing.moved_at),
        basis=ended.basis,
        people=ended.people,
        mode=closing.mode.value,
        certificate_id=ended.certificate_id,
        entries=[assurance.id_of(entry)],
    )
    _transact(
        _changed(district.id, State.ACTIVE, State.TERMINATED, closing),
        dynamodb.put_new(row),
        dynamodb.put(_listed(district.id, closing)),
        *closing_keys.move_key(district.id),
        entry,
        *more,
    )


def _changed(district_id: str, before: State, after: State, closing: Closing | None) -> Write:
    """The write that takes a district to its next state; one stored before there were states is active."""
    dates = (clock.iso(closing.terminated_at), clock.iso(begins_at(closing))) if closing else ("", "")
    actions = [
        DistrictRow.state.set(after.value),
        DistrictRow.terminated_at.set(dates[0]),
        DistrictRow.closes_at.set(dates[1]),
    ]
    held = DistrictRow.state == before.value
    if before is State.ACTIVE:
        held = held | (DistrictRow.state.does_not_exist() & DistrictRow.pk.exists())
    return dynamodb.update(DistrictRow, district_pk(district_id), DISTRICT_SK, *actions, condition=held)


def _listed(district_id: str, closing: Closing) -> DueRow:
    sk = due_sk(int(begins_at(closing).timestamp()), district_id)
    return DueRow(closings_pk(), sk, district_id=district_id, latest=int(latest(closing).timestamp()))


def _unlisted(district_id: str, closing: Closing) -> Write:
    row = _listed(district_id, closing)
    return dynamodb.delete(DueRow, row.pk, row.sk)


def _transact(*writes: Write) -> None:
    try:
        dynamodb.transact(*writes)
    except TakenError:
        raise Conflict("Somebody else changed this at the same moment. Please look again.") from None
    districts.forget_found_districts()


def asked_for(district: District, request: Request) -> Closing:
    """The closing with a request; Conflict where the work has begun, or where another request was taken."""
    standing = standing_of(district.id)
    if standing.state is not State.TERMINATED:
        said = "A request is taken after the termination, until the work begins."
        raise Conflict(f"The district is {standing.state.value}.", {"district": said})
    held = standing.closing.request
    if held is not None and held.sha256 != request.sha256:
        raise Conflict("There is a request already.", {"sha256": "Another file was signed."})
    return Closing(standing.closing.terminated_at, standing.closing.moved_at, held or request)


def take_request(district: District, actor: Actor, request: Request, *more: Write) -> Closing:
    """Take in a written request, with other writes (letters) in the same transaction; the same file counts once."""
    standing, asked = standing_of(district.id), asked_for(district, request)
    if standing.closing.request is not None:
        return asked
    entry = assurance.record(district.id, actor, "district.erasure_requested", district.id, mode=request.mode.value)
    actions = [
        ClosingRow.requested_at.set(clock.iso(request.at)),
        ClosingRow.requested_by.set(request.by),
        ClosingRow.request_sha256.set(request.sha256),
        ClosingRow.mode.set(request.mode.value),
        _with_entry(entry),
    ]
    condition = ClosingRow.requested_at == ""
    _transact(
        dynamodb.update(ClosingRow, district_pk(district.id), CLOSING_SK, *actions, condition=condition),
        _changed(district.id, State.TERMINATED, State.TERMINATED, asked),
        *_moved_in_list(district.id, standing.closing, asked),
        entry,
        *more,
    )
    return asked


def _moved_in_list(district_id: str, before: Closing, after: Closing) -> list[Write]:
    old, new = _listed(district_id, before), dynamodb.put(_listed(district_id, after))
    return [new] if old.sk == _listed(district_id, after).sk else [dynamodb.delete(DueRow, old.pk, old.sk), new]


def _with_entry(entry: Write) -> Any:
    return ClosingRow.entries.set(ClosingRow.entries.append([assurance.id_of(entry)]))


def reinstate(district: District, actor: Actor, *more: Write, reason: str) -> None:
    """Take the termination back, with other writes (letters); Conflict once the work has begun."""
    require_next(State(district.state), State.ACTIVE)
    standing = standing_of(district.id)
    entry = assurance.record(district.id, actor, "district.reinstated", district.id, reason=reason)
    _transact(
        _changed(district.id, State.TERMINATED, State.ACTIVE, None),
        dynamodb.delete(ClosingRow, district_pk(district.id), CLOSING_SK),
        _unlisted(district.id, standing.closing),
        *closing_keys.return_key(district.id),
        entry,
        *more,
    )


def advance(district_id: str, actor: Actor, wanted: State, *more: Write, **detail: str) -> None:
    """Take a closing to its next state; nothing where it has come there, Conflict where it cannot."""
    standing = standing_of(district_id)
    if has_come_to(standing.state, wanted):
        return
    require_next(standing.state, wanted)
    entry = assurance.record(district_id, actor, f"district.{wanted.name.lower()}", district_id, **detail)
    _transact(
        _changed(district_id, standing.state, wanted, standing.closing),
        dynamodb.update(ClosingRow, district_pk(district_id), CLOSING_SK, _with_entry(entry)),
        *([_unlisted(district_id, standing.closing)] if wanted is State.CERTIFIED else []),
        entry,
        *more,
    )


def note_entry(district_id: str, entry: Write) -> None:
    """Write an audit entry down, and its name beside the closing."""
    dynamodb.transact(dynamodb.update(ClosingRow, district_pk(district_id), CLOSING_SK, _with_entry(entry)), entry)


def due_closings(now: datetime) -> list[Due]:
    """The closings that are due at a moment, the longest due first. One Query, of those alone."""
    until = due_sk(int(now.timestamp()) + 1, "")
    page = dynamodb.query(DueRow, closings_pk(), below=until, limit=LISTED_LONGEST, consistent=True)
    rows = [DueRow.from_raw_data(item) for item in page.items]
    return [Due(row.district_id, int(row.latest)) for row in rows]


def due_of(closing: Closing) -> dict[str, str]:
    """The dates of a closing, as a report shows them."""
    return {
        "due": clock.iso(due(closing)),
        "begins_at": clock.iso(begins_at(closing)),
        "latest": clock.iso(latest(closing)),
    }
