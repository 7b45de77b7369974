"""The report of an import: every element of the source once, as carried, changed or lost with the reason."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from chalicelib.surveys.imports.reading import word

Path = tuple[str, ...]
Outcome = Literal["carried", "changed", "lost"]

MAX_LABEL = 300
UNKNOWN = "The importer does not know this part of the file."


@dataclass(frozen=True, slots=True)
class Element:
    path: Path
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One element of the source and what became of it; the reason is empty only where it was carried as it is."""

    element: str
    kind: str
    outcome: Outcome
    reason: str


@dataclass(slots=True)
class Ledger:
    """What became of the elements, by their path in the document."""

    outcomes: dict[Path, tuple[Outcome, str]] = field(default_factory=dict)
    below: dict[Path, tuple[Outcome, str]] = field(default_factory=dict)

    def record(self, path: Path, outcome: Outcome, reason: str = "") -> None:
        self.outcomes[path] = (outcome, reason)

    def record_tree(self, path: Path, outcome: Outcome, reason: str, inside: str) -> None:
        """Record an element, and a reason for everything inside it that has no line of its own."""
        self.outcomes[path] = (outcome, reason)
        self.below[path] = (outcome, inside)

    def lines(self, inventory: list[Element]) -> list[ReportLine]:
        return [ReportLine(element.label, element.kind, *self._outcome(element.path)) for element in inventory]

    def _outcome(self, path: Path) -> tuple[Outcome, str]:
        if path in self.outcomes:
            return self.outcomes[path]
        for length in range(len(path) - 1, 0, -1):
            if path[:length] in self.below:
                return self.below[path[:length]]
        return ("lost", UNKNOWN)


def labelled_once(found: list[Element]) -> list[Element]:
    seen: Counter[str] = Counter()
    unique: dict[str, Element] = {}
    for element in found:
        first = label = word(element.label)[:MAX_LABEL]
        while label in unique:
            seen[first] += 1
            label = f"{first} ({seen[first] + 1})"
        unique[label] = Element(element.path, label, element.kind)
    return list(unique.values())
