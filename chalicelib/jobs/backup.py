"""The daily backup, and the hourly check of all that is promised."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib.assurance.actor import Actor
from chalicelib.continuity import check_service
from chalicelib.continuity.backup_service import back_up
from chalicelib.entry.job import Counts, Jobs
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict

functions = Jobs(__name__)
SetName = Annotated[str, Meta(pattern=r"^(daily|weekly|monthly|log)/\d{4}-\d\d-\d\d$")]


class BackUp(Struct, frozen=True):
    """Which day to back up ("2026-11-23"); today where none is given."""

    day: Annotated[str, Meta(pattern=r"^(\d{4}-\d\d-\d\d)?$")] = ""


class CheckBackups(Struct, frozen=True):
    """Names of sets that are missing for good, such as "daily/2026-11-23", of which no check shall speak any more."""

    accept: Annotated[list[SetName], Meta(max_length=100)] = []


@functions.job(event=BackUp)
def back_up_daily(event: BackUp, _actor: Actor) -> dict[str, Any]:
    """Save every table but the keys to the backup bucket, with a manifest. Test event: {}."""
    made = back_up(event.day or clock.iso(clock.now())[:10])
    return {"tables": len(made.tables), "items": sum(table.items for table in made.tables), "day": made.day}


@functions.job(event=CheckBackups)
def check_backups(event: CheckBackups, _actor: Actor) -> Counts:
    """Hold the calendar against the bucket; a set that is missing or damaged fails the run. Test event: {}."""
    check_service.accept(event.accept)
    checked = check_service.check()
    if checked.faults:
        raise Conflict("Backups that are promised are missing or damaged.", checked.faults)
    return {"promised": checked.promised, "read": checked.read}
