"""When an answer is due: so many business days after the message, at the same time of day in the district."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

BUSINESS_DAYS = 5
SATURDAY = 5


def due_after(created: datetime, timezone: str, business_days: int = BUSINESS_DAYS) -> datetime:
    """The moment by which an answer is due, in the zone of `created`.

    Weekends do not count; a message of a weekend counts as one of the Monday morning after it. The time of day is the
    district's wall clock, so that a change to or from summer time moves nothing for a reader.
    """
    local = created.astimezone(ZoneInfo(timezone))
    if local.weekday() >= SATURDAY:
        local = (local + timedelta(days=7 - local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    days = business_days
    while days:
        local += timedelta(days=1)
        days -= local.weekday() < SATURDAY
    return local.astimezone(created.tzinfo)
