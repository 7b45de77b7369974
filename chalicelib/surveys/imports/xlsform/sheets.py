"""The sheets of a form as rows by column: names of columns are read in all their spellings."""

from dataclasses import dataclass, field
from typing import Final

from chalicelib.surveys.imports.languages import code_of
from chalicelib.surveys.imports.reading import refuse
from chalicelib.surveys.imports.workbooks import Cell, Sheet

_ALIASES: Final = {
    "caption": "label", "value": "name", "command": "type", "relevance": "relevant", "calculate": "calculation",
    "readonly": "read_only", "read only": "read_only", "list name": "list_name", "constraint message":
    "constraint_message", "required message": "required_message", "constraint_msg": "constraint_message",
    "repeat count": "repeat_count", "count": "repeat_count", "appearance": "appearance", "choice filter":
    "choice_filter", "guidance hint": "guidance_hint", "form title": "form_title", "title": "form_title",
    "form id": "form_id", "id_string": "form_id", "default language": "default_language",
}  # fmt: skip
SPOKEN: Final = frozenset({"label", "hint", "guidance_hint", "constraint_message", "required_message"})
MEDIA: Final = frozenset({"image", "audio", "video", "big-image"})
OF_A_QUESTION: Final = frozenset(
    {
        "type", "name", "relevant", "constraint", "required", "calculation", "choice_filter", "default", "appearance",
        "parameters", "read_only", "repeat_count", "trigger", *SPOKEN, *MEDIA,
    }
)  # fmt: skip
UNLABELLED: Final = "default"


@dataclass(frozen=True, slots=True)
class Header:
    """A column: its name in the standard's spelling, and its language where it has one."""

    column: str
    language: str
    written: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet; `line` is the number that a spreadsheet program shows."""

    line: int
    cells: dict[str, Cell]
    texts: dict[str, dict[str, str]]

    def word(self, column: str) -> str:
        """A cell as text."""
        return text_of(self.cells.get(column))

    @property
    def filled(self) -> list[str]:
        """The columns in which something stands, each once whatever its languages."""
        return [*self.cells, *self.texts]


@dataclass(slots=True)
class Table:
    """A sheet of a form: its columns, its rows, and the languages of its texts in their order."""

    name: str
    headers: list[Header] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def text_of(cell: Cell | None) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else str(cell)


def read_table(name: str, sheet: Sheet) -> Table:
    """The rows below the row of headers; raise Invalid where a column stands there twice."""
    lines = sorted(sheet)
    if not lines:
        return Table(name)
    headers = {place: _header(text_of(cell)) for place, cell in sorted(sheet[lines[0]].items())}
    table = Table(name, list(headers.values()))
    if len({(one.column, one.language) for one in table.headers}) < len(table.headers):
        twice = next(one.written for one in table.headers if _count(table.headers, one) > 1)
        refuse(f"The sheet {name} has two columns {twice[:60]}.")
    for line in lines[1:]:
        cells: dict[str, Cell] = {}
        texts: dict[str, dict[str, str]] = {}
        for place, cell in sheet[line].items():
            header = headers.get(place)
            if header is None:
                continue
            if header.column in SPOKEN or header.column in MEDIA:
                texts.setdefault(header.column, {})[header.language] = text_of(cell)
            else:
                cells[header.column] = cell
        table.rows.append(Row(line + 1, cells, texts))
    return table


def _count(headers: list[Header], one: Header) -> int:
    return sum((other.column, other.language) == (one.column, one.language) for other in headers)


def _header(written: str) -> Header:
    text = written.strip()
    for separator in ("::", ":"):
        name, found, language = text.partition(separator)
        column = _column(name)
        if found and column == "media":
            inner, _, language = language.partition(separator)
            return Header(_column(inner), _language(language), text)
        if found and column in SPOKEN | MEDIA:
            return Header(column, _language(language), text)
    return Header(_column(text), UNLABELLED if _column(text) in SPOKEN | MEDIA else "", text)


def _column(name: str) -> str:
    text = name.strip()
    low = text.lower()
    return _ALIASES.get(low, low if low in OF_A_QUESTION or low in {"list_name", "media"} else text)


def _language(said: str) -> str:
    """The code of a column's language; "?" and the language as it is written where it has none."""
    return (code_of(said) or f"?{said.strip()}") if said.strip() else UNLABELLED
