"""A share as an archive holds it: who shares what with whom, never the secret that opens it."""

from typing import Annotated

from msgspec import Meta, Struct

from chalicelib.sharing.scope import Scope

Id = Annotated[str, Meta(pattern=r"^[a-z]{3}_[a-z2-7]{26}\Z")]
Seconds = Annotated[int, Meta(ge=0)]


class ArchivedRecipient(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody outside."""

    email: Annotated[str, Meta(min_length=3, max_length=254)]
    name: str
    language: str


class ArchivedShare(Struct, frozen=True, forbid_unknown_fields=True):
    """One share; times in seconds since 1970, 0 for never."""

    share: Id
    sharer: Id
    scope: Scope
    object_name: str
    colleague: Id | None
    outside: ArchivedRecipient | None
    created_at: Seconds
    ends_at: Seconds
    revoked_at: Seconds
    views: Seconds
    most_views: Seconds
    last_viewed_at: Seconds
    expires_at: Seconds
