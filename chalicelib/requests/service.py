"""Requests: taking one, confirming who asks, and moving it on to its end.

Taking a request looks nobody up: whether the district knows the person, the reply and the work are the same. The
letter to the address is what proves who asks; its link counts once.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.districts.service import District
from chalicelib.identity.invitation_service import check_email
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Gone, Invalid, NotFound
from chalicelib.notifications.letters import Letter
from chalicelib.privacy import links, vault
from chalicelib.privacy import service as privacy
from chalicelib.privacy.erasure_service import note_erasure
from chalicelib.privacy.post_service import post_letter
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place
from chalicelib.requests import states
from chalicelib.requests.store import (
    REQUEST_SK,
    RequestLineRow,
    RequestNoteRow,
    RequestRow,
    notes_pk,
    request_pk,
    requests_pk,
    timed_sk,
)

PURPOSE = "request"
KEPT_SECONDS = 1096 * 86_400
OPEN_SECONDS = 400 * 86_400  # An open request has no end of its own; its row is renewed with every step.
PAGE = 25
LONGEST_MESSAGE, LONGEST_NAME = 2_000, 120


class Asking(Struct, frozen=True):
    """What somebody asks for, and who they say they are."""

    key: str
    kind: str
    email: str
    name: str
    message: str
    language: str


class Asked(Struct, frozen=True):
    """What is sealed of a request."""

    email: str
    name: str
    message: str
    reason: str = ""


class Claim(Struct, frozen=True):
    """What the link in a letter says."""

    request: str


class Opened(Struct, frozen=True):
    """A request, opened: its row, its key and who asks."""

    row: RequestRow
    key: DataKey
    asked: Asked

    @property
    def request_id(self) -> str:
        return self.row.request_id

    def letter(self, kind: str, parts: dict[str, str]) -> Write:
        """The outbox write of a letter to whoever asks, sealed under the request's own key."""
        letter = Letter(kind, self.asked.email, self.row.language, parts)
        return post_letter(self.key, f"rqa_{self.request_id}", letter)


class Line(Struct, frozen=True):
    """A request as a list shows it."""

    request_id: str
    kind: str
    state: str
    email: str
    name: str
    received_at: str
    due_at: str
    closed_at: str
    overdue: bool


def _check(district: District, asking: Asking) -> None:
    fields = {}
    if asking.kind not in states.KINDS:
        fields["kind"] = f"One of {', '.join(states.KINDS)}."
    if asking.language not in district.languages:
        fields["language"] = f"One of {', '.join(district.languages)}."
    if not 1 <= len(asking.name.strip()) <= LONGEST_NAME:
        fields["name"] = f"1 to {LONGEST_NAME} characters."
    if len(asking.message) > LONGEST_MESSAGE:
        fields["message"] = f"At most {LONGEST_MESSAGE} characters."
    if fields:
        raise Invalid("The request was not sent.", fields)


def receive_request(
    district: District, keys: DistrictKeys, actor: Actor, asking: Asking, base_url: str, *, recorded_by: str = ""
) -> str:
    """Take a request and write to the address, to confirm it; gives its id. The same key takes it once.

    Raises Invalid, naming each field, and Conflict where the key took another.
    """
    _check(district, asking)
    email, now = check_email(asking.email), clock.now()
    request_id = privacy.id_from(keys, "rqs", asking.key)
    key, key_write = privacy.new_key(keys, request_id)
    pk = request_pk(district.id, request_id)
    asked = Asked(email, asking.name.strip(), asking.message.strip())
    due = clock.iso(states.due_after(now))
    row = RequestRow(
        pk,
        REQUEST_SK,
        kind=asking.kind,
        state=states.RECEIVED,
        language=asking.language,
        received_at=clock.iso(now),
        due_at=due,
        remind_at=clock.iso(states.next_reminder(now, now)),
        recorded_by=recorded_by,
        listed_sk=timed_sk(due, request_id),
        request_mac=vault.fingerprint(keys.index, "request", asking),
        sealed=vault.seal(key, Place(RequestRow.TABLE, pk, REQUEST_SK), asked),
        expires_at=clock.seconds() + OPEN_SECONDS,
    )
    link = f"{base_url}/d/{district.slug}/requests/confirm#{links.sign(keys, PURPOSE, Claim(request_id))}"
    parts = {"district": district.name, "link": link, "due": due[:10]}
    writes = [
        dynamodb.put_new(row),
        key_write,
        _line(district.id, row),
        dynamodb.put(_note(district.id, row, row.remind_at)),
        post_letter(key, f"rqc_{request_id}", Letter("request_received", email, asking.language, parts)),
        assurance.record(district.id, actor, "request.received", request_id, kind=asking.kind),
    ]
    try:
        dynamodb.transact(*writes)
    except TakenError:
        _check_same(row)
    return request_id


