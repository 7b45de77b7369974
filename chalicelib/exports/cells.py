"""Lines of the tables of an archive, and where its files stand: pure."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from chalicelib.dialogues.archived import ArchivedThread
from chalicelib.identity.archived import ArchivedPerson
from chalicelib.identity.levels import Access
from chalicelib.surveys.archived import ArchivedAnswer, ArchivedParticipant
from chalicelib.surveys.export import LEADING, Path, cell, value_at

PERSON = ["user", "name", "email", "username", "state", "roles", "created"]
PARTICIPANT = ["email", "name", "language", "school", "role", "state", "mailing"]
THREAD = [
    "thread", "topic", "team", "owner", "type", "status", "language", "name", "email", "created", "due", "answered",
    "rating", "message",
]  # fmt: skip
EVENT = ["thread", "number", "kind", "at", "by", "text", "status", "owner", "score"]


def folder_of(survey_id: str) -> str:
    """Where a survey's files stand in the archive."""
    return f"surveys/{survey_id}/"


def numbered(number: int) -> str:
    """What tells the second workbook from the first, which has no number."""
    return f"-{number + 1}" if number else ""


def days_of(month: str) -> list[str]:
    """The days of a month, such as "2026-11"."""
    day, days = date.fromisoformat(f"{month}-01"), []
    while day.isoformat().startswith(month):
        days.append(day.isoformat())
        day += timedelta(days=1)
    return days


def person_cells(one: ArchivedPerson) -> list[str]:
    """A staff account as a line of a table."""
    roles = ", ".join(Access(tuple(one.levels)).roles())
    return [one.user, one.name, one.email, one.username, one.state, roles, one.created_at]


def participant_cells(one: ArchivedParticipant) -> list[str]:
    """Somebody invited as a line of a table."""
    groups = [one.groups.get(name, "") for name in ("school", "role")]
    return [one.email, one.name, one.language, *groups, one.state, one.mailing or ""]


def answer_heading(paths: list[Path]) -> list[str]:
    """The heading of a table of answers."""
    return [*LEADING, "participant", *(" / ".join(path) for path in paths)]


def answer_cells(one: ArchivedAnswer, values: Mapping[str, Any], paths: list[Path]) -> list[str]:
    """An answer as a line of a table; `values` are its own with its scores."""
    leading = [one.response, one.hour, str(one.version), one.locale, str(one.seed or ""), one.participant]
    return [*leading, *(cell(value_at(values, path)) for path in paths)]


def thread_cells(one: ArchivedThread) -> list[str]:
    """A thread as a line of a table."""
    rating = str(one.rating) if one.rating else ""
    ends = [one.created_at, one.due_at, one.answered_at or "", rating, one.events[0].text]
    return [one.thread, one.topic, one.team, one.owner, one.kind, one.status, one.language, one.name, one.email, *ends]


def event_cells(one: ArchivedThread) -> Iterator[list[str]]:
    """The timeline of a thread as lines of a table."""
    for event in one.events:
        score = str(event.score) if event.score else ""
        text = [event.text, event.status, event.owner, score]
        yield [one.thread, str(event.number), event.kind, event.at, event.by, *text]
