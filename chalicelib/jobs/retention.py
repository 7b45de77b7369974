"""Retention: a planner that names the districts, and a worker for each.

Each kind of record goes when its rule says so, the data map's or the district's own: rows first, then the keys that
sealed them. What a hold keeps stays. Each pass proves what it removed.
"""

from datetime import timedelta

import msgspec
from msgspec import Struct

from chalicelib.assurance.actor import Actor, of_job
from chalicelib.assurance.proof_service import Proof, close_passes, new_pass
from chalicelib.assurance.retention_service import remove_old_entries
from chalicelib.aws import sqs
from chalicelib.continuity.rule_service import choices_of
from chalicelib.continuity.rules import cutoff, days_of
from chalicelib.dialogues.retention_service import (
    remove_old_threads,
    remove_withdrawn_threads,
    return_held_threads,
)
from chalicelib.districts.service import every_district
from chalicelib.entry.job import Anything, Counts, Jobs, Record, bodies, for_each, queue_item, run_part
from chalicelib.kernel import clock
from chalicelib.kernel.errors import ParleyError
from chalicelib.kernel.settings import settings
from chalicelib.privacy import held_service
from chalicelib.privacy.erasure_service import erase_due_keys
from chalicelib.surveys.retention_service import files_of, remove_old_answers, return_held_answers
from chalicelib.surveys.upload_service import remove_unclaimed

functions = Jobs(__name__)


class RetainDistrict(Struct, frozen=True, forbid_unknown_fields=True):
    """Which district to go through."""

    district_id: str


@functions.job()
def plan_retention(_event: Anything, _actor: Actor) -> Counts:
    """Order one pass of retention for each district. Test event: {}."""
    counts = {"districts": 0}

    def order(district_id: str) -> None:
        sqs.send_message(settings().retention_queue, msgspec.json.encode(RetainDistrict(district_id)).decode())
        counts["districts"] += 1

    for_each(every_district(), order)
    return counts


@functions.batch(item=queue_item)
def retain_district(records: list[Record]) -> list[Record]:
    """Remove what is due in each district named. Test event: {"Records": [{"messageId": "1", "body": "{…}"}]}."""
    return [record for record in records if not _retained(record)]


def _retained(record: Record) -> bool:
    try:
        (order,) = bodies([record], RetainDistrict)
        run_part("retain_district", lambda: retain(order.district_id, of_job("retain_district", record["messageId"])))
    except ParleyError:
        return False
    return True


def retain(district_id: str, actor: Actor) -> Counts:
    """Remove what is due in one district; gives counts by kind. Running twice or stopping anywhere is harmless."""
    now = clock.now()
    at, pass_id = clock.iso(now), new_pass()
    returned = _return_released(district_id)
    choices = choices_of(district_id)
    proofs = [Proof(district_id, pass_id, kind) for kind in ("answers", "dialogues", "withdrawn", "audit", "keys")]
    answers, dialogues, withdrawn, audit, keys = proofs
    before = {one: cutoff(days_of(choices, "answer", one, at), now) for one in files_of(district_id)}
    remove_old_answers(district_id, before, answers)
    unclaimed = remove_unclaimed(district_id)
    remove_old_threads(district_id, cutoff(days_of(choices, "dialogue", "", at), now), dialogues)
    remove_withdrawn_threads(district_id, withdrawn)
    remove_old_entries(district_id, now - timedelta(days=days_of(choices, "audit", "", at)), audit)
    erase_due_keys(district_id, keys)
    close_passes(district_id, actor, pass_id)
    held = {"unclaimed_files": unclaimed, "held": sum(proof.held for proof in proofs), "returned": returned}
    return {**{proof.kind: proof.removed for proof in proofs}, **held}


def _return_released(district_id: str) -> int:
    """Let go what was kept for holds that are released; a hold is forgotten once nothing more is found."""
    total, held = 0, held_service.holds_of(district_id)
    for hold_id in held.returning:
        returned = return_held_answers(district_id, hold_id) + return_held_threads(district_id, hold_id)
        if not returned:
            held_service.returned(district_id, held_service.holds_of(district_id), hold_id)
        total += returned
    return total
