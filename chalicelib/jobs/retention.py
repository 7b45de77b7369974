"""Retention: a planner that names the districts, and a worker for each.

Each kind of record goes when its rule in the data map says so: rows first, then the keys that sealed them.
"""

from datetime import timedelta

import msgspec
from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor, of_job
from chalicelib.assurance.retention_service import remove_old_entries
from chalicelib.aws import dynamodb, sqs
from chalicelib.continuity.rules import cutoff, rules
from chalicelib.dialogues.retention_service import remove_old_threads, remove_withdrawn_threads
from chalicelib.districts.service import every_district
from chalicelib.entry.job import Anything, Counts, Jobs, Record, bodies, queue_item, run_part
from chalicelib.kernel import clock
from chalicelib.kernel.errors import ParleyError
from chalicelib.kernel.settings import settings
from chalicelib.privacy.erasure_service import erase_due_keys
from chalicelib.surveys.retention_service import remove_old_answers

functions = Jobs(__name__)


class RetainDistrict(Struct, frozen=True, forbid_unknown_fields=True):
    """Which district to go through."""

    district_id: str


@functions.job()
def plan_retention(_event: Anything, _actor: Actor) -> Counts:
    """Order one pass of retention for each district. Test event: {}."""
    planned = 0
    for district_id in every_district():
        sqs.send_message(settings().retention_queue, msgspec.json.encode(RetainDistrict(district_id)).decode())
        planned += 1
    return {"districts": planned}


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
    counts = {
        "answers": remove_old_answers(district_id, cutoff(rules()["answer"], now)),
        "dialogues": remove_old_threads(district_id, cutoff(rules()["dialogue"], now)),
        "withdrawn": remove_withdrawn_threads(district_id),
        "audit": remove_old_entries(district_id, now - timedelta(days=rules()["audit"].days)),
        "keys": erase_due_keys(district_id),
    }
    if any(counts.values()):
        told = {kind: str(count) for kind, count in counts.items()}
        dynamodb.transact(assurance.record(district_id, actor, "retention.applied", district_id, **told))
    return counts
