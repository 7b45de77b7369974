"""What a role may do. Default deny: a permission that a role does not list, it does not have."""

from enum import StrEnum
from types import MappingProxyType


class Permission(StrEnum):
    """What a route asks for. PUBLIC asks for nothing; SIGNED_IN for any valid session."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_SECURITY = "manage_security"
    MANAGE_TOPICS = "manage_topics"
    READ_AUDIT = "read_audit"
    READ_SURVEYS = "read_surveys"
    WRITE_SURVEYS = "write_surveys"
    READ_RESULTS = "read_results"
    EXPORT_RESPONSES = "export_responses"
    SHARE_RESULTS = "share_results"
    READ_DIALOGUES = "read_dialogues"
    WORK_DIALOGUES = "work_dialogues"
    SHARE_DIALOGUES = "share_dialogues"
    WATCH_JOBS = "watch_jobs"
    EXPORT_DISTRICT = "export_district"
    MANAGE_RECORDS = "manage_records"
    RUN_JOBS = "run_jobs"


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    AUTHOR = "author"
    READER = "reader"
    MEMBER = "member"


class Verb(StrEnum):
    """The kinds of act that a level may be limited to."""

    READ = "read"
    WRITE = "write"
    EXPORT = "export"
    SHARE = "share"
    MANAGE = "manage"


class Field(StrEnum):
    """The parts of answers and dialogues that a level may leave out."""

    FREE_TEXT = "free_text"
    CONTACT = "contact"


ASKED_OF_NOBODY = frozenset({Permission.PUBLIC, Permission.SIGNED_IN})
_READER = frozenset({Permission.READ_SURVEYS, Permission.READ_RESULTS})
_MEMBER = frozenset({Permission.READ_DIALOGUES, Permission.WORK_DIALOGUES, Permission.SHARE_DIALOGUES})
_AUTHOR = _READER | {Permission.WRITE_SURVEYS, Permission.EXPORT_RESPONSES, Permission.SHARE_RESULTS}
GRANTS = MappingProxyType(
    {
        Role.ADMINISTRATOR: frozenset(Permission) - ASKED_OF_NOBODY,
        Role.AUTHOR: _AUTHOR,
        Role.READER: _READER,
        Role.MEMBER: _MEMBER,
    }
)
VERB_OF = MappingProxyType(
    {
        Permission.MANAGE_PEOPLE: Verb.MANAGE,
        Permission.MANAGE_SECURITY: Verb.MANAGE,
        Permission.MANAGE_TOPICS: Verb.MANAGE,
        Permission.READ_AUDIT: Verb.READ,
        Permission.READ_SURVEYS: Verb.READ,
        Permission.WRITE_SURVEYS: Verb.WRITE,
        Permission.READ_RESULTS: Verb.READ,
        Permission.EXPORT_RESPONSES: Verb.EXPORT,
        Permission.SHARE_RESULTS: Verb.SHARE,
        Permission.READ_DIALOGUES: Verb.READ,
        Permission.WORK_DIALOGUES: Verb.WRITE,
        Permission.SHARE_DIALOGUES: Verb.SHARE,
        Permission.WATCH_JOBS: Verb.READ,
        Permission.EXPORT_DISTRICT: Verb.EXPORT,
        Permission.MANAGE_RECORDS: Verb.MANAGE,
        Permission.RUN_JOBS: Verb.MANAGE,
    }
)
# The administrative plane: these need a designation, an allowed address and a passkey as well.
ADMINISTRATIVE = frozenset(
    {
        Permission.MANAGE_PEOPLE,
        Permission.MANAGE_RECORDS,
        Permission.MANAGE_SECURITY,
        Permission.READ_AUDIT,
        Permission.WATCH_JOBS,
        Permission.EXPORT_DISTRICT,
        Permission.RUN_JOBS,
    }
)
# What concerns the whole district cannot be held for a part of it.
OF_WHOLE_SURVEYS = frozenset({Permission.WRITE_SURVEYS})
DISTRICT_WIDE = frozenset(
    {
        Permission.MANAGE_RECORDS,
        Permission.MANAGE_SECURITY,
        Permission.MANAGE_TOPICS,
        Permission.READ_AUDIT,
        Permission.WATCH_JOBS,
        Permission.EXPORT_DISTRICT,
        Permission.RUN_JOBS,
    }
)
