"""Retention: a planner that names the districts, and a worker for each."""

import msgspec
from msgspec import Struct

from chalicelib.assurance.actor import Actor, of_job
from chalicelib.aws import sqs
from chalicelib.continuity.retention_service import retain
from chalicelib.districts.service import every_district
from chalicelib.entry.job import Anything, Counts, Jobs, Record, bodies, queue_item, run_part
from chalicelib.kernel.errors import ParleyError
from chalicelib.kernel.settings import settings

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
