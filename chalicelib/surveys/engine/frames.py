"""Where a condition stands inside repeated parts: one row of a table, one of several panels, one record of texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from chalicelib.surveys.engine.values import Value

ROW: Final = "row"
PANEL: Final = "panel"
RECORD: Final = "record"


@dataclass(slots=True, eq=False)
class Frame:
    """One row, panel or record: its values, its place among its siblings, and what it stands in.

    `path` names it in problems ("m[0]", "m.r1"); `index` counts all siblings from 0, `position` the visible ones.
    """

    kind: str
    values: Mapping[str, Value]
    path: str
    outer: "Frame | None" = None
    key: Value = None
    title: str = ""
    index: int = 0
    position: int = 0
    siblings: "list[Frame]" = field(default_factory=list)
    is_enabled: bool = True

    @property
    def scope(self) -> "Frame | None":
        """Give the row or panel whose names a condition in here may use; a record has none of its own."""
        return self.outer.scope if self.kind == RECORD and self.outer else None if self.kind == RECORD else self

    def sibling(self, step: int) -> "Frame | None":
        place = self.position + step
        return self.siblings[place] if 0 <= place < len(self.siblings) else None
