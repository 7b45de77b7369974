"""What building a form's questions needs: its languages, its lists of choices, the names taken, and the report."""

from dataclasses import dataclass, field, replace
from typing import Final

from chalicelib.surveys.engine.grammar import Literal, Node
from chalicelib.surveys.imports.imported import JsonObject, Text
from chalicelib.surveys.imports.languages import code_of
from chalicelib.surveys.imports.names import Names
from chalicelib.surveys.imports.report import Ledger, Outcome, Path
from chalicelib.surveys.imports.unparsing import FALSE, TRUE, Unsayable, simplified, unparse
from chalicelib.surveys.imports.xlsform.inventory import row_path
from chalicelib.surveys.imports.xlsform.piping import piped
from chalicelib.surveys.imports.xlsform.sheets import UNLABELLED, Row, Table
from chalicelib.surveys.imports.xlsform.tree import Entry
from chalicelib.surveys.imports.xlsform.xpath import Kind, Reference, parse_xpath

LONGEST_TEXT: Final = 4_000
_NEVER: Final[dict[str, JsonObject]] = {"visibleIf": {"visible": False}, "enableIf": {"readOnly": True}}


@dataclass(frozen=True, slots=True)
class Speech:
    """The languages of the form's columns, and the one whose texts are the survey's own."""

    own: str

    @classmethod
    def of(cls, languages: list[str], said: str, *, has_plain: bool) -> "Speech":
        """Columns without a language are the survey's own texts; else the form's default, English, or the first."""
        if has_plain:
            return cls(UNLABELLED)
        wanted = code_of(said) if said else None
        return cls(next((one for one in (wanted, "en") if one in languages), next(iter(languages), UNLABELLED)) or "")

    def text(self, texts: dict[str, str]) -> Text:
        """Texts by column language as a definition holds them; columns of unknown languages are left out."""
        kept = {
            UNLABELLED if code == self.own else code: text for code, text in texts.items() if not code.startswith("?")
        }
        first = UNLABELLED if UNLABELLED in kept else next(iter(kept), "")
        ordered = {UNLABELLED: kept.pop(first), **kept} if kept else {}
        return ordered if len(ordered) > 1 else ordered.get(UNLABELLED, "")


@dataclass(slots=True)
class Form:
    """The form in work. `origins` and `cells` say where each object, and each property, of the definition came from."""

    speech: Speech
    choices: Table
    settings: Row | None
    ledger: Ledger = field(default_factory=Ledger)
    names: Names = field(default_factory=Names)
    known: dict[str, Reference] = field(default_factory=dict)
    named: dict[int, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    origins: dict[int, Path] = field(default_factory=dict)
    cells: dict[tuple[int, str], Path] = field(default_factory=dict)
    calculated: list[JsonObject] = field(default_factory=list)
    ended: list[Row] = field(default_factory=list)
    scope: str = ""
    count: int = 0
    pages: Names = field(default_factory=Names)

    def setting(self, key: str) -> str:
        return self.settings.word(key).strip() if self.settings else ""

    def page_name(self) -> str:
        return self.pages.take(f"page{len(self.pages.taken) + 1}")

    def record(self, entry: Entry, column: str, outcome: Outcome, reason: str = "") -> None:
        self.ledger.record(row_path(entry.row.line, *([column] if column else [])), outcome, reason)

    def record_new(self, path: Path, reason: str) -> None:
        """Record as lost what has no outcome yet."""
        self.ledger.outcomes.setdefault(path, ("lost", reason))

    def text(self, entry: Entry, column: str) -> Text:
        """The texts of a cell, with what is piped into them; empty where the cell is."""
        return self.spoken(entry.row.texts.get(column, {}))

    def spoken(self, texts: dict[str, str]) -> Text:
        """Texts by language with what is piped into them."""
        return self.speech.text({code: piped(text[:LONGEST_TEXT], self.known) for code, text in texts.items()})

    def resolve(self, name: str) -> Reference:
        found = self.known.get(name)
        if found is None:
            why = "was not imported" if name in self.hidden else "is not in the form"
            raise Unsayable(f"It asks about {name[:60]}, which {why}.")
        if found.scope and found.scope != self.scope:
            raise Unsayable(f"It asks from outside about {name[:60]}, which is repeated.")
        return replace(found, name=f"panel.{found.name}") if found.scope else found

    def condition(self, entry: Entry, column: str, own: Reference | None = None) -> Node | None:
        """A condition of a row as a tree; None, and recorded as lost, where it cannot be said here."""
        text = entry.row.word(column).strip()
        if not text:
            return None
        try:
            tree = _as_condition(simplified(parse_xpath(text, self.resolve, own)))
            unparse(tree)
        except Unsayable as problem:
            self.record(entry, column, "lost", f"{problem}")
            return None
        self.record(entry, column, "carried")
        return tree

    def own(self, entry: Entry, kind: Kind) -> Reference:
        """A question as conditions of its own know it."""
        name = self.named[id(entry)]
        return Reference(f"panel.{name}" if self.scope else name, kind)

    def put_condition(self, element: JsonObject, key: str, entry: Entry, column: str) -> None:
        """Give an element its condition, unless it always holds or is lost."""
        tree = self.condition(entry, column)
        if tree == TRUE:
            self.record(entry, column, "changed", "It always holds, so no condition is needed.")
        elif tree == FALSE:
            self.record(entry, column, "changed", "It never holds.")
            if key in _NEVER:
                element |= _NEVER[key]
        elif tree is not None:
            element[key] = unparse(tree)
            self.cells[id(element), key] = row_path(entry.row.line, column)

    def made(self, element: JsonObject, entry: Entry) -> JsonObject:
        """Note where an element came from, and count it."""
        self.origins[id(element)] = row_path(entry.row.line)
        self.count += 1
        return element


def _as_condition(tree: Node) -> Node:
    """A number as XPath takes it for a condition."""
    if isinstance(tree, Literal) and isinstance(tree.value, float):
        return TRUE if tree.value else FALSE
    return tree
