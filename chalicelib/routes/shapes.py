"""Shapes that several routes share."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib.surveys.service import Survey

Key = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{22}$", description="128 random bits made by the client, base64url")]
Id = Annotated[str, Meta(max_length=64, pattern=r"^[a-z]{3}_[a-z2-7]+$")]
Text = Annotated[str, Meta(max_length=5_000)]
Short = Annotated[str, Meta(max_length=200)]
Token = Annotated[str, Meta(max_length=500)]


class Body(Struct, frozen=True, forbid_unknown_fields=True):
    """A body names its fields; one that it does not know is refused."""


class Consent(Body, frozen=True):
    """Which version of the privacy notice somebody has agreed to; empty is no consent."""

    version: Short = ""


class PageQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a list goes on."""

    cursor: Token = ""


class Done(Struct, frozen=True):
    """Nothing more to say."""


class Asked(Struct, frozen=True):
    """What waits for a second person."""

    approval_id: str


class SurveyPage(Struct, frozen=True):
    """Some surveys, and where the list goes on."""

    items: list[Survey]
    next: str | None


Definition = dict[str, Any]
