"""Carrying out an ordered restore or drill, as far as one run may go."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

import msgspec
from msgspec import Struct

from chalicelib.assurance import ledger_service as ledger
from chalicelib.aws import sqs
from chalicelib.continuity import drill_report_service as reports
from chalicelib.continuity import drill_service as drills
from chalicelib.continuity import restore_service as restores
from chalicelib.continuity.drill import Tried, together
from chalicelib.continuity.drill_service import JOB, Drill
from chalicelib.continuity.restore_service import Made, Order
from chalicelib.continuity.step_service import MOST_ITEMS_IN_A_RUN, go_on, results_of
from chalicelib.continuity.steps import Step
from chalicelib.jobs import trying
from chalicelib.kernel.settings import settings

DRILL, ITEMS_OF_A_SURVEY = "drill", 5_000


class Continue(Struct, frozen=True, forbid_unknown_fields=True):
    """Which ordered restore to go on with."""

    unit: str


def order_restore(name: str, instant: datetime) -> Order:
    """Order a restore of an instant into scratch tables of a name, and set it going."""
    return _ordered(restores.plan(name, instant))


def order_drill() -> Order:
    """Order a drill of the newest sealed instant, and set it going."""
    return _ordered(drills.order_drill())


def _ordered(order: Order) -> Order:
    kept = ledger.once(JOB, order.unit, "order", lambda: order, Order)
    send_on(kept.unit)
    return kept


def send_on(unit: str) -> None:
    """Let the worker go on with a restore."""
    sqs.send_message(settings().restore_queue, msgspec.json.encode(Continue(unit)).decode())


def carry_on(unit: str, most: int = MOST_ITEMS_IN_A_RUN) -> bool:
    """Do the steps that are not done, up to a number of items; gives whether the restore has ended."""
    order = ledger.result_of(JOB, unit, "order", Order)
    return order is None or go_on(JOB, unit, _steps(order), most)


def _steps(order: Order) -> Iterator[Step]:
    drop = Step("drop", partial(restores.drop_tables, order.name), Made)
    if ledger.result_of(JOB, order.unit, "report", Drill) is not None:
        yield drop  # The tables may be gone already, so that nothing before can be asked for.
        return
    yield from restores.steps(restores.open_restore(order))
    for district_id, survey_id in trying.surveys_of(order.name):
        work = partial(trying.count_anew, order.name, district_id, survey_id)
        yield Step(f"count:{survey_id}", work, Tried, ITEMS_OF_A_SURVEY)
    yield Step("read", partial(trying.read_pages, order.name), Tried, ITEMS_OF_A_SURVEY)
    if order.kind == DRILL:
        yield Step("report", partial(_report, order), Drill)
        yield drop


def tried_in(order: Order) -> Tried:
    """What was tried on the restored tables so far."""
    counted = results_of(JOB, order.unit, "count:", Tried)
    return together([*counted, *results_of(JOB, order.unit, "read", Tried)])


def _report(order: Order) -> Drill:
    return reports.finish(order, tried_in(order))
