"""What can be wrong with a backup, in the five words that a drill reports."""

from msgspec import Struct

KINDS = ("lost item", "altered byte", "added item", "old key", "resurrected person")


class Damage(Struct, frozen=True):
    """Something that is not as it was promised: what kind, in which file or table, how often. Never whose."""

    kind: str
    place: str
    count: int = 1
