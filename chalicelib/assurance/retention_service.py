"""Retention of the audit log: whole days go, oldest first, once their time is over.

A mark tells up to which day the log is empty, so that a shortened rule misses none of the days between.
"""

from datetime import date, datetime, timedelta
from itertools import islice

from chalicelib.assurance.proof import Removed
from chalicelib.assurance.proof_service import Proof
from chalicelib.assurance.store import AUDIT_MARK_SK, AuditMarkRow, AuditRow, audit_mark_pk, day_pk
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Wire
from chalicelib.kernel import clock

DAYS_WITHOUT_A_MARK = 40
AT_ONCE = 90


def remove_old_entries(district_id: str, before: datetime, proof: Proof) -> None:
    """Delete the entries of the whole days before a moment that are not marked as gone. One Query a day, once."""
    until = _day(before)
    day = first_day(district_id, before)
    if day >= until:
        return
    while day < until:
        _remove_day(district_id, day.isoformat(), proof)
        day += timedelta(days=1)
    row = AuditMarkRow(audit_mark_pk(district_id), AUDIT_MARK_SK, upto=until.isoformat())
    dynamodb.write(dynamodb.put(row))


def first_day(district_id: str, before: datetime) -> date:
    """The first day that may still hold entries. One GetItem."""
    mark = dynamodb.get(AuditMarkRow, audit_mark_pk(district_id), AUDIT_MARK_SK)
    return date.fromisoformat(mark.upto) if mark else _day(before) - timedelta(days=DAYS_WITHOUT_A_MARK)


def entries_of(district_id: str, day: str, *, limit: int, after: Wire | None) -> tuple[int, Wire | None]:
    """How many entries a day holds, and where to go on counting. One Query, bounded."""
    keys, more = dynamodb.sort_keys(AuditRow, day_pk(district_id, day), "0", "~", limit=limit, after=after)
    return len(keys), more


def _day(moment: datetime) -> date:
    return date.fromisoformat(clock.iso(moment)[:10])


def _remove_day(district_id: str, day: str, proof: Proof) -> None:
    left = dynamodb.every(AuditRow, day_pk(district_id, day))
    while rows := list(islice(left, AT_ONCE)):
        writes = [dynamodb.delete(AuditRow, row.pk, row.sk) for row in rows]
        gone = [Removed(AuditRow.TABLE, row.pk, row.sk) for row in rows]
        proof.carry_out(writes, gone, removed=len(rows))
