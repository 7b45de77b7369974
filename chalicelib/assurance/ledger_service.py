"""The step ledger: what of a job is done, so that a run that stopped anywhere goes on where it stopped.

A step's work may run twice, where a run was stopped between the work and its entry; so it must be harmless to repeat.
"""

from collections.abc import Callable
from typing import TypeVar

import msgspec

from chalicelib.assurance.store import StepRow, steps_pk
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError
from chalicelib.kernel import clock

T = TypeVar("T")
KEPT_SECONDS = 60 * 86_400


def once(job: str, unit: str, step: str, work: Callable[[], T], kind: type[T]) -> T:
    """What a step makes: by doing it, or as the ledger has it from an earlier run. Of two at once, the first counts."""
    held = result_of(job, unit, step, kind)
    if held is not None:
        return held
    made = work()
    row = StepRow(
        steps_pk(job, unit),
        step,
        done_at=clock.iso(clock.now()),
        result=msgspec.to_builtins(made),
        expires_at=clock.seconds() + KEPT_SECONDS,
    )
    try:
        dynamodb.write(dynamodb.put_new(row))
    except TakenError:
        return once(job, unit, step, work, kind)
    return made


def result_of(job: str, unit: str, step: str, kind: type[T]) -> T | None:
    """What a step made, or None where it is not done."""
    held = dynamodb.get(StepRow, steps_pk(job, unit), step)
    return msgspec.convert(held.result, kind) if held is not None else None


def steps_of(job: str, unit: str) -> list[str]:
    """The steps that are done, by name."""
    return [row.sk for row in dynamodb.every(StepRow, steps_pk(job, unit))]


def forget_step(job: str, unit: str, step: str) -> None:
    """Take a step out of the ledger, so that it is done again."""
    dynamodb.write(dynamodb.delete(StepRow, steps_pk(job, unit), step))
