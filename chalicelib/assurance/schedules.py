"""When jobs run: the schedules of the templates, as the desk reads them.

`expression` is what EventBridge Scheduler takes (AWS, "Schedule types in EventBridge Scheduler"); a test holds the
templates to it. Times of the day are the installation's own, so that a job at two in the morning stays there when the
clock changes.
"""

from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from msgspec import Struct

from chalicelib.assurance.run import Run
from chalicelib.kernel import clock

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
MOST_MONTHS = 3


class Daily(Struct, frozen=True):
    """Every day at a time of the day; with `until` also at each following hour up to that one, for what is left."""

    hour: int
    minute: int = 0
    until: int | None = None

    @property
    def hours(self) -> range:
        return range(self.hour, (self.hour if self.until is None else self.until) + 1)

    @property
    def expression(self) -> str:
        hours = str(self.hour) if self.until is None else f"{self.hour}-{self.until}"
        return f"cron({self.minute} {hours} * * ? *)"

    def days(self, around: date) -> list[date]:
        """The days near a day on which it runs, in order."""
        return [around + DAY * ahead for ahead in range(-2, 3)]


class Hourly(Struct, frozen=True):
    """Every hour at a minute of the hour."""

    minute: int

    @property
    def hours(self) -> range:
        return range(24)

    @property
    def expression(self) -> str:
        return f"cron({self.minute} * * * ? *)"

    def days(self, around: date) -> list[date]:
        """The days near a day, in order."""
        return [around + DAY * ahead for ahead in range(-1, 2)]


class Monthly(Struct, frozen=True):
    """Every month on a day up to the 28th, at a time of the day."""

    day: int
    hour: int
    minute: int = 0

    @property
    def hours(self) -> range:
        return range(self.hour, self.hour + 1)

    @property
    def expression(self) -> str:
        return f"cron({self.minute} {self.hour} {self.day} * ? *)"

    def days(self, around: date) -> list[date]:
        """The days near a day on which it runs, in order."""
        first = (around.replace(day=1) - 40 * DAY).replace(day=1)
        months = [first]
        while len(months) <= MOST_MONTHS:
            months.append((months[-1] + 32 * DAY).replace(day=1))
        return [month.replace(day=self.day) for month in months]


class Every(Struct, frozen=True):
    """Every so many minutes."""

    minutes: int

    @property
    def expression(self) -> str:
        count, unit = (self.minutes // 60, "hour") if self.minutes % 60 == 0 else (self.minutes, "minute")
        return f"rate({count} {unit}{'s' if count > 1 else ''})"


class After(Struct, frozen=True):
    """Whenever another job orders it."""

    job: str


class OnRequest(Struct, frozen=True):
    """When an operator runs it."""


ByTheClock = Daily | Hourly | Monthly
Schedule = ByTheClock | Every | After | OnRequest

SCHEDULES: MappingProxyType[str, Schedule] = MappingProxyType(
    {
        "back_up_daily": Daily(2, until=8),
        "plan_retention": Daily(4),
        "retain_district": After("plan_retention"),
        "sweep_outbox": Every(5),
        "sweep_closings": Every(60),
        "close_district": After("sweep_closings"),
        "continue_restore": After("drill_restore"),
        "drill_restore": Daily(5),
        "seal_changes": Every(5),
        "escrow_keys": Daily(1, 30),
        "check_backups": Hourly(10),
        "announce_notice": Daily(6),
        "plan_exports": Every(15),
        "export_district": OnRequest(),
        "remind_requests": Daily(6),
    }
)


class State(Struct, frozen=True):
    """How a job does: "never" run, "running", "well", "failed" the last time, or "late"; and when it is due next."""

    state: str
    due_at: str | None


def state_of(schedule: Schedule, runs: list[Run], now: datetime, zone: ZoneInfo) -> State:
    """The state of a job by its newest runs, the newest first."""
    return State(_state(schedule, runs, now, zone), _due(schedule, runs, now, zone))


def _state(schedule: Schedule, runs: list[Run], now: datetime, zone: ZoneInfo) -> str:
    if not runs:
        return "never"
    if runs[0].outcome == "failed":
        return "failed"
    done = [run for run in runs if run.outcome == "done"]
    expected = _expected(schedule, now, zone)
    if expected is not None and not any(clock.parse(run.started_at) >= expected for run in done):
        return "late"
    return "running" if runs[0].outcome == "running" else "well"


def _expected(schedule: Schedule, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Since when a good run must have begun, with an hour's grace, or three turns of a short rate."""
    if isinstance(schedule, Every):
        return now - max(3 * schedule.minutes * MINUTE, 15 * MINUTE)
    if isinstance(schedule, ByTheClock):
        return _times(schedule, now - HOUR, zone)[0] - MINUTE
    return None


def _due(schedule: Schedule, runs: list[Run], now: datetime, zone: ZoneInfo) -> str | None:
    if isinstance(schedule, ByTheClock):
        return clock.iso(_times(schedule, now, zone)[1])
    if isinstance(schedule, Every):
        began = clock.parse(runs[0].started_at) if runs else now
        return clock.iso(max(began + schedule.minutes * MINUTE, now))
    return None


def _times(schedule: ByTheClock, moment: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The last time at or before a moment, and the first after it."""
    days = schedule.days(moment.astimezone(zone).date())
    times = [_at(day, hour, schedule.minute, zone) for day in days for hour in schedule.hours]
    return max(time for time in times if time <= moment), min(time for time in times if time > moment)


def _at(day: date, hour: int, minute: int, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)
