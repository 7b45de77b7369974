"""What a share reaches, and whether somebody holds all of it: pure rules.

A share is cut into cells, one for each school and field; each cell is a level that its sharer has to be able to grant.
So a share never gives more than its sharer holds, and several levels never add up to more than each allows by itself.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from chalicelib.identity.levels import Access, Level
from chalicelib.identity.permissions import Field, Role, Verb
from chalicelib.kernel.errors import Invalid

MOST_DAYS, MOST_THREADS, MOST_SCHOOLS, MOST_VIEWS = 90, 50, 50, 10_000


class Kind(StrEnum):
    RESULTS = "results"
    DIALOGUES = "dialogues"


class State(StrEnum):
    """Whether a share opens; one is paused while its sharer no longer holds what it gives."""

    ACTIVE = "active"
    PAUSED = "paused"
    USED_UP = "used_up"
    ENDED = "ended"
    REVOKED = "revoked"


class Scope(Struct, frozen=True):
    """What is shared: a survey's results, for some schools or all; or the dialogues of a topic, or some threads."""

    kind: Kind
    survey_id: str = ""
    topic_id: str = ""
    thread_ids: list[str] = []
    schools: list[str] | None = None
    fields: list[Field] = []
    verbs: list[Verb] = []

    def may(self, verb: Verb) -> bool:
        return verb in self.verbs

    def shows(self, field: Field) -> bool:
        return field in self.fields


_OBJECTS = {Kind.RESULTS: {"survey_id"}, Kind.DIALOGUES: {"topic_id", "thread_ids"}}


def checked(scope: Scope) -> Scope:
    """The scope without doubles; Invalid, naming each field at fault, where it does not say one thing clearly."""
    named = {name for name in ("survey_id", "topic_id", "thread_ids") if getattr(scope, name)}
    wanted = _OBJECTS[scope.kind]
    fields = dict.fromkeys(named - wanted, "This is not shared with that kind.")
    if len(named & wanted) != 1:
        fields |= {name: f"Name exactly one of {', '.join(sorted(wanted))}." for name in wanted}
    if len(set(scope.thread_ids)) > MOST_THREADS:
        fields["thread_ids"] = f"At most {MOST_THREADS} dialogues."
    if scope.schools is not None and not (scope.kind is Kind.RESULTS and 1 <= len(scope.schools) <= MOST_SCHOOLS):
        fields["schools"] = f"1 to {MOST_SCHOOLS} schools of a survey, or nothing for all."
    if scope.kind is Kind.RESULTS and scope.shows(Field.CONTACT):
        fields["fields"] = "Results hold nobody's name or address."
    fields |= _verb_problems(scope)
    if fields:
        raise Invalid("This cannot be shared like this.", fields)
    return Scope(
        scope.kind,
        scope.survey_id,
        scope.topic_id,
        list(dict.fromkeys(scope.thread_ids)),
        sorted(set(scope.schools)) if scope.schools is not None else None,
        sorted(set(scope.fields)),
        sorted(set(scope.verbs)),
    )


def _verb_problems(scope: Scope) -> dict[str, str]:
    if not scope.verbs or set(scope.verbs) - {Verb.READ, Verb.EXPORT}:
        return {"verbs": "Choose read, export, or both."}
    if scope.kind is Kind.DIALOGUES and scope.may(Verb.EXPORT):
        return {"verbs": "Dialogues are read here; nobody exports them."}
    return {}


def cells(scope: Scope, topics: Sequence[str]) -> Iterator[Level]:
    """The levels that make up a share; `topics` are those of its dialogues, which a list of threads does not say."""
    schools: list[list[str] | None] = [None] if scope.schools is None else [[one] for one in scope.schools]
    fields: list[list[Field]] = [[], *([one] for one in scope.fields)]
    verbs = [*scope.verbs, Verb.SHARE]
    for shown in fields:
        if scope.kind is Kind.RESULTS:
            for school in schools:
                yield Level(Role.AUTHOR, [*verbs, Verb.READ], school, [scope.survey_id], [], shown)
        else:
            for topic in topics:
                yield Level(Role.MEMBER, verbs, [], [], [topic], shown)


def is_held(access: Access, scope: Scope, topics: Sequence[str] = ()) -> bool:
    """Whether somebody holds all that a share gives, and may share it."""
    return all(access.may_grant(cell) for cell in cells(scope, topics))


def lacking(access: Access, scope: Scope, topics: Sequence[str] = ()) -> str:
    """The part of a share that reaches further than somebody, as the field that asks for it; "" where all is held."""
    for cell in cells(scope, topics):
        if not access.may_grant(cell):
            return _field_of(access, scope, cell)
    return ""


def _field_of(access: Access, scope: Scope, cell: Level) -> str:
    if cell.fields:
        return "fields"
    only_read = Level(cell.role, [Verb.READ, Verb.SHARE], cell.schools, cell.surveys, cell.topics, [])
    if scope.may(Verb.EXPORT) and access.may_grant(only_read):
        return "verbs"
    return "schools" if scope.kind is Kind.RESULTS else "topic_id"


def state_of(*, ends_at: int, revoked_at: int, views: int, most_views: int, now: int) -> State:
    """The state of a share by its own row; `most_views` is 0 where there is no limit."""
    if revoked_at:
        return State.REVOKED
    if now >= ends_at:
        return State.ENDED
    return State.USED_UP if most_views and views >= most_views else State.ACTIVE
