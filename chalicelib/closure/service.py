"""Closing a district, step by step: count, keep what names nobody, remove, end the keys, certify.

Every step is in the ledger when it is done, and harmless to do again: a run that stopped anywhere goes on where it
stopped, and two at once do the same work twice. The last step but one is the only one that cannot be taken back.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from msgspec import Struct

from chalicelib.assurance import ledger_service as ledger
from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.assurance.signing_service import sign_document
from chalicelib.aws import dynamodb
from chalicelib.closure import notice_service as notices
from chalicelib.closure.certificate import Facts, certificate
from chalicelib.closure.certificate_service import store_certificate
from chalicelib.closure.finding_service import everything
from chalicelib.closure.trend_service import Made, make_trends
from chalicelib.districts import closing_service as closings
from chalicelib.districts import service as districts
from chalicelib.districts.closing import Mode, State, is_due, may_wait
from chalicelib.districts.closing_service import Standing
from chalicelib.kernel import clock
from chalicelib.kernel.settings import settings
from chalicelib.privacy import closing_key_service as closing_keys
from chalicelib.privacy import held_service
from chalicelib.privacy import service as privacy
from chalicelib.privacy.closing_key_service import KeyEnded
from chalicelib.privacy.hold import Held
from chalicelib.surveys.upload_service import remove_all_files

JOB = "close_district"
T = TypeVar("T")
COUNTED = (
    "districts",
    "surveys",
    "responses",
    "unfinished",
    "dialogues",
    "consents",
    "tallies",
    "outbox",
    "operations",
    "keys",
)


class Begun(Struct, frozen=True):
    """When the work began, and the KMS key that will end with it."""

    at: str
    kms_key: str


class Counted(Struct, frozen=True):
    """Rows by table."""

    rows: dict[str, int]


class Ended(Struct, frozen=True):
    """When the key was deleted, and what became of its KMS key."""

    at: str
    key: KeyEnded


def close(district_id: str, actor: Actor) -> str:
    """Go as far as can be gone: "not due", "held", "letters wait" or "certified". Harmless any number of times.

    Nothing of a district goes while a legal hold is in force there, however small what it names: a law that orders
    something kept stands above the promise to remove it. No hold is placed once the work has begun.
    """
    standing = closings.standing_of(district_id)
    if standing.state is State.CERTIFIED:
        return "certified"
    if not is_due(standing.state, standing.closing, clock.now()):
        return "not due"
    if standing.state is State.TERMINATED:
        held = held_service.holds_of(district_id)
        if held.active:
            return "held"
        _begin(district_id, actor, standing, held)
    if standing.state is not State.DEIDENTIFIED and not _emptied(district_id, standing):
        return "letters wait"
    closings.advance(district_id, actor, State.DEIDENTIFIED)
    _once(district_id, "end_keys", partial(_end_keys, district_id, actor), Ended)
    _once(district_id, "certify", partial(_certify, district_id), Counted)
    closings.advance(district_id, actor, State.CERTIFIED, certificate=standing.certificate_id)
    return "certified"


def _once(district_id: str, step: str, work: Callable[[], T], kind: type[T]) -> T:
    return ledger.once(JOB, district_id, step, work, kind)


def _begin(district_id: str, actor: Actor, standing: Standing, held: Held) -> None:
    """From here on nobody signs in or reads; the last letters go out, with the certificate's address.

    Raises Conflict where a hold was placed at the same moment; the next run looks again.
    """
    _once(district_id, "begin", lambda: Begun(clock.iso(clock.now()), closing_keys.kms_key_of(district_id)), Begun)
    district, keys = districts.get_district(district_id), privacy.open_keys_of(district_id)
    letters = notices.notices(district, keys, notices.CLOSING, standing.closing, standing.certificate_id)
    unchanged = held_service.unchanged(district_id, held)
    closings.advance(district_id, actor, State.DEIDENTIFYING, unchanged, *letters, mode=standing.closing.mode.value)


def _emptied(district_id: str, standing: Standing) -> bool:
    """Everything but the keys is gone; False where a last letter has still to be sent, and there is time."""
    _once(district_id, "count", partial(_count, district_id), Counted)
    if standing.closing.mode is Mode.DEIDENTIFY:
        _once(district_id, "trends", lambda: make_trends(privacy.open_keys_of(district_id)), Made)
    closing_keys.throw_trend_secret_away(district_id)
    if notices.are_letters_waiting(district_id) and may_wait(standing.closing, clock.now()):
        return False
    _once(district_id, "remove", partial(_remove, district_id), Counted)
    _once(district_id, "recount", partial(_count, district_id), Counted)
    return True


def _count(district_id: str) -> Counted:
    counts: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
    seen: set[tuple[str, str, str]] = set()
    for bundle in everything(privacy.open_keys_of(district_id)):
        for section in bundle:
            new = {(section.table, *place) for place in section.places} - seen
            counts[section.table] += len(new)
            seen |= new
    return Counted(dict(counts))


def _remove(district_id: str) -> Counted:
    remove_all_files(district_id)
    counts: Counter[str] = Counter()
    for bundle in everything(privacy.open_keys_of(district_id)):
        for section in bundle:
            counts[section.table] += dynamodb.delete_all(section.table, section.places)
    return Counted(dict(counts))


def removed_of(district_id: str) -> dict[str, int]:
    """What a closing removed, by table, as its ledger has it; nothing before it has."""
    removed = ledger.result_of(JOB, district_id, "remove", Counted)
    return removed.rows if removed else {}


def _end_keys(district_id: str, actor: Actor) -> Ended:
    begun = _result(district_id, "begin", Begun)
    ended = closing_keys.end_keys(district_id, begun.kms_key)
    entry = assurance.record(district_id, actor, "district.key_ended", district_id, state=ended.state)
    closings.note_entry(district_id, entry)
    return Ended(clock.iso(clock.now()), ended)


def _result(district_id: str, step: str, kind: type[T]) -> T:
    found = ledger.result_of(JOB, district_id, step, kind)
    if found is None:
        raise LookupError(step)
    return found


def _certify(district_id: str) -> Counted:
    standing, district = closings.standing_of(district_id), districts.get_district(district_id)
    ended, after = _result(district_id, "end_keys", Ended), _result(district_id, "recount", Counted)
    made = ledger.result_of(JOB, district_id, "trends", Made) or Made(0, 0, 0, 0)
    facts = Facts(
        standing.certificate_id,
        settings().stage,
        {"id": district.id, "slug": district.slug, "name": district.name},
        standing.basis,
        standing.people,
        standing.entries,
        _result(district_id, "count", Counted).rows,
        after.rows,
        {"records": made.records, "left_out": made.left_out, "crowds": made.crowds, "smallest": made.smallest},
        {"key": ended.key.key, "state": ended.key.state, "deleted_at": ended.key.deleted_at},
    )
    begun = clock.parse(_result(district_id, "begin", Begun).at)
    signed = sign_document(certificate(facts, standing.closing, begun=begun, done=clock.parse(ended.at)))
    store_certificate(district_id, standing.certificate_id, signed)
    return Counted({"certificates": 1})
