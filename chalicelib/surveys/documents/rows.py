"""The rows of a form in work: what stands in which column, and what became of each part of the definition."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from chalicelib.surveys.documents.xpath import Asked, Speaker
from chalicelib.surveys.engine import grammar
from chalicelib.surveys.imports.imported import JsonObject
from chalicelib.surveys.imports.languages import NAMES
from chalicelib.surveys.imports.names import Names
from chalicelib.surveys.imports.reading import mapping, sequence
from chalicelib.surveys.imports.report import Ledger, Outcome, Path
from chalicelib.surveys.imports.unparsing import Unsayable

Value = str | int | float
DEFAULT: Final = "default"
NO_PROPERTY: Final = "An XLSForm has no such property."
_PIPED = re.compile(r"\{([^{}]+)\}")


@dataclass(slots=True)
class Sheets:
    """The three sheets, their rows as cells by column; a column with a language is (name, code)."""

    survey: list[dict[str, Value]] = field(default_factory=list)
    choices: list[dict[str, Value]] = field(default_factory=list)
    settings: dict[str, Value] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    known: dict[str, Asked] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    pages: Names = field(default_factory=Names)
    lists: dict[str, str] = field(default_factory=dict)
    scope: str = ""

    def record(self, path: Path, outcome: Outcome, reason: str = "") -> None:
        self.ledger.record(path, outcome, reason)

    def carry(self, path: Path, *, unless: str = "", otherwise: Outcome = "changed") -> None:
        """Record as carried, or with the reason why it is not."""
        self.record(path, otherwise if unless else "carried", unless)

    def take_name(self, path: Path, wanted: object) -> str:
        """A name that the form may have; recorded where it is another."""
        name = self.names.take(str(wanted))
        if name != wanted:
            self.record(path, "changed", f"It is called {name} in the form.")
        return name

    def put_text(self, row: dict[str, Value], column: str, path: Path, text: object) -> None:
        """A text in its languages, with answers piped in as the form does it; recorded at its path."""
        self.carry(path, unless=self.write_text(row, column, text))

    def write_text(self, row: dict[str, Value], column: str, text: object) -> str:
        """As put_text; gives the reason why the text does not come back as it is, if there is one."""
        spoken = {DEFAULT: text} if isinstance(text, str) else dict(mapping(text))
        note = ""
        if isinstance(text, dict) and (DEFAULT not in text or len(text) == 1):
            note = "The first of its languages is the survey's own."
            first = next(iter(spoken), DEFAULT)
            spoken = {DEFAULT: spoken.pop(DEFAULT, spoken.get(first, "")), **spoken}
        if any("${" in str(part) or not part for part in spoken.values()):
            note = "It is empty, or holds a dollar sign that a form would take for piped text."
        for code, part in spoken.items():
            if isinstance(part, str) and part:
                row[column_of(column, code)] = self.piped(part)
        return note

    def piped(self, text: str) -> str:
        def named(found: re.Match[str]) -> str:
            asked = self.known.get(found[1].lower())
            return f"${{{asked.name}}}" if asked else found[0]

        return _PIPED.sub(named, text)

    def said(self, path: Path, expression: object, own: str = "") -> str:
        """A condition in the form's words; empty, and recorded as lost, where the form has none."""
        speaker = Speaker(self.known, own)
        try:
            text = speaker.write(grammar.parse(str(expression)))
        except (Unsayable, grammar.Unparsable) as problem:
            self.record(path, "lost", str(problem))
            return ""
        self.record(path, "changed" if speaker.notes else "carried", " ".join(dict.fromkeys(speaker.notes)))
        return text

    def put_condition(self, row: dict[str, Value], column: str, path: Path, block: Mapping[str, object]) -> None:
        """The condition at a path's property, if the block has it."""
        expression = block.get(path[-1])
        if expression and (text := self.said(path, expression)):
            row[column] = text
            if text in {"true()", "false()"} and path[-1].endswith("If"):
                self.record(path, "changed", "It is known beforehand, so it comes back as no condition.")


def column_of(column: str, code: str) -> str:
    """The header of a text column in a language."""
    if code == DEFAULT:
        return column
    first = code.partition("-")[0]
    return f"{column}::{NAMES.get(first, first)} ({code})"


def parts_of(block: JsonObject, key: str) -> list[tuple[Path, object]]:
    """The entries of a list, each with its steps from the block."""
    return [((key, str(place)), entry) for place, entry in enumerate(sequence(block.get(key)))]
