"""Closing a district: what an operator orders, what a sweep finds due, and the worker that carries it out.

The data decides what is due, not the schedule: a sweep that was missed, late or doubled changes nothing.
"""

import re
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from chalicelib.assurance.actor import Actor, of_job
from chalicelib.aws import sqs
from chalicelib.closure import notice_service as notices
from chalicelib.closure import service as closure
from chalicelib.districts import closing_service as closings
from chalicelib.districts import service as districts
from chalicelib.districts.closing import TERM, Closing, Mode, Request, begins_at
from chalicelib.districts.closing_service import Termination
from chalicelib.districts.service import District
from chalicelib.entry.job import Anything, Counts, Jobs, Record, bodies, queue_item, run_part
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Invalid, ParleyError, Unavailable
from chalicelib.kernel.ids import random_id
from chalicelib.kernel.settings import settings
from chalicelib.privacy import held_service
from chalicelib.privacy import service as privacy

functions = Jobs(__name__)
SHA256 = re.compile(r"[0-9a-f]{64}")
AGAIN_SECONDS = 120
LONGEST_WORDS = 300


class Terminate(Struct, frozen=True, forbid_unknown_fields=True):
    """Which district ends, by whose word and with whose consent (two people), on what basis, and since when.

    `terminated_at` is an earlier moment of the last 90 days, or now where it is empty.
    """

    district: str
    basis: str
    ordered_by: str
    agreed_by: str
    terminated_at: str = ""


class RequestErasure(Struct, frozen=True, forbid_unknown_fields=True):
    """A signed request: who signed it, its file's SHA-256, "de-identify" or "delete", and when it came (or now)."""

    district: str
    signed_by: str
    sha256: str
    mode: str
    received_at: str = ""


class Reinstate(Struct, frozen=True, forbid_unknown_fields=True):
    """Which district stays after all, and why."""

    district: str
    reason: str


class CloseDistrict(Struct, frozen=True, forbid_unknown_fields=True):
    """Which district to close."""

    district_id: str


@functions.job(event=Terminate)
def terminate_district(event: Terminate, actor: Actor) -> dict[str, Any]:
    """End the service for a district: it can be read and exported until it is de-identified.

    Test event: {"district": "lakeview", "basis": "Contract 2026-17 ended", "ordered_by": "j.lopez",
    "agreed_by": "m.chen"}.
    """
    _check_words(event, "basis", "ordered_by", "agreed_by")
    if event.ordered_by.strip() == event.agreed_by.strip():
        raise Invalid("Two people end a service.", {"agreed_by": "Somebody else than who orders it."})
    closing = Closing(_moment(event.terminated_at, "terminated_at"), clock.now())
    people = [event.ordered_by.strip(), event.agreed_by.strip()]
    ended = Termination(closing, event.basis.strip(), people, random_id("crt"))
    district = _fresh(event.district)
    keys = privacy.open_keys_of(district.id)
    letters = notices.notices(district, keys, notices.TERMINATED, closing, ended.certificate_id)
    closings.terminate(district, actor, ended, *letters)
    return {**closings.due_of(closing), "certificate_id": ended.certificate_id}


def _fresh(slug: str) -> District:
    """The district as it is now, not as this process may remember it."""
    return districts.get_district(districts.find_district(slug).id)


def _check_words(event: Struct, *names: str) -> None:
    fields = {
        name: f"1 to {LONGEST_WORDS} characters."
        for name in names
        if not 0 < len(str(getattr(event, name)).strip()) <= LONGEST_WORDS
    }
    if fields:
        raise Invalid("Something is missing.", fields)


def _moment(text: str, field: str) -> datetime:
    """A moment of the last 90 days; now where none is given."""
    now = clock.now()
    if not text:
        return now
    try:
        at = clock.parse(text)
    except ValueError:
        at = now + TERM
    if at.tzinfo is None or not now - TERM <= at <= now:
        raise Invalid("This moment cannot be.", {field: "A moment of the last 90 days, such as 2026-11-25T09:00:00Z."})
    return at


@functions.job(event=RequestErasure)
def request_erasure(event: RequestErasure, actor: Actor) -> dict[str, Any]:
    """Take in a district's signed request to de-identify or delete within 30 days of termination.

    Test event: {"district": "lakeview", "signed_by": "Superintendent of Lakeview", "sha256":
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "mode": "delete"}.
    """
    _check_words(event, "signed_by")
    if not SHA256.fullmatch(event.sha256):
        raise Invalid("The file must be named.", {"sha256": "The SHA-256 of the signed file, in 64 small hex digits."})
    if event.mode not in set(Mode):
        raise Invalid("There is no such mode.", {"mode": f"One of {', '.join(Mode)}."})
    district = _fresh(event.district)
    at = _moment(event.received_at, "received_at")
    request = Request(event.signed_by.strip(), at, event.sha256, Mode(event.mode))
    asked, keys = closings.asked_for(district, request), privacy.open_keys_of(district.id)
    certificate_id = closings.standing_of(district.id).certificate_id
    letters = notices.notices(district, keys, notices.REQUESTED, asked, certificate_id)
    closing = closings.take_request(district, actor, request, *letters)
    if begins_at(closing) <= clock.now():
        _order(district.id)
    return closings.due_of(closing)


@functions.job(event=Reinstate)
def reinstate_district(event: Reinstate, actor: Actor) -> dict[str, Any]:
    """Take a termination back, until the data begins to go.

    Test event: {"district": "lakeview", "reason": "The contract was renewed."}.
    """
    _check_words(event, "reason")
    district = _fresh(event.district)
    keys = privacy.open_keys_of(district.id)
    standing = closings.standing_of(district.id)
    letters = notices.notices(district, keys, notices.REINSTATED, standing.closing, standing.certificate_id)
    closings.reinstate(district, actor, *letters, reason=event.reason.strip())
    return {"district": district.slug}


@functions.job()
def sweep_closings(_event: Anything, _actor: Actor) -> Counts:
    """Order the work on every closing that is due; fail loudly where one is late. Test event: {}.

    One that waits for a legal hold is counted and is not late.
    """
    due = closings.due_closings(clock.now())
    for one in due:
        _order(one.district_id)
    overdue = [one for one in due if one.latest < clock.seconds()]
    held = sum(bool(held_service.holds_of(one.district_id).active) for one in overdue)
    if held < len(overdue):
        raise Unavailable(f"{len(overdue) - held} closings are late. They are ordered again; see the runbook.")
    return {"due": len(due), "held": held}


def _order(district_id: str, *, delay: int = 0) -> None:
    sqs.send_message(settings().closing_queue, msgspec.json.encode(CloseDistrict(district_id)).decode(), delay=delay)


@functions.batch(item=queue_item)
def close_district(records: list[Record]) -> list[Record]:
    """De-identify, delete and certify each district named.

    Test event: {"Records": [{"messageId": "1", "body": "{…}"}]}.
    """
    return [record for record in records if not _closed(record)]


def _closed(record: Record) -> bool:
    try:
        (order,) = bodies([record], CloseDistrict)
        actor = of_job("close_district", record["messageId"])
        run_part("close_district", lambda: _closed_as_far(order.district_id, actor))
    except ParleyError:
        return False
    return True


def _closed_as_far(district_id: str, actor: Actor) -> Counts:
    outcome = closure.close(district_id, actor)
    if outcome == "letters wait":
        _order(district_id, delay=AGAIN_SECONDS)
    return {outcome.replace(" ", "_"): 1}
