"""Dialogues as an archive holds them: opened, and without anything that depends on the district's keys."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct

from chalicelib.consents.archived import ArchivedConsent

Id = Annotated[str, Meta(pattern=r"^[a-z]{3}_[a-z2-7]{26}\Z")]
Moment = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z")]
Points = Annotated[int, Meta(ge=0, le=10)]


class ArchivedTopic(Struct, frozen=True, forbid_unknown_fields=True):
    """What people may write about."""

    topic: Id
    name: dict[str, str]
    description: dict[str, str]
    team: Id
    owner: Id


class ArchivedEvent(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of a timeline; `by` is a user's id, or "writer"."""

    number: Annotated[int, Meta(ge=1, le=999_999)]
    kind: Annotated[str, Meta(pattern=r"^(?:message|reply|note|rating|assigned|status)\Z")]
    at: Moment
    by: str
    text: str
    status: str
    owner: str
    score: Points


class ArchivedThread(Struct, frozen=True, forbid_unknown_fields=True):
    """A thread with its whole timeline, notes of the staff included, and the receipts of its writer's consents."""

    thread: Id
    topic: Id
    team: Id
    owner: Id
    kind: Annotated[str, Meta(pattern=r"^(?:question|comment|concern|suggestion|compliment)\Z")]
    status: Annotated[str, Meta(pattern=r"^(?:unopened|in_progress|pending|closed)\Z")]
    language: str
    name: str
    email: Annotated[str, Meta(max_length=254)]
    created_at: Moment
    due_at: Moment
    answered_at: Moment | None
    rating: Points
    events: Annotated[list[ArchivedEvent], Meta(min_length=1)]
    consents: list[ArchivedConsent]


def months(first: str, last: str) -> Iterator[str]:
    """The months from one day to another, such as "2026-11"."""
    year, month = int(first[:4]), int(first[5:7])
    while f"{year:04d}-{month:02d}" <= last[:7]:
        yield f"{year:04d}-{month:02d}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004 - months in a year.
