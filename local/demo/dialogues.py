"""Sends the planned dialogues through the API in the order of time, the clock stopped at each moment."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.kernel import clock
from chalicelib.privacy.notice_versions import current_version
from local.demo.caller import Caller, key
from local.demo.cast import PASSWORD
from local.demo.plan import Dialogue, desk_time, dialogues
from local.front import Front

PER_THREAD = timedelta(seconds=20)


@dataclass(order=True)
class Event:
    """Something that happens at a moment: a message, a desk hour, thanks, a rating."""

    at: datetime
    order: int
    kind: str = field(compare=False)
    about: list[Dialogue] = field(compare=False)


def events(now: datetime) -> list[Event]:
    """Everything that has happened until now, the oldest first."""
    return sorted(_all_events(now))


def _all_events(now: datetime) -> Iterator[Event]:
    hours: dict[tuple[datetime, str], list[Dialogue]] = {}
    for dialogue in dialogues(now):
        yield Event(dialogue.at, dialogue.number, "message", [dialogue])
        desk = desk_time(dialogue.at, now) if dialogue.answer else None
        if desk is not None:
            hours.setdefault((desk, dialogue.owner.username), []).append(dialogue)
            yield from _echoes(dialogue, desk, now)
    for order, ((at, _), about) in enumerate(hours.items()):
        yield Event(at, 1000 + order, "desk", about)


def _echoes(dialogue: Dialogue, desk: datetime, now: datetime) -> Iterator[Event]:
    thanks, rating = (desk + timedelta(hours=hours, minutes=dialogue.number % 50) for hours in (4, 27))
    if dialogue.thanks and thanks < now:
        yield Event(thanks, dialogue.number, "thanks", [dialogue])
    if dialogue.score and rating < now:
        yield Event(rating, dialogue.number, "rating", [dialogue])


class Player:
    """Plays events: the writers by their links, the staff by its inbox."""

    def __init__(self, front: Front, topics: dict[str, str]) -> None:
        self.front = front
        self.topics = topics
        self.links: dict[int, str] = {}

    def play(self, event: Event) -> None:
        if event.kind == "desk":
            self._desk(event)
        else:
            getattr(self, f"_{event.kind}")(event.about[0], event.at)

    def _writer(self, dialogue: Dialogue) -> Caller:
        return Caller(self.front, f"198.51.100.{dialogue.number % 250 + 1}")

    def _message(self, dialogue: Dialogue, at: datetime) -> None:
        body = {
            "key": key("thread", dialogue.number),
            "topic_id": self.topics[dialogue.topic],
            "type": dialogue.kind,
            "message": dialogue.message,
            "name": dialogue.name,
            "email": dialogue.email,
            "language": dialogue.language,
            "website": "",
            "consent": {"version": current_version(), "reply_email": bool(dialogue.email)},
        }
        started = self._writer(dialogue).call("POST", "/threads", body, at)
        self.links[dialogue.number] = started["link"].partition("#")[2]

    def _link(self, dialogue: Dialogue) -> str:
        """The writer's link; after an interruption, the same request gives it again."""
        if dialogue.number not in self.links:
            self._message(dialogue, dialogue.at)
        return self.links[dialogue.number]

    def _thanks(self, dialogue: Dialogue, at: datetime) -> None:
        body = {"link": self._link(dialogue), "key": key("thanks", dialogue.number), "message": dialogue.thanks}
        self._writer(dialogue).call("POST", "/talk/messages", body, at)

    def _rating(self, dialogue: Dialogue, at: datetime) -> None:
        body = {"link": self._link(dialogue), "key": key("rating", dialogue.number), "score": dialogue.score}
        self._writer(dialogue).call("POST", "/talk/rating", {**body, "comment": dialogue.comment}, at)

    def _desk(self, event: Event) -> None:
        colleague = event.about[0].owner
        caller = Caller(self.front)
        caller.sign_in(colleague.username, PASSWORD, event.at)
        waiting = _inbox(caller, event.at)
        for turn, dialogue in enumerate(event.about):
            thread_id = waiting.get(clock.iso(dialogue.at))
            if thread_id:
                _answer(caller, thread_id, dialogue, event.at + turn * PER_THREAD)


def _inbox(caller: Caller, at: datetime) -> dict[str, str]:
    """The owner's unopened threads by the moment at which they were written."""
    found: dict[str, str] = {}
    cursor = ""
    while True:
        page = caller.call("GET", f"/inbox?status=unopened&owner={caller.user_id}&cursor={cursor}", at=at)
        found |= {item["created_at"]: item["thread_id"] for item in page["items"]}
        cursor = page["next"] or ""
        if not cursor:
            return found


def _answer(caller: Caller, thread_id: str, dialogue: Dialogue, at: datetime) -> None:
    path = f"/threads/{thread_id}"
    if dialogue.note:
        caller.call("POST", f"{path}/notes", {"key": key("note", dialogue.number), "message": dialogue.note}, at)
    caller.call("POST", f"{path}/replies", {"key": key("reply", dialogue.number), "message": dialogue.answer}, at)
    if dialogue.is_closed:
        seen: dict[str, Any] = caller.call("GET", path, at=at)
        caller.call("PUT", f"{path}/status", {"status": "closed", "revision": seen["revision"]}, at)
