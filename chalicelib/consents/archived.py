"""A receipt of a consent as an archive holds it: opened, and without anything that depends on the district's keys."""

from typing import Annotated

from msgspec import Meta, Struct

from chalicelib.consents.receipt import GIVEN, PURPOSES, WITHDRAWN

Seconds = Annotated[int, Meta(ge=0)]


class ArchivedConsent(Struct, frozen=True, forbid_unknown_fields=True):
    """One receipt; `answer` is the identified answer that it allowed, `expires_at` in seconds since 1970."""

    purpose: Annotated[str, Meta(pattern=rf"^(?:{'|'.join(PURPOSES)})\Z")]
    state: Annotated[str, Meta(pattern=rf"^(?:{GIVEN}|{WITHDRAWN})\Z")]
    version: str
    language: str
    at: str
    withdrawn_at: str
    answer: str
    expires_at: Seconds


class ArchivedAllowance(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody of the staff allows their devices."""

    user: Annotated[str, Meta(pattern=r"^[a-z]{3}_[a-z2-7]{26}\Z")]
    consents: Annotated[list[ArchivedConsent], Meta(min_length=1)]