def _check_same(row: RequestRow) -> None:
    held = dynamodb.get(RequestRow, row.pk, REQUEST_SK)
    if held is None or not vault.same(held.request_mac, row.request_mac):
        raise Conflict("This key made another request.", {"key": "Make a new key for a new request."})


def _line(district_id: str, row: RequestRow) -> Write:
    """The line of a request in the list of its state."""
    return dynamodb.put(RequestLineRow(requests_pk(district_id, row.state), row.listed_sk, expires_at=row.expires_at))


def _note(district_id: str, row: RequestRow, at: str) -> RequestNoteRow:
    sk = timed_sk(at, row.request_id)
    return RequestNoteRow(notes_pk(district_id), sk, expires_at=clock.seconds() + OPEN_SECONDS)


def confirm_request(keys: DistrictKeys, actor: Actor, link: str) -> RequestRow:
    """Take the proof that whoever asked reads mail at the address. Gone where the link is used or too old."""
    claim = links.check_signed(keys, PURPOSE, link, Claim)
    row = find_request(keys.district_id, claim.request)
    age = clock.now() - clock.parse(row.received_at)
    if row.state != states.RECEIVED or age.days >= states.LINK_DAYS:
        raise Gone("This link has been used, or it is too old.", {"link": "It counts once."})
    return move(keys, actor, row, states.VERIFIED, {"verified_at": clock.iso(clock.now())})


def find_request(district_id: str, request_id: str) -> RequestRow:
    """A request's row; NotFound otherwise. One GetItem."""
    row = dynamodb.get(RequestRow, request_pk(district_id, request_id), REQUEST_SK)
    if row is None:
        raise NotFound
    return row


def open_request(keys: DistrictKeys, request_id: str) -> Opened:
    """A request with who asks; NotFound where there is none, or it has been erased with the person."""
    row = find_request(keys.district_id, request_id)
    key = privacy.key_of(keys, request_id)
    return Opened(row, key, vault.unseal(key, Place(row.TABLE, row.pk, row.sk), row.sealed, Asked))


def read_request(keys: DistrictKeys, actor: Actor, request_id: str) -> Opened:
    """A request for somebody of the staff to read, which the audit log knows first."""
    opened = open_request(keys, request_id)
    dynamodb.transact(assurance.record(keys.district_id, actor, "request.read", request_id))
    return opened


def list_requests(
    keys: DistrictKeys, state: str, after: dict[str, Any] | None
) -> tuple[list[Line], dict[str, Any] | None]:
    """One page of a state: open ones by their due date, closed ones newest first. One Query, two BatchGetItem."""
    if state not in states.STATES:
        raise Invalid("There is no such state.", {"state": f"One of {', '.join(states.STATES)}."})
    page = dynamodb.query(
        RequestLineRow,
        requests_pk(keys.district_id, state),
        limit=PAGE,
        newest_first=state in states.CLOSED,
        after=after,
    )
    ids = [item["sk"]["S"].rpartition("#")[2] for item in page.items]
    rows = dynamodb.batch_get([(RequestRow, request_pk(keys.district_id, one), REQUEST_SK) for one in ids])
    opened = privacy.keys_of(keys, ids)
    now = clock.iso(clock.now())
    shown = [
        line_of(row, opened.get(one), now) for one, row in zip(ids, rows, strict=True) if isinstance(row, RequestRow)
    ]
    return shown, page.last_key


def line_of(row: RequestRow, key: DataKey | None, now: str) -> Line:
    """A request as a list shows it; without its key it says nothing of a person."""
    asked = vault.unseal(key, Place(row.TABLE, row.pk, row.sk), row.sealed, Asked) if key else Asked("", "", "")
    return Line(
        row.request_id,
        row.kind,
        row.state,
        asked.email,
        asked.name,
        row.received_at,
        row.due_at,
        row.closed_at,
        states.is_overdue(row.state, row.due_at, now),
    )


