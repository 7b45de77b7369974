"""Exports: a planner that clears away what is over and calls again for what stands still, and a worker for each."""

from chalicelib.assurance.actor import Actor, of_job
from chalicelib.districts.service import every_district
from chalicelib.entry.job import Anything, Counts, Jobs, Record, bodies, for_each, queue_item, run_part
from chalicelib.exports.queue_service import ExportDistrict, order_work
from chalicelib.exports.work_service import sweep_exports, work_on_export
from chalicelib.kernel.errors import ParleyError

functions = Jobs(__name__)
WORKING_SECONDS = 480  # Of the function's 900: the longest step begins before, and ends within, them.


@functions.job()
def plan_exports(_event: Anything, actor: Actor) -> Counts:
    """Call for exports that stand still, and clear away those that are over. Test event: {}."""
    counts = {"called": 0, "cleared": 0}

    def plan(district_id: str) -> None:
        waiting, over = sweep_exports(district_id, actor)
        for export_id in waiting:
            order_work(district_id, export_id)
        counts["called"] += len(waiting)
        counts["cleared"] += over

    for_each(every_district(), plan)
    return counts


@functions.batch(item=queue_item)
def export_district(records: list[Record]) -> list[Record]:
    """Go on with each export named. Test event: {"Records": [{"messageId": "1", "body": "{…}"}]}."""
    return [record for record in records if not _exported(record)]


def _exported(record: Record) -> bool:
    try:
        (order,) = bodies([record], ExportDistrict)
        run_part("export_district", lambda: _work(order, of_job("export_district", record["messageId"])))
    except ParleyError:
        return False
    return True


def _work(order: ExportDistrict, actor: Actor) -> Counts:
    finished = work_on_export(order.district_id, actor, order.export_id, seconds=WORKING_SECONDS)
    if not finished:
        order_work(order.district_id, order.export_id)
    return {"finished": int(finished)}
