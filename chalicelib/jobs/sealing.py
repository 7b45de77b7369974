"""Sealing of the change log."""

from chalicelib.assurance.actor import Actor
from chalicelib.continuity import log_service
from chalicelib.entry.job import Anything, Counts, Jobs

functions = Jobs(__name__)


@functions.job()
def seal_changes(_event: Anything, _actor: Actor) -> Counts:
    """Seal the changes that wait into segments of the log: those of tables now, answers by the hour. Test event: {}."""
    return {"minutes": len(log_service.seal("minutes")), "hours": len(log_service.seal("hour"))}
