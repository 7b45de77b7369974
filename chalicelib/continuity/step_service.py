"""Going through the steps of a long job as far as one run may go."""

from collections.abc import Iterable
from typing import TypeVar

from chalicelib.assurance import ledger_service as ledger
from chalicelib.continuity.steps import Step

T = TypeVar("T")
MOST_ITEMS_IN_A_RUN = 100_000  # A few minutes of the fifteen that a function has.


def go_on(job: str, unit: str, steps: Iterable[Step], most: int = MOST_ITEMS_IN_A_RUN) -> bool:
    """Do the steps that are not done, up to a number of items; gives whether all are done.

    Steps are asked for one by one, so that the later ones may depend on what the earlier ones made.
    """
    done, spent = set(ledger.steps_of(job, unit)), 0
    for step in steps:
        if step.name in done:
            continue
        if spent and spent + step.cost > most:
            return False
        ledger.once(job, unit, step.name, step.work, step.kind)
        spent += step.cost
    return True


def results_of(job: str, unit: str, begins: str, kind: type[T]) -> list[T]:
    """What the steps whose names begin so have made."""
    names = [name for name in ledger.steps_of(job, unit) if name.startswith(begins)]
    return [made for name in names if (made := ledger.result_of(job, unit, name, kind)) is not None]
