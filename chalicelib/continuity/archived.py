"""A rule of retention as an archive holds it: a school goes by its name."""

from typing import Annotated

from msgspec import Meta, Struct

from chalicelib.continuity.rules import problem_of

Days = Annotated[int, Meta(ge=1)]


class ArchivedRule(Struct, frozen=True, forbid_unknown_fields=True):
    """How long a kind of record is kept, of the whole district or of the school of a name."""

    kind: str
    school: str
    days: Days
    before: Days
    binds_at: str
    changed_by: str
    changed_at: str


def fault_of(rule: ArchivedRule) -> str:
    """What is wrong with a rule of an archive; nothing where a district may have it."""
    return " ".join(problem_of(rule.kind, rule.school, rule.days).values())
