"""The certificate of destruction: what was destroyed, when, how, by whose word, and what can still be found of it.

Text, whole numbers, lists and maps of them, as a signed document is made of. Method: NIST SP 800-88 Rev. 1, section
2.6, cryptographic erase, beside the deletion of every row.
"""

from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

from chalicelib.districts.closing import Closing, Mode, due, final_at, latest, route
from chalicelib.kernel import clock

WHAT = "certificate of destruction"
METHOD = "NIST SP 800-88 Rev. 1, cryptographic erase of the district's key; every row was deleted before"
# What may still hold ciphertext that nobody can open any more, and for how many days. tests/laws/test_closing.py holds
# these against the templates.
COPIES = {
    "point-in-time copies of tables": 35,
    "backups and the log of changes": 398,
    "exports that the district made on its last day": 2,
}
KEPT = {
    "audit log": "who did what, by random ids alone, for seven years",
    "tombstone": "that the district has left: its name, its address, these dates",
}


class Facts(Struct, frozen=True):
    """What a certificate says beside its dates."""

    certificate_id: str
    installation: str
    district: dict[str, str]
    basis: str
    people: list[str]
    entries: list[str]
    before: dict[str, int]
    after: dict[str, int]
    trends: dict[str, int]
    kms_key: dict[str, str]


def certificate(facts: Facts, closing: Closing, *, begun: datetime, done: datetime) -> dict[str, Any]:
    """The document, before it is signed."""
    request = closing.request
    return {
        "what": WHAT,
        "certificate_id": facts.certificate_id,
        "installation": facts.installation,
        "district": facts.district,
        "legal_basis": facts.basis,
        "request": {"by": request.by, "at": clock.iso(request.at), "sha256": request.sha256} if request else {},
        "mode": closing.mode.value,
        "method": METHOD,
        "dates": _dates(closing, begun, done),
        "people": facts.people,
        "rows_before": facts.before,
        "rows_after": facts.after,
        "trends": facts.trends if closing.mode is Mode.DEIDENTIFY else {},
        "keys": {
            "made_final_by": route(closing).value,
            "moved_at": clock.iso(closing.moved_at),
            "deleted_at": clock.iso(done),
            "kms": facts.kms_key,
        },
        "copies": [{"what": what, "ends": clock.iso(done + timedelta(days=days))} for what, days in COPIES.items()],
        "kept": KEPT,
        "audit_entries": facts.entries,
    }


def _dates(closing: Closing, begun: datetime, done: datetime) -> dict[str, str]:
    return {
        "terminated_at": clock.iso(closing.terminated_at),
        "due": clock.iso(due(closing)),
        "latest": clock.iso(latest(closing)),
        "begun_at": clock.iso(begun),
        "done_at": clock.iso(done),
        "final_at": clock.iso(final_at(closing, done)),
    }
