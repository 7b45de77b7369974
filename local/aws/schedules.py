"""EventBridge Scheduler's clock: it keeps time zones, and remembers across restarts what it has started.

MiniStack reads every expression as UTC and forgets at a restart when a schedule was last started.
"""

# ruff: noqa: SLF001 - MiniStack's state has no public door; engine.py holds it to one release.

from __future__ import annotations

import ast
import logging
import time
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from local.aws import engine

if TYPE_CHECKING:
    from local.aws.gate import Keeper
    from local.aws.rows import Rows
    from local.aws.vault import Image

STARTED = ("started",)
TICK_SECONDS = 2

Untyped = Any  # MiniStack's own dictionaries.
log = logging.getLogger("parley.schedules")


class Schedules:
    """Starts the targets of schedules that are due."""

    def __init__(self, keeper: Keeper, rows: Rows) -> None:
        self._keeper = keeper
        self._rows = rows
        self._scheduler = engine.service("scheduler")
        self._eventbridge = engine.service("eventbridge")
        self._scheduler._SCHEDULE_TICK_INTERVAL = TICK_SECONDS
        engine.replace(self._scheduler, "_tick_schedules", lambda _original: self.tick)

    def restore(self, image: Image) -> None:
        for key, text in image.items():
            if key[:1] == STARTED:
                self._scheduler._schedule_last_fired[ast.literal_eval(key[1])] = float(text)

    def tick(self) -> None:
        """Starts every schedule that became due since it was last started; one that was missed starts once."""
        now = time.time()
        for key, schedule in list(self._scheduler._schedules._data.items()):
            if self._is_due(schedule, self._scheduler._schedule_last_fired.get(key), now):
                self._start(key, schedule, now)

    def _is_due(self, schedule: Untyped, started: float | None, now: float) -> bool:
        begin, end = (self._scheduler._to_epoch(schedule.get(name)) for name in ("StartDate", "EndDate"))
        if schedule.get("State") != "ENABLED" or (begin or now) > now or (end or now) < now:
            return False
        moment = self._next(schedule, started)
        return moment is not None and moment <= now

    def _next(self, schedule: Untyped, started: float | None) -> float | None:
        expression, zone = schedule["ScheduleExpression"], zone_of(schedule)
        if expression.startswith("at("):
            return None if started else datetime.fromisoformat(expression[3:-1]).replace(tzinfo=zone).timestamp()
        changed = float(schedule.get("LastModificationDate") or schedule["CreationDate"])
        interval = self._eventbridge._parse_rate_seconds(expression)
        if interval is not None:
            return (started or changed) + float(interval)
        fields = self._eventbridge._parse_cron_fields(expression)
        since = datetime.fromtimestamp(max(started or 0, changed), zone)
        following = self._eventbridge._cron_next_fire(fields, since) if fields else None
        return following.timestamp() if following else None

    def _start(self, key: tuple[str, str, str], schedule: Untyped, now: float) -> None:
        from ministack.core.responses import request_scope  # noqa: PLC0415 - Only once its environment is set.

        account, region, name = key
        log.info("Schedule %s is due.", name)
        self._scheduler._schedule_last_fired[key] = now
        self._rows.note((*STARTED, repr(key)), repr(now))
        with request_scope(account, region):
            self._eventbridge._invoke_target(schedule["Target"], event_of(schedule, account, region, now), schedule)
        if schedule["ScheduleExpression"].startswith("at(") and schedule.get("ActionAfterCompletion") == "DELETE":
            self._scheduler._schedules._data.pop(key, None)
        self._keeper.save_from_thread("scheduler", "sqs")


def zone_of(schedule: Untyped) -> ZoneInfo:
    return ZoneInfo(schedule.get("ScheduleExpressionTimezone") or "UTC")


def event_of(schedule: Untyped, account: str, region: str, now: float) -> Untyped:
    return {
        "EventId": str(uuid.uuid4()),
        "Source": "aws.scheduler",
        "DetailType": "Scheduled Event",
        "Detail": "{}",
        "Time": datetime.fromtimestamp(now, UTC).timestamp(),
        "Resources": [schedule.get("Arn", "")],
        "Account": account,
        "Region": region,
    }
