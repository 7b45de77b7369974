"""What all questions of the source share: their texts by language, their attributes, their subquestions and answers."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from chalicelib.surveys.imports.imported import JsonObject, Text
from chalicelib.surveys.imports.languages import is_language, spoken
from chalicelib.surveys.imports.limesurvey.expressions import Variable, parse_script
from chalicelib.surveys.imports.limesurvey.tables import Row, Tables
from chalicelib.surveys.imports.markup import dropped_tags, plain, sanitised
from chalicelib.surveys.imports.names import Names
from chalicelib.surveys.imports.report import Ledger, Outcome, Path
from chalicelib.surveys.imports.unparsing import FALSE, TRUE, Unsayable, simplified, unparse

LONGEST: Final = 4_000
_PIPED = re.compile(r"\{([^{}\s][^{}]*)\}")
_VARIABLE = re.compile(r"((?:\d+X\d+X\d+)?\w+)(?:\.(?:shown|NAOK|value|valueNAOK))?")


@dataclass(slots=True)
class Question:
    """A question with its parts: subquestions by scale, answers by scale, attributes by name and language."""

    row: Row
    name: str
    subquestions: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    attributes: dict[str, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def kind(self) -> str:
        return self.row["type"]

    @property
    def title(self) -> str:
        return self.row["title"]

    def attribute(self, name: str) -> str:
        """The value of an attribute that has no languages."""
        return next((row["value"] for row in self.attributes.get(name, {}).values() if row["value"]), "")


@dataclass(slots=True)
class Source:
    """The survey in work: texts by what they belong to, questions by id, variables by name, and the report."""

    tables: Tables
    base: str
    ledger: Ledger = field(default_factory=Ledger)
    names: Names = field(default_factory=Names)
    questions: dict[str, Question] = field(default_factory=dict)
    variables: dict[str, Variable] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    texts: dict[tuple[str, str], dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    origins: dict[int, Path] = field(default_factory=dict)
    cells: dict[tuple[int, str], Path] = field(default_factory=dict)
    count: int = 0

    def record(self, path: Path, outcome: Outcome, reason: str = "") -> None:
        self.ledger.record(path, outcome, reason)

    def text(self, kind: str, key: str, column: str, *, is_markup: bool = False) -> Text:
        """The texts of a group, question or answer by language, with answers piped in; markup only where asked for."""
        clean = sanitised if is_markup else plain
        found: dict[str, str] = {}
        for language, row in self.texts.get((kind, key), {}).items():
            if is_language(language):
                text = clean(row[column][:LONGEST])
                found[language] = self.piped(text)
        return spoken(found, self.base)

    def record_texts(self, kind: str, key: str, columns: tuple[str, ...], *, is_markup: bool = False) -> None:
        """Record what each language's texts become."""
        for language, row in self.texts.get((kind, key), {}).items():
            if not is_language(language):
                self.record(row.path, "lost", "Its language has no code that is known here.")
                continue
            notes = self._notes(row, columns, is_markup=is_markup)
            known = self.ledger.outcomes.get(row.path)
            if known is None or known == ("carried", ""):
                self.record(row.path, "changed" if notes else "carried", " ".join(notes))
            if row["script"]:
                self.record((*row.path, "script"), "lost", "Scripts are never carried.")

    def _notes(self, row: Row, columns: tuple[str, ...], *, is_markup: bool) -> list[str]:
        said = " ".join(row[column] for column in columns)
        tags = dropped_tags(said, is_markup=is_markup)
        notes = [f"The text is kept without its formatting ({', '.join(tags)[:100]})."] if tags else []
        unknown = [one for one in _PIPED.findall(said) if not self._variable_of(one)]
        return notes + (["An ellipsis stands for text that is piped in."] if unknown else [])

    def piped(self, text: str) -> str:
        """Texts with the answers that they pipe in; an ellipsis stands for what cannot be."""
        return _PIPED.sub(lambda found: self._variable_of(found[1]) or "…", text)

    def _variable_of(self, text: str) -> str:
        found = _VARIABLE.fullmatch(text.strip())
        variable = self.variables.get(found[1]) if found else None
        return f"{{{variable.name}}}" if variable and not variable.option else ""

    def resolve(self, name: str) -> Variable:
        found = self.variables.get(name)
        if found is None:
            why = "was not imported" if name in self.lost else "is not in the file"
            raise Unsayable(f"It asks about {name[:60]}, which {why}.")
        return found

    def is_all(self, options: set[str]) -> bool:
        """Whether options (question, tab, option) are all that their question has."""
        name = next(iter(options)).partition("\t")[0]
        every = {f"{one.name}\t{one.option}" for one in self.variables.values() if one.name == name and one.option}
        return options == every

    def put_condition(self, element: JsonObject, key: str, path: Path, script: str) -> None:
        """Give an element the condition of a script; recorded at the path of the script."""
        try:
            tree = simplified(parse_script(script, self.resolve, "", self.is_all))
            if tree == TRUE:
                self.record(path, "changed", "It always holds, so no condition is needed.")
            elif tree == FALSE:
                element["visible"] = False
                self.record(path, "changed", "It never holds.")
            else:
                element[key] = unparse(tree)
                self.cells[id(element), key] = path
                self.record(path, "carried")
        except Unsayable as problem:
            self.record(path, "lost", f"{problem} What it governs is always shown.")

    def made(self, element: JsonObject, path: Path) -> JsonObject:
        """Note where an element came from, and count it."""
        self.origins[id(element)] = path
        self.count += 1
        return element
