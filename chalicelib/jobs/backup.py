"""The daily backup."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib.assurance.actor import Actor
from chalicelib.continuity.backup_service import back_up
from chalicelib.entry.job import Jobs
from chalicelib.kernel import clock

functions = Jobs(__name__)


class BackUp(Struct, frozen=True):
    """Which day to back up ("2026-11-23"); today where none is given."""

    day: Annotated[str, Meta(pattern=r"^(\d{4}-\d\d-\d\d)?$")] = ""


@functions.job(event=BackUp)
def back_up_daily(event: BackUp, _actor: Actor) -> dict[str, Any]:
    """Save every table but the keys to the backup bucket, with a manifest. Test event: {}."""
    made = back_up(event.day or clock.iso(clock.now())[:10])
    return {"tables": len(made.tables), "items": sum(table.items for table in made.tables), "day": made.day}
