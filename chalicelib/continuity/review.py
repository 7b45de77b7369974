"""The review of the backup document: when it was, and when the next one is due.

`docs/backup/backups-and-recovery.md` says the same in its head; a law compares the two.
"""

from datetime import date, datetime

REVIEWED = date(2026, 11, 27)
REMIND_DAYS, LATE_DAYS = 80, 92


def days_since_review(now: datetime, reviewed: date = REVIEWED) -> int:
    return (now.date() - reviewed).days


def is_reminder_due(now: datetime, reviewed: date = REVIEWED) -> bool:
    """Whether the next review should be made."""
    return days_since_review(now, reviewed) >= REMIND_DAYS


def is_review_late(now: datetime, reviewed: date = REVIEWED) -> bool:
    """Whether the document is older than a quarter."""
    return days_since_review(now, reviewed) > LATE_DAYS


def reminder(now: datetime, reviewed: date = REVIEWED) -> str:
    """What the job's report and the desk say when a review is due."""
    return f"The backup document was reviewed {days_since_review(now, reviewed)} days ago; review it within 92 days."
