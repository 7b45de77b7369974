"""The sweep of the outbox: whatever the stream did not send is tried again."""

from chalicelib.assurance.actor import Actor
from chalicelib.districts.service import every_district
from chalicelib.entry.job import Anything, Counts, Jobs, for_each
from chalicelib.jobs.posting import send_letter
from chalicelib.kernel.errors import ParleyError
from chalicelib.notifications.service import waiting_letters

functions = Jobs(__name__)


@functions.job()
def sweep_outbox(_event: Anything, _actor: Actor) -> Counts:
    """Send every letter that still waits. Safe at any time and any number of times."""
    counts = {"sent": 0, "waiting": 0}

    def sweep(district_id: str) -> None:
        for letter in waiting_letters(district_id):
            try:
                counts["sent" if send_letter(district_id, letter.sk) else "waiting"] += 1
            except ParleyError:
                counts["waiting"] += 1

    for_each(every_district(), sweep)
    return counts
