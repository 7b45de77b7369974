"""A district's own retention rules: choosing one, and what is chosen. A choice moves no record; the next pass obeys."""

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.continuity.rules import Choices, Chosen, binds_at, days_of, problem_of, rules
from chalicelib.continuity.store import RuleRow, rule_sk, rules_pk
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Invalid


class RuleShown(Struct, frozen=True):
    """A rule as an administrator sees it; without a school it is the district's."""

    kind: str
    school_id: str
    days: int
    days_in_force: int
    binds_at: str
    changed_by: str
    changed_at: str


def choices_of(district_id: str) -> Choices:
    """What a district has chosen, by kind and school. One Query."""
    rows = dynamodb.every(RuleRow, rules_pk(district_id))
    return {_place_of(row): Chosen(int(row.days), int(row.before), row.binds_at) for row in rows}


def _place_of(row: RuleRow) -> tuple[str, str]:
    kind, _, school_id = row.sk.partition("#")
    return kind, school_id


def list_rules(district_id: str) -> list[RuleShown]:
    """The rules that differ from the data map's. One Query."""
    now = clock.iso(clock.now())
    return [_shown(row, now) for row in dynamodb.every(RuleRow, rules_pk(district_id))]


def _shown(row: RuleRow, now: str) -> RuleShown:
    kind, school_id = _place_of(row)
    in_force = Chosen(int(row.days), int(row.before), row.binds_at).in_force(now)
    return RuleShown(kind, school_id, int(row.days), in_force, row.binds_at, row.changed_by, row.changed_at)


def choose_rule(district_id: str, actor: Actor, *, kind: str, school_id: str, days: int) -> RuleShown:
    """Keep records of a kind, or of a kind and school, for so many days; Invalid beyond the bounds.

    Whatever makes records go sooner binds after a week.
    """
    problem = problem_of(kind, school_id, days)
    if problem:
        raise Invalid("The rule was not changed.", problem)
    now = clock.now()
    before = days_of(choices_of(district_id), kind, school_id, clock.iso(now))
    row = RuleRow(
        rules_pk(district_id),
        rule_sk(kind, school_id),
        days=days,
        before=before,
        binds_at=clock.iso(binds_at(days, before, now)),
        changed_by=actor.id,
        changed_at=clock.iso(now),
    )
    told = {"kind": kind, "school": school_id, "days": str(days), "before": str(before), "binds_at": row.binds_at}
    told = {name: value for name, value in told.items() if value}
    dynamodb.transact(
        dynamodb.put(row), assurance.record(district_id, actor, "retention.rule_changed", district_id, **told)
    )
    return _shown(row, clock.iso(now))


def default_days_of(kind: str) -> int:
    """How long the data map keeps a kind; none for no kind."""
    return rules()[kind].days if kind in rules() else 0
