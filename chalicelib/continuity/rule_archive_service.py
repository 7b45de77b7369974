"""A district's own retention rules on their way into an archive and out of it; schools go by their names."""

from collections.abc import Mapping

from chalicelib.aws import dynamodb
from chalicelib.continuity.archived import ArchivedRule
from chalicelib.continuity.store import RuleRow, rule_sk, rules_pk


def archived_rules(district_id: str, names: Mapping[str, str]) -> list[ArchivedRule]:
    """The rules by kind and school, whose names are given by their ids. One Query."""
    found = []
    for row in dynamodb.every(RuleRow, rules_pk(district_id), consistent=True):
        kind, _, school_id = row.sk.partition("#")
        if not school_id or school_id in names:
            name, days = names.get(school_id, ""), (int(row.days), int(row.before))
            found.append(ArchivedRule(kind, name, *days, row.binds_at, row.changed_by, row.changed_at))
    return sorted(found, key=lambda one: (one.kind, one.school))


def restore_rules(district_id: str, rules: list[ArchivedRule], ids: Mapping[str, str]) -> None:
    """Keep the rules, with the schools' ids by their names; doing it again is harmless."""
    for one in rules:
        row = RuleRow(
            rules_pk(district_id),
            rule_sk(one.kind, ids[one.school] if one.school else ""),
            days=one.days,
            before=one.before,
            binds_at=one.binds_at,
            changed_by=one.changed_by,
            changed_at=one.changed_at,
        )
        dynamodb.write(dynamodb.put(row))
