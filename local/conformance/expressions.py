"""Expressions: whether they parse, what they read, what comes of them."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.surveys.engine import expressions, moments, values
from chalicelib.surveys.engine.comparison import loosely_equal
from chalicelib.surveys.engine.grammar import Unparsable
from chalicelib.surveys.engine.moments import Moment
from local.conformance.cases import Case, File

Outcome = dict[str, Any]


def agrees(file: File, case: Case) -> bool:
    """Tell whether an expression case comes out here as it did in the browser's library."""
    return bool(outcome_of(case, file.now_of(case), file.zone_of(case)) == case["expected"])


def outcome_of(case: Case, now: str, zone_name: str) -> Outcome:
    """Run a case and give its outcome in the format of the file."""
    try:
        parsed = expressions.parse(case["expr"])
    except Unparsable:
        return {"parses": False}
    moment = moments.of_datetime(datetime.fromisoformat(now), ZoneInfo(zone_name))
    result = expressions.run(parsed, case.get("values") or {}, moment)
    condition = not isinstance(result, (dict, Moment)) and loosely_equal(
        values.to_text(result) if isinstance(result, list) else result, right=True
    )
    return {"parses": True, "variables": list(parsed.names), "result": encoded(result), "condition": condition}


def encoded(value: Any) -> Outcome:
    """Give a value with its type, as the files hold it."""
    if value is values.UNDEFINED or value is None:
        return {"type": "null" if value is None else "undefined"}
    if isinstance(value, Moment):
        return _encoded_date(value)
    if isinstance(value, list):
        return {"type": "array", "value": [encoded(part) for part in value]}
    kinds = {bool: "boolean", int: "number", float: "number", dict: "object", str: "string"}
    shown = values.number_text(value) if isinstance(value, float) and not math.isfinite(value) else value
    return {"type": kinds[type(value)], "value": shown}


def _encoded_date(moment: Moment) -> Outcome:
    if moment.stamp is None:
        return {"type": "invalid-date"}
    time = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=moment.stamp)
    return {"type": "date", "value": f"{time:%Y-%m-%dT%H:%M:%S}.{time.microsecond // 1000:03}Z"}
