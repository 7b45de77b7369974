"""Carrying out an export, step by step, and clearing away what is over.

A run does the steps that the ledger lacks, until it is finished, cancelled, or out of time; whoever comes next goes on.
Each step's files are sealed and named by what they hold, so that a run that was stopped anywhere changes no byte.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from chalicelib.assurance import ledger_service as ledger
from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError
from chalicelib.districts.service import get_district
from chalicelib.exports.assembly_service import ASSEMBLE, JOB, Assembled, assemble, remove_all, remove_pieces
from chalicelib.exports.pieces_service import Made
from chalicelib.exports.plan import Plan, Step, steps_of
from chalicelib.exports.service import AVAILABLE_SECONDS, CANCELLED, DONE, ENDED, FAILED, RUNNING, find_row
from chalicelib.exports.steps_service import Maker, make_plan
from chalicelib.exports.store import ExportRow, exports_pk
from chalicelib.kernel import clock
from chalicelib.kernel.errors import NotFound
from chalicelib.privacy import service as privacy
from chalicelib.privacy.vault import DistrictKeys

STALLED_SECONDS, MOST_SECONDS = 20 * 60, 20 * 3600
PLAN, LAST = Step("plan"), Step(ASSEMBLE)
Watch = Callable[[str], None]
T = TypeVar("T")


def _unwatched(_step: str) -> None:
    """Nobody looks on."""


def work_on_export(
    district_id: str, actor: Actor, export_id: str, *, seconds: float, watch: Watch = _unwatched
) -> bool:
    """Go on with an export for so many seconds, one step at least; gives whether there is nothing left to do.

    `watch` is called after each step's work and again after its entry in the ledger.
    """
    row = find_row(district_id, export_id)
    if row.state != RUNNING:
        return True
    until = time.monotonic() + seconds
    keys = privacy.open_keys_of(district_id)

    def plan_made() -> Plan:
        return _watched(watch, PLAN.name, make_plan(keys))

    plan = ledger.once(JOB, export_id, PLAN.name, plan_made, Plan)
    maker, steps = Maker(keys, export_id, plan), steps_of(plan)
    entered = set(ledger.steps_of(JOB, export_id))
    for number, step in enumerate(steps, 1):
        if step.name in entered:
            continue

        def made(step: Step = step) -> Made:
            return _watched(watch, step.name, maker.make(step))

        ledger.once(JOB, export_id, step.name, made, Made)
        watch(step.name)
        if not _moved(row, number, len(steps) + 1):
            return True
        if time.monotonic() >= until:
            return False
    _make_archive(keys, actor, row, plan, watch)
    return True


def _make_archive(keys: DistrictKeys, actor: Actor, row: ExportRow, plan: Plan, watch: Watch) -> None:
    """Put the archive together, unless another run has done it or somebody has given it up meanwhile."""
    district_id, export_id = keys.district_id, row.sk
    asked_at = clock.iso(datetime.fromtimestamp(int(row.asked_at), UTC))

    def put_together() -> Assembled:
        return _watched(watch, LAST.name, assemble(keys, get_district(district_id), export_id, plan, asked_at))

    try:
        archive = ledger.once(JOB, export_id, LAST.name, put_together, Assembled)
    except NotFound:
        if find_row(district_id, export_id).state == RUNNING:
            raise
        return  # Its pieces went while they were read.
    watch(LAST.name)
    _finish(row, actor, archive, len(steps_of(plan)) + 1)
    remove_pieces(export_id)


def _watched(watch: Watch, name: str, made: T) -> T:
    watch(name)
    return made


def _moved(row: ExportRow, done: int, steps: int) -> bool:
    """Write down how far it is; False where it was cancelled meanwhile."""
    actions = [ExportRow.done.set(done), ExportRow.steps.set(steps), ExportRow.touched_at.set(clock.seconds())]
    try:
        dynamodb.write(dynamodb.update(ExportRow, row.pk, row.sk, *actions, condition=ExportRow.state == RUNNING))
    except TakenError:
        return False
    return True


def _finish(row: ExportRow, actor: Actor, archive: Assembled, steps: int) -> None:
    """Let the archive be fetched for a day; whoever comes second, or after a cancellation, changes nothing."""
    now, district_id = clock.seconds(), row.pk.split("#")[1]
    actions = [
        ExportRow.state.set(DONE),
        ExportRow.done.set(steps),
        ExportRow.steps.set(steps),
        ExportRow.ended_at.set(now),
        ExportRow.available_until.set(now + AVAILABLE_SECONDS),
        ExportRow.archive_bytes.set(archive.bytes),
        ExportRow.archive_sha256.set(archive.sha256),
        ExportRow.content_hash.set(archive.content_hash),
        ExportRow.counts.set(archive.counts),
    ]
    finished = dynamodb.update(ExportRow, row.pk, row.sk, *actions, condition=ExportRow.state == RUNNING)
    detail = {"answers": str(archive.counts["answers"]), "dialogues": str(archive.counts["dialogues"])}
    try:
        dynamodb.transact(finished, assurance.record(district_id, actor, "export.finished", row.sk, **detail))
    except TakenError:
        if find_row(district_id, row.sk).state == CANCELLED:
            remove_all(row.sk)


def sweep_exports(district_id: str, actor: Actor) -> tuple[list[str], int]:
    """The exports of a district that wait for somebody to go on; and how many that are over were cleared away.

    What takes longer than twenty hours fails, because its pieces live for a day. One Query.
    """
    now, waiting, cleared = clock.seconds(), [], 0
    for row in list(dynamodb.every(ExportRow, exports_pk(district_id), consistent=True)):
        if row.state == RUNNING and now - int(row.asked_at) > MOST_SECONDS:
            _end(row, actor, FAILED)
        elif row.state == DONE and int(row.available_until) <= now:
            _end(row, actor, ENDED)
        elif row.state == RUNNING and (now - int(row.touched_at) > STALLED_SECONDS or not row.steps):
            waiting.append(row.sk)
        if row.state in {CANCELLED, FAILED, ENDED} and not row.cleared:
            remove_all(row.sk)
            dynamodb.write(dynamodb.update(ExportRow, row.pk, row.sk, ExportRow.cleared.set(now)))
            cleared += 1
    return waiting, cleared


def _end(row: ExportRow, actor: Actor, state: str) -> None:
    """Move an export to its end, in the table and in hand; nothing where somebody was faster."""
    district_id, before = row.pk.split("#")[1], row.state
    actions = [ExportRow.state.set(state)] + ([ExportRow.ended_at.set(clock.seconds())] if state == FAILED else [])
    ended = dynamodb.update(ExportRow, row.pk, row.sk, *actions, condition=ExportRow.state == before)
    try:
        dynamodb.transact(ended, assurance.record(district_id, actor, f"export.{state}", row.sk))
    except TakenError:
        return
    row.state = state
