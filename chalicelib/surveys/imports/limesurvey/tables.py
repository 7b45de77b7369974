"""The tables of a survey structure: rows of cells, as the database of the source holds them."""

from dataclasses import dataclass, field
from typing import Final

from chalicelib.surveys.imports.reading import refuse, word
from chalicelib.surveys.imports.report import Path
from chalicelib.surveys.imports.trees import Node

MOST_ROWS: Final = 30_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `path` leads to it."""

    path: Path
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip()


@dataclass(slots=True)
class Tables:
    """The rows by table, the languages, and the parts of the file that hold no rows."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    others: list[Path] = field(default_factory=list)

    def of(self, table: str) -> list[Row]:
        """The rows of a table; none where the file has no such table."""
        return self.rows.get(table, [])


def read_tables(document: Node) -> Tables:
    """Read the document of an .lss file; raise Invalid naming `content` where it is another document."""
    kind = document.first("LimeSurveyDocType")
    if document.tag != "document" or kind is None:
        refuse(f"The file is XML, but no LimeSurvey survey: it begins with <{document.tag[:40]}>.")
    if kind.text.strip() != "Survey":
        refuse(f"The file holds no survey but a {kind.text.strip()[:40]} of LimeSurvey; export the survey structure.")
    tables = Tables()
    for part in document.children:
        listed = part.first("rows")
        if listed is not None:
            rows = [_row((part.tag, str(place)), node) for place, node in enumerate(listed.all("row"))]
            tables.rows.setdefault(part.tag, []).extend(rows)
        elif part.tag == "languages":
            tables.languages = [word(node.text).strip() for node in part.all("language")]
        elif part.tag not in {"LimeSurveyDocType", "DBVersion"}:
            inner = [(part.tag, str(place)) for place, _ in enumerate(part.all("theme"))]
            tables.others += inner or [(part.tag,)]
    if sum(map(len, tables.rows.values())) > MOST_ROWS:
        refuse(f"The file holds more than {MOST_ROWS:,} rows.")
    return tables


def _row(path: Path, node: Node) -> Row:
    return Row(path, {cell.tag: word(cell.text) for cell in node.children})
