"""The clock of requests about personal information."""

from chalicelib.assurance.actor import Actor
from chalicelib.districts.service import every_district, get_district
from chalicelib.entry.job import Anything, Counts, Jobs, for_each, measure
from chalicelib.kernel.settings import settings
from chalicelib.privacy import service as privacy
from chalicelib.requests.reminder_service import remind_of_requests

functions = Jobs(__name__)
OVERDUE = "OverdueRequests"


@functions.job()
def remind_requests(_event: Anything, actor: Actor) -> Counts:
    """Remind of requests that are due, and let those lapse that nobody confirmed. Test event: {}."""
    counts = {"requests": 0, "letters": 0, "lapsed": 0, "overdue": 0}

    def remind(district_id: str) -> None:
        district = get_district(district_id)
        if not district.is_readable:  # Its requests are gone with everything else.
            return
        told = remind_of_requests(district, privacy.open_keys_of(district_id), actor, settings().base_url)
        for name in counts:
            counts[name] += getattr(told, name)

    for_each(every_district(), remind)
    measure("remind_requests", OVERDUE, counts["overdue"])
    return counts
