"""What a thread is made of and how it moves: pure rules over its timeline."""

from collections.abc import Sequence

from msgspec import Struct

TYPES = ("question", "comment", "concern", "suggestion", "compliment")
STATUSES = ("unopened", "in_progress", "pending", "closed")
CLOSED = "closed"
WITHDRAWN = "withdrawn"  # In no inbox: it waits to be erased.
LONGEST_MESSAGE, LONGEST_NAME, PREVIEW = 5_000, 120, 140


class Writer(Struct, frozen=True):
    """What is sealed of a thread's head: who wrote, and the first words."""

    name: str
    email: str
    preview: str


class Words(Struct, frozen=True):
    """What is sealed of an event."""

    text: str


class Event(Struct, frozen=True):
    """One opened entry of a timeline; `by` is a user id or "writer"."""

    number: int
    kind: str
    at: str
    by: str
    text: str = ""
    status: str = ""
    owner_id: str = ""
    score: int = 0


def preview_of(message: str) -> str:
    """The first words of a message, on one line."""
    line = " ".join(message.split())
    return line if len(line) <= PREVIEW else line[: PREVIEW - 1].rstrip() + "…"


def status_after(kind: str, status: str) -> str:
    """The status after an event: a reply opens a thread; the writer's words bring a waiting or closed one back."""
    if kind == "reply" and status == "unopened":
        return "in_progress"
    if kind == "message" and status in {"pending", "closed"}:
        return "in_progress"
    return status


def may_rate(events: Sequence[Event]) -> bool:
    """Whether the writer may rate: the district has answered since the last rating."""
    kinds = [event.kind for event in events if event.kind in {"reply", "rating"}]
    return bool(kinds) and kinds[-1] == "reply"


def reference_of(thread_id: str) -> str:
    """The short text by which a writer and the district speak of a thread; it opens nothing."""
    code = thread_id.partition("_")[2][:8].upper()
    return f"{code[:4]}-{code[4:]}"
