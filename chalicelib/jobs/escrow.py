"""The escrow of the key table."""

from chalicelib.assurance.actor import Actor
from chalicelib.continuity.escrow_service import escrow
from chalicelib.entry.job import Anything, Counts, Jobs
from chalicelib.kernel import clock

functions = Jobs(__name__)


@functions.job()
def escrow_keys(_event: Anything, _actor: Actor) -> Counts:
    """Seal the key table to the offline key, for seven days. Test event: {}."""
    made = escrow(clock.iso(clock.now())[:10])
    return {"items": made.items, "parts": len(made.parts)}
