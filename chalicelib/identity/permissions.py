"""What a role may do. Default deny: a permission that a role does not list, it does not have."""

from enum import StrEnum
from types import MappingProxyType


class Permission(StrEnum):
    """What a route asks for. PUBLIC asks for nothing; SIGNED_IN for any valid session."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_TOPICS = "manage_topics"
    WRITE_SURVEYS = "write_surveys"
    READ_RESULTS = "read_results"
    EXPORT_RESPONSES = "export_responses"
    WORK_DIALOGUES = "work_dialogues"
    WATCH_JOBS = "watch_jobs"


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    AUTHOR = "author"
    MEMBER = "member"


_AUTHOR = frozenset({Permission.WRITE_SURVEYS, Permission.READ_RESULTS, Permission.EXPORT_RESPONSES})
GRANTS = MappingProxyType(
    {
        Role.ADMINISTRATOR: frozenset(Permission) - {Permission.PUBLIC, Permission.SIGNED_IN},
        Role.AUTHOR: _AUTHOR,
        Role.MEMBER: frozenset({Permission.WORK_DIALOGUES}),
    }
)


def may(roles: frozenset[Role], permission: Permission) -> bool:
    """Whether somebody signed in with these roles has a permission."""
    if permission in {Permission.PUBLIC, Permission.SIGNED_IN}:
        return True
    return any(permission in GRANTS[role] for role in roles)
