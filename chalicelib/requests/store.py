"""Rows of requests: the request itself, its line in the list of its state, and the note of when to look at it next."""

from typing import ClassVar

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamodb import Row


class RequestRow(Row):
    """One request; who asks and what they say is sealed under a key of its own, so that erasing it erases that too."""

    TABLE: ClassVar[str] = "districts"
    kind = UnicodeAttribute()
    state = UnicodeAttribute()
    language = UnicodeAttribute()
    received_at = UnicodeAttribute()
    due_at = UnicodeAttribute()
    remind_at = UnicodeAttribute()
    recorded_by = UnicodeAttribute(default="")
    verified_at = UnicodeAttribute(default="")
    handled_by = UnicodeAttribute(default="")
    closed_at = UnicodeAttribute(default="")
    listed_sk = UnicodeAttribute()
    request_mac = BinaryAttribute(legacy_encoding=False)
    sealed = BinaryAttribute(legacy_encoding=False)
    expires_at = NumberAttribute()

    @property
    def request_id(self) -> str:
        return str(self.pk).rpartition("#")[2]


class RequestLineRow(Row):
    """A line of the list of requests in one state."""

    TABLE: ClassVar[str] = "districts"
    expires_at = NumberAttribute()


class RequestNoteRow(Row):
    """When to look at an open request next. Notes lie in the order in which they are due."""

    TABLE: ClassVar[str] = "districts"
    expires_at = NumberAttribute()


def request_pk(district_id: str, request_id: str) -> str:
    return f"D#{district_id}#REQUEST#{request_id}"


def requests_pk(district_id: str, state: str) -> str:
    return f"D#{district_id}#REQUESTS#{state}"


def notes_pk(district_id: str) -> str:
    return f"D#{district_id}#REQUESTS#NOTES"


def timed_sk(at: str, request_id: str) -> str:
    return f"{at}#{request_id}"


REQUEST_SK = "REQUEST"
