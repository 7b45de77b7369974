"""Names of items: safe in every expression, and each given once."""

import re
from dataclasses import dataclass, field
from typing import Final

LONGEST_NAME: Final = 60
RESERVED: Final = frozenset({"panel", "row", "item", "other", "none", "true", "false", "null", "undefined", "negate"})
_UNSAFE = re.compile(r"[^A-Za-z0-9_]+")


@dataclass(slots=True)
class Names:
    """Gives every item a safe name of its own; names that differ only by case count as the same."""

    taken: set[str] = field(default_factory=set)

    def take(self, wanted: str) -> str:
        base = safe(wanted)
        name, again = base, 1
        while name.lower() in self.taken or name.lower() in RESERVED:
            again += 1
            name = f"{base}_{again}"
        self.taken.add(name.lower())
        return name


def safe(wanted: str) -> str:
    name = _UNSAFE.sub("_", wanted).strip("_")[:LONGEST_NAME] or "question"
    return name if name[0].isalpha() else f"q{name}"