def move(
    keys: DistrictKeys, actor: Actor, row: RequestRow, to: str, changes: dict[str, Any], *more: Write, **detail: str
) -> RequestRow:
    """Bring a request to another state, with other writes in one transaction; Conflict where it cannot go there."""
    if not states.may_move(row.state, to):
        raise Conflict("The request cannot go there from where it is.", {"state": f"It is {row.state}."})
    district_id, request_id = keys.district_id, row.request_id
    before, now = row.state, clock.iso(clock.now())
    is_closed = to in states.CLOSED
    after = RequestRow.from_raw_data(row.serialize())
    after.state = to
    after.expires_at = clock.seconds() + (KEPT_SECONDS if is_closed else OPEN_SECONDS)
    if is_closed:
        after.closed_at, after.listed_sk = now, timed_sk(now, request_id)
    for name, value in changes.items():
        setattr(after, name, value)
    writes = [
        dynamodb.put(after, (RequestRow.state == before) & (RequestRow.remind_at == row.remind_at)),
        dynamodb.delete(RequestLineRow, requests_pk(district_id, before), row.listed_sk),
        _line(district_id, after),
        assurance.record(district_id, actor, f"request.{to}", request_id, kind=row.kind, **detail),
        *more,
    ]
    if is_closed:
        note = _note(district_id, row, row.remind_at)
        writes.append(dynamodb.delete(RequestNoteRow, note.pk, note.sk))
        writes.append(note_erasure(district_id, request_id, rows_go_in=_own_key_goes_in(row, to)))
    try:
        dynamodb.transact(*writes)
    except TakenError as taken:
        raise _told(taken) from None
    return after


def _own_key_goes_in(row: RequestRow, to: str) -> int:
    """Who was erased is not remembered by their request; other requests can be read for three years."""
    return 0 if row.kind == states.ERASURE and to == states.DONE else KEPT_SECONDS


def _told(taken: TakenError) -> Conflict:
    if taken.index == 0:
        return Conflict("Somebody else has moved this request. Load it again.", {"state": "This is not the newest."})
    return Conflict("Something that this needs has changed. Please try again.")


def postponed(district_id: str, row: RequestRow, *more: Write) -> bool:
    """Note when to look at an open request next; False where it has been moved meanwhile."""
    at = clock.iso(states.next_reminder(clock.parse(row.received_at), clock.now()))
    note, past = _note(district_id, row, at), _note(district_id, row, row.remind_at)
    actions = [RequestRow.remind_at.set(at), RequestRow.expires_at.set(note.expires_at)]
    as_read = (RequestRow.state == row.state) & (RequestRow.remind_at == row.remind_at)
    try:
        dynamodb.transact(
            dynamodb.update(RequestRow, row.pk, row.sk, *actions, condition=as_read),
            dynamodb.delete(RequestNoteRow, past.pk, past.sk),
            dynamodb.put(note),
            *more,
        )
    except TakenError:
        return False
    return True


def due_notes(district_id: str) -> Sequence[RequestNoteRow]:
    """The notes of the open requests that are to be looked at now. One Query that reads no other."""
    return list(dynamodb.every(RequestNoteRow, notes_pk(district_id), below=timed_sk(clock.iso(clock.now()), "~")))


def noted_request(district_id: str, note: RequestNoteRow) -> RequestRow | None:
    """The open request that a note is about; None, and the note goes, where it is not the note that counts."""
    at, _, request_id = note.sk.partition("#")
    row = dynamodb.get(RequestRow, request_pk(district_id, request_id), REQUEST_SK)
    if row is not None and row.state not in states.CLOSED and row.remind_at == at:
        return row
    dynamodb.write(dynamodb.delete(RequestNoteRow, note.pk, note.sk))
    return None


def start_request(keys: DistrictKeys, actor: Actor, request_id: str) -> RequestRow:
    """Begin to work on a request whose asker is confirmed."""
    row = find_request(keys.district_id, request_id)
    return move(keys, actor, row, states.IN_PROGRESS, {"handled_by": actor.id})


def refuse_request(district: District, keys: DistrictKeys, actor: Actor, request_id: str, *, reason: str) -> None:
    """Refuse a request and write the reason to whoever asks; Invalid without one."""
    if not states.SHORTEST <= len(reason.strip()) <= states.LONGEST:
        said = {"reason": f"{states.SHORTEST} to {states.LONGEST} characters, for whoever asks."}
        raise Invalid("Please say why.", said)
    opened = open_request(keys, request_id)
    row, asked = opened.row, opened.asked
    told = Asked(asked.email, asked.name, asked.message, reason.strip())
    sealed = vault.seal(opened.key, Place(row.TABLE, row.pk, row.sk), told)
    parts = {"district": district.name, "reason": reason.strip()}
    letter = opened.letter("request_refused", parts)
    # Whoever never confirmed the request may not be the person whose address it is: no letter goes there.
    letters = [letter] if row.state != states.RECEIVED else []
    move(keys, actor, row, states.REFUSED, {"sealed": sealed, "handled_by": actor.id}, *letters)
