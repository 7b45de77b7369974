"""A survey as an archive holds it: nothing in it depends on the district's keys, and nothing names the district.

People are named by their addresses: the ids of participants come from the district's own key, so that the same roster
invites nobody twice, and another district derives its own.
"""

from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib.consents.archived import ArchivedConsent
from chalicelib.surveys.engine.ordering import LARGEST_SEED, NO_SEED

Id = Annotated[str, Meta(pattern=r"^[a-z]{3}_[a-z2-7]{26}\Z")]
Moment = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z")]
Hour = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:00:00\.000Z\Z")]
Count = Annotated[int, Meta(ge=0)]


class ArchivedDefinition(Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a draft ("draft") or version ("v0001") beside its questions, which are a file of their own."""

    name: Annotated[str, Meta(pattern=r"^(?:draft|v\d{4})\Z")]
    segments: list[str]
    made_at: Moment
    parental_notice: str = ""


class ArchivedSurvey(Struct, frozen=True, forbid_unknown_fields=True):
    """A survey's head, and its definitions by name."""

    survey: Id
    title: str
    state: Annotated[str, Meta(pattern=r"^(?:draft|open|closed)\Z")]
    mode: Annotated[str, Meta(pattern=r"^(?:anonymous|confidential|identified)\Z")]
    security: Annotated[str, Meta(pattern=r"^(?:enhanced|standard)\Z")]
    version: Annotated[int, Meta(ge=0, le=9999)]
    invited: Count
    mailed: Count
    updated_at: Moment
    definitions: list[ArchivedDefinition]


class ArchivedMailing(Struct, frozen=True, forbid_unknown_fields=True):
    """One mailing to the invited."""

    mailing: Id
    kind: Annotated[str, Meta(pattern=r"^(?:first|reminder)\Z")]
    made_at: Moment


class ArchivedParticipant(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody invited: whether the person took part, never what the person answered; with receipts of consents."""

    email: Annotated[str, Meta(min_length=3, max_length=254)]
    name: str
    language: str
    groups: dict[str, str]
    state: Annotated[str, Meta(pattern=r"^(?:invited|answered)\Z")]
    mailing: Id | None
    invited_at: Moment | None
    consents: list[ArchivedConsent]


class ArchivedAnswer(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer, with the hour as its finest time; `participant` is an address in identified surveys alone."""

    response: Annotated[str, Meta(pattern=r"^rsp_[a-z2-7]{26}\Z")]
    hour: Hour
    version: Annotated[int, Meta(ge=1, le=9999)]
    locale: str
    consent: str
    data: dict[str, Any]
    shown: list[str]
    groups: dict[str, str]
    participant: str
    seed: Annotated[int, Meta(ge=0, le=LARGEST_SEED)] = NO_SEED
    quotas: tuple[str, ...] = ()


ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
MOST_PARTS = len(ALPHABET) ** 2


def bounds(part: int, parts: int) -> tuple[str, str]:
    """Between which ids the answers of one of `parts` equal parts lie; random ids fill all parts alike."""
    return _bound(part, parts), _bound(part + 1, parts)


def _bound(part: int, parts: int) -> str:
    if part == parts:
        return "rsp_~"
    slot = part * MOST_PARTS // parts
    return f"rsp_{ALPHABET[slot // len(ALPHABET)]}{ALPHABET[slot % len(ALPHABET)]}" if slot else "rsp_"
