"""The one log line of a request or a job: allow-listed fields, never a body, a message or a name."""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

ALLOWED = frozenset(
    {
        "request_id",
        "route",
        "method",
        "status",
        "code",
        "milliseconds",
        "district",
        "role",
        "dynamodb_calls",
        "kms_calls",
        "read_units",
        "write_units",
        "job",
        "outcome",
        "counts",
        "fault",
        "at",
    }
)


@cache
def _logger() -> Logger:
    return Logger(service="parley", log_uncaught_exceptions=False)


class ForbiddenFieldError(Exception):
    """Somebody tried to log a field that is not on the list."""


def write_line(event: str, **fields: Any) -> None:
    """Write one line; ForbiddenFieldError for a field that is not on the list."""
    if not fields.keys() <= ALLOWED:
        raise ForbiddenFieldError(", ".join(sorted(fields.keys() - ALLOWED)))
    _logger().info(event, extra=fields)


def fault_of(error: BaseException) -> tuple[str, str]:
    """The kind of a fault and the place of our code where it arose; never its message, which may hold an answer."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.startswith("chalicelib"):
            place = f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return type(error).__name__, place
