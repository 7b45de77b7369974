"""Rows of people and sessions."""

from typing import ClassVar

from pynamodb.attributes import BinaryAttribute, ListAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamodb import Row


class UserRow(Row):
    """A staff account. Name, e-mail address and epoch handle are sealed under the person's key."""

    TABLE: ClassVar[str] = "districts"
    password = UnicodeAttribute()
    state = UnicodeAttribute()
    roles: ListAttribute[str] = ListAttribute()
    created_at = UnicodeAttribute()
    sealed = BinaryAttribute(legacy_encoding=False)


class EpochRow(Row):
    """What every session of one person stands on: delete it and all of them end at once."""

    TABLE: ClassVar[str] = "districts"
    user_id = UnicodeAttribute()
    roles: ListAttribute[str] = ListAttribute()


class SessionRow(Row):
    """One session, under the SHA-256 of its token."""

    TABLE: ClassVar[str] = "districts"
    user_id = UnicodeAttribute()
    started_at = NumberAttribute()
    seen_at = NumberAttribute()
    expires_at = NumberAttribute()


class StaffInvitationRow(Row):
    """A one-time invitation to an account, under the SHA-256 of its token."""

    TABLE: ClassVar[str] = "districts"
    roles: ListAttribute[str] = ListAttribute()
    team_ids: ListAttribute[str] = ListAttribute()
    user_id = UnicodeAttribute()
    expires_at = NumberAttribute()
    sealed = BinaryAttribute(legacy_encoding=False)


class ThrottleRow(Row):
    """How often something was tried in one window of time."""

    TABLE: ClassVar[str] = "districts"
    tries = NumberAttribute()
    expires_at = NumberAttribute()


class TeamRow(Row):
    """A team of staff members."""

    TABLE: ClassVar[str] = "districts"
    name = UnicodeAttribute()
    member_ids: ListAttribute[str] = ListAttribute()
    request_mac = BinaryAttribute(legacy_encoding=False)


def people_pk(district_id: str) -> str:
    return f"D#{district_id}#PEOPLE"


def teams_pk(district_id: str) -> str:
    return f"D#{district_id}#TEAMS"


def epoch_pk(district_id: str, handle_digest: str) -> str:
    return f"D#{district_id}#E#{handle_digest}"


def session_pk(district_id: str, token_digest: str) -> str:
    return f"D#{district_id}#S#{token_digest}"


def invitation_pk(district_id: str, token_digest: str) -> str:
    return f"D#{district_id}#I#{token_digest}"


def throttle_pk(district_id: str, bucket: str) -> str:
    return f"D#{district_id}#T#{bucket}"


EPOCH_SK, SESSION_SK, INVITATION_SK = "EPOCH", "SESSION", "INVITATION"
