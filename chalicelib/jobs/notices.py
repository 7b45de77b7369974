"""A new version of the software may bring a new privacy notice: the planner moves each district to it, once.

With the move goes an order for letters to the staff, which the sender of letters carries out as it does a mailing.
"""

from chalicelib.assurance.actor import Actor
from chalicelib.consents.announcement_service import announce
from chalicelib.districts.service import every_district, get_district
from chalicelib.entry.job import Anything, Counts, Jobs, for_each
from chalicelib.privacy.notice_versions import current_version

functions = Jobs(__name__)


@functions.job()
def announce_notice(_event: Anything, actor: Actor) -> Counts:
    """Move every district to the newest privacy notice and have its staff told. Test event: {}."""
    version, counts = current_version(), {"districts": 0, "announced": 0}

    def move(district_id: str) -> None:
        district = get_district(district_id)
        if district.is_open:  # Whoever has left agrees to nothing new.
            counts["districts"] += 1
            counts["announced"] += announce(district, actor, version)

    for_each(every_district(), move)
    return counts
