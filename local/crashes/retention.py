"""Retention under attack."""

from collections import Counter
from datetime import timedelta

import msgspec

from bench.retention import answers, notes, stored, threads
from chalicelib.assurance.proof_service import VERB
from chalicelib.assurance.service import entries_of_day
from chalicelib.continuity.rules import rules
from chalicelib.kernel import clock
from local.crashes.stage import NOW, State, Unit, kinds_of_rows, new_district
from local.crashes.worker import Order
from local.platform import Platform

DUE, KEPT = 4, 2


class Retention:
    """A pass of retention: what is due goes, with its keys noted, and the proof says how much went."""

    def prepare(self, running: Platform) -> Unit:  # noqa: ARG002 - every scene is given the platform.
        district_id = new_district()[0].id
        old = {kind: NOW - timedelta(days=rules()[kind].days + 2) for kind in ("answer", "dialogue")}
        stored(answers(district_id, DUE, old["answer"]))
        stored(answers(district_id, KEPT, NOW))
        stored(threads(district_id, DUE, old["dialogue"]))
        stored(threads(district_id, KEPT, NOW))
        stored(notes(district_id, DUE, NOW - timedelta(minutes=1)))
        body = msgspec.json.encode({"district_id": district_id}).decode()
        event = {"Records": [{"messageId": "1", "body": body}]}
        order = Order("chalicelib.jobs.retention.retain_district", event, NOW)
        return Unit(district_id, order, msgspec.structs.replace(order, at=NOW + timedelta(hours=1)))

    def is_done(self, running: Platform, unit: Unit) -> bool:
        """The books of every pass are closed."""
        return not any("PROOFS" in name for name in kinds_of_rows(running, unit.district_id))

    def state(self, running: Platform, unit: Unit) -> State:
        rows = kinds_of_rows(running, unit.district_id)
        kept = {name: count for name, count in rows.items() if "-audit " not in name}
        return {"rows": kept, "proved": _proved(unit)}


def _proved(unit: Unit) -> dict[str, int]:
    """What the entries of the audit log say was removed of each kind, added up over all passes."""
    proved: Counter[str] = Counter()
    for entry in entries_of_day(unit.district_id, clock.iso(NOW)[:10]):
        if entry.verb == VERB:
            told = entry.detail.as_dict() if entry.detail else {}
            proved[told["kind"]] += int(told["removed"])
    return dict(sorted(proved.items()))
