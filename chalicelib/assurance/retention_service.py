"""Retention of the audit log: whole days go, oldest first, once their time is over."""

from datetime import datetime, timedelta

from chalicelib.assurance.store import AuditRow, day_pk
from chalicelib.aws import dynamodb
from chalicelib.kernel import clock

DAYS_IN_A_RUN = 40


def remove_old_entries(district_id: str, before: datetime) -> int:
    """Delete the entries of the 40 whole days before a moment; gives how many. Run once a month, it misses none."""
    removed = 0
    for days in range(1, DAYS_IN_A_RUN + 1):
        day = clock.iso(before - timedelta(days=days))[:10]
        for row in dynamodb.every(AuditRow, day_pk(district_id, day)):
            dynamodb.write(dynamodb.delete(AuditRow, row.pk, row.sk))
            removed += 1
    return removed
