"""What is held: a person's records, a thread or a survey's answers, however old they are and whoever asks."""

from msgspec import Struct

PERSON, THREAD, SURVEY = "person", "thread", "survey"
KINDS = (PERSON, THREAD, SURVEY)


class Held(Struct, frozen=True):
    """The holds in force: each with the kind and id of what it holds; and those released whose records return."""

    version: int = 0
    active: dict[str, tuple[str, str]] = {}
    returning: list[str] = []

    def hold_of(self, *, person: str = "", thread: str = "", survey: str = "") -> str | None:
        """The hold that keeps a record of this person, thread or survey, if any does."""
        named = ((PERSON, person), (THREAD, thread), (SURVEY, survey))
        wanted = {pair for pair in named if pair[1]}
        return next((hold_id for hold_id, held in self.active.items() if held in wanted), None)
