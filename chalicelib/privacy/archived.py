"""A legal hold as an archive holds it."""

from typing import Annotated

from msgspec import Meta, Struct

from chalicelib.privacy.hold import KINDS


class ArchivedHold(Struct, frozen=True, forbid_unknown_fields=True):
    """A hold as an archive has it; a person is named by their address, because each district has its own ids."""

    hold: Annotated[str, Meta(pattern=r"^hld_[a-z2-7]{26}\Z")]
    kind: Annotated[str, Meta(pattern=rf"^(?:{'|'.join(KINDS)})\Z")]
    target: Annotated[str, Meta(min_length=3, max_length=254)]
    email: str
    reason: str
    state: Annotated[str, Meta(pattern=r"^(?:active|released)\Z")]
    placed_by: str
    placed_at: str
    released_by: str
    released_at: str
