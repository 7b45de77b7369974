"""People and teams as an archive holds them: never a password, a second factor, a session or a designation."""

from typing import Annotated

from msgspec import Meta, Struct

from chalicelib.identity.levels import Level

Id = Annotated[str, Meta(pattern=r"^[a-z]{3}_[a-z2-7]{26}\Z")]


class ArchivedPerson(Struct, frozen=True, forbid_unknown_fields=True):
    """A staff account."""

    user: Id
    name: str
    email: Annotated[str, Meta(min_length=3, max_length=254)]
    username: Annotated[str, Meta(min_length=1, max_length=64)]
    state: Annotated[str, Meta(pattern=r"^(?:active|suspended|ended)\Z")]
    levels: list[Level]
    created_at: str


class ArchivedTeam(Struct, frozen=True, forbid_unknown_fields=True):
    """A team and who is in it."""

    team: Id
    name: str
    members: list[Id]
