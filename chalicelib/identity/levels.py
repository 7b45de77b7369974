"""Permission levels: a role, held for the whole district or a part of it; and what several of them add up to.

A level is a box: the role's permissions, cut down by verbs, times the schools, surveys, topics and fields it reaches,
where None stands for all. Somebody holds several levels; they never add up to more than each allows by itself.
"""

from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct

from chalicelib.identity.permissions import (
    ASKED_OF_NOBODY,
    DISTRICT_WIDE,
    GRANTS,
    OF_WHOLE_SURVEYS,
    VERB_OF,
    Field,
    Permission,
    Role,
    Verb,
)
from chalicelib.kernel.errors import Invalid

MOST_LEVELS, MOST_NAMED = 10, 50
Part = list[str] | None


class Level(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A role and how far it reaches; None is everything, an empty list nothing.

    Schools are values of the group "school" of surveys and rosters; surveys and topics are ids.
    """

    role: Role
    verbs: list[Verb] | None = None
    schools: Part = None
    surveys: Part = None
    topics: Part = None
    fields: list[Field] | None = None

    @property
    def is_for_a_part(self) -> bool:
        """Whether it is held for less than the district."""
        return any(part is not None for part in (self.schools, self.surveys, self.topics))

    def permissions(self) -> frozenset[Permission]:
        """What it allows somewhere."""
        held = {one for one in GRANTS[self.role] if self.verbs is None or VERB_OF[one] in self.verbs}
        if self.schools is not None:
            held -= OF_WHOLE_SURVEYS
        return frozenset(held - DISTRICT_WIDE if self.is_for_a_part else held)


def _holds(part: Collection[str] | None, value: str | None) -> bool:
    return part is None or value is None or value in part


def _is_within(inner: Collection[str] | None, outer: Collection[str] | None) -> bool:
    return outer is None or (inner is not None and set(inner) <= set(outer))


def is_within(inner: Level, outer: Level) -> bool:
    """Whether one level reaches no further than another, whatever their roles."""
    pairs = [
        (inner.schools, outer.schools),
        (inner.surveys, outer.surveys),
        (inner.topics, outer.topics),
        (inner.fields, outer.fields),
    ]
    return all(_is_within(one, other) for one, other in pairs)


class Access(Struct, frozen=True):
    """All that somebody holds. Default deny: without a level there is nothing."""

    levels: tuple[Level, ...] = ()

    def _with(self, permission: Permission) -> Iterable[Level]:
        return (level for level in self.levels if permission in level.permissions())

    def may(self, permission: Permission) -> bool:
        """Whether a permission is held anywhere."""
        return permission in ASKED_OF_NOBODY or any(True for _ in self._with(permission))

    def covers(
        self,
        permission: Permission,
        *,
        survey: str | None = None,
        school: str | None = None,
        topic: str | None = None,
        field: Field | None = None,
    ) -> bool:
        """Whether one level holds the permission for all that is named; what is not named is not asked."""
        return any(
            _holds(level.surveys, survey)
            and _holds(level.schools, school)
            and _holds(level.topics, topic)
            and _holds(level.fields, field)
            for level in self._with(permission)
        )

    def surveys(self, permission: Permission) -> frozenset[str] | None:
        """The surveys that a permission reaches, None for all."""
        return _union(level.surveys for level in self._with(permission))

    def topics(self, permission: Permission) -> frozenset[str] | None:
        """The topics that a permission reaches, None for all."""
        return _union(level.topics for level in self._with(permission))

    def schools(self, permission: Permission, *, survey: str, field: Field | None = None) -> frozenset[str] | None:
        """The schools of a survey that a permission reaches, or where it shows a field; None for all of them."""
        return _union(
            level.schools
            for level in self._with(permission)
            if _holds(level.surveys, survey) and _holds(level.fields, field)
        )

    def fields(self, permission: Permission, **where: str) -> frozenset[Field]:
        """The fields that a permission shows at a place."""
        return frozenset(field for field in Field if self.covers(permission, field=field, **where))

    def oversees(self, topic: str | None) -> bool:
        """Whether somebody sees all threads of a topic, those of other teams included; of every topic for None."""
        return any(
            level.role is Role.ADMINISTRATOR and (level.topics is None or (topic is not None and topic in level.topics))
            for level in self._with(Permission.READ_DIALOGUES)
        )

    def may_grant(self, level: Level) -> bool:
        """Whether somebody holds all that a level would give: each of its permissions, at least as far."""
        return all(any(is_within(level, mine) for mine in self._with(permission)) for permission in level.permissions())

    def may_manage(self, other: "Access") -> bool:
        """Whether somebody may change, suspend or end an account that holds these levels."""
        return self.may(Permission.MANAGE_PEOPLE) and all(self.may_grant(level) for level in other.levels)

    def roles(self) -> list[str]:
        """The roles held, for showing."""
        return sorted({level.role.value for level in self.levels})


def _union(parts: Iterable[Collection[str] | None]) -> frozenset[str] | None:
    found: set[str] = set()
    for part in parts:
        if part is None:
            return None
        found |= set(part)
    return frozenset(found)


def check_levels(levels: Sequence[Level]) -> list[Level]:
    """The levels without doubles, in order; Invalid where there is none, too many, or one that gives nothing."""
    kept: list[Level] = []
    for number, level in enumerate(levels):
        if not level.permissions():
            raise Invalid("This level allows nothing.", {f"levels.{number}": "Choose verbs that the role has."})
        named = [part for part in (level.schools, level.surveys, level.topics) if part is not None]
        if any(len(part) > MOST_NAMED or not all(0 < len(one) <= 200 for one in part) for part in named):  # noqa: PLR2004 - a short text.
            raise Invalid("This level names too much.", {f"levels.{number}": f"At most {MOST_NAMED} of each kind."})
        if level not in kept:
            kept.append(level)
    if not 1 <= len(kept) <= MOST_LEVELS:
        raise Invalid("An account has 1 to 10 levels.", {"levels": "Choose at least one role."})
    return kept
