"""What is found at fault in an answer: where, by which rule, and the sentence that mends it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from chalicelib.surveys.engine.strictness import STRICT

MOST_FINDINGS: Final = 100
LONGEST_PATH: Final = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: `path` as in "p[0].q", `rule` by name; one that does not block is a warning to the respondent."""

    path: str
    rule: str
    sentence: str
    is_blocking: bool = True

    @property
    def is_strict(self) -> bool:
        """Tell whether a browser's library would take what is refused here."""
        return self.rule in STRICT


@dataclass(slots=True)
class Findings:
    """Faults by path, the first at each place first; it stops taking in more once nobody would read them."""

    by_path: dict[str, list[Finding]] = field(default_factory=dict)

    def add(self, path: str, rule: str, sentence: str, *, is_blocking: bool = True) -> None:
        path = path[:LONGEST_PATH]
        if path in self.by_path or len(self.by_path) < MOST_FINDINGS:
            self.by_path.setdefault(path, []).append(Finding(path, rule, sentence, is_blocking))

    def excuse_closed(self, path: str) -> None:
        """Forget what a page would find in a question, and inside it, if it were asked and could be answered."""
        path = path[:LONGEST_PATH]
        for place in [one for one in self.by_path if one == path or one.startswith((f"{path}.", f"{path}["))]:
            self.by_path[place] = [one for one in self.by_path[place] if one.is_strict]
            if not self.by_path[place]:
                del self.by_path[place]

    def has(self, path: str) -> bool:
        return path in self.by_path

    def __iter__(self) -> Iterator[Finding]:
        for found in self.by_path.values():
            yield from found

    def sentences(self) -> dict[str, str]:
        """Give the first blocking sentence at each path."""
        return {
            path: next(one.sentence for one in found if one.is_blocking)
            for path, found in self.by_path.items()
            if any(one.is_blocking for one in found)
        }
