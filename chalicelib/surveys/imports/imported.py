"""What every importer gives: a definition inside the district profile, and the report on the source's elements."""

from dataclasses import dataclass, field
from typing import Final, Literal

from chalicelib.surveys.imports.report import ReportLine

Format = Literal["qsf", "lss", "xlsform", "surveyjs"]
Text = str | dict[str, str]
JsonObject = dict[str, object]
ColumnKind = Literal["one", "tick", "list", "text", "number", "rank"]

LONGEST_TITLE: Final = 200
UNTITLED: Final = "Imported survey"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an export: how it may be headed, and where its cells belong in an answer.

    Headers and identities come in the order of preference. A `tick` stands for one value, a `list` holds codes with
    commas between, a `rank` is the place of one value.
    """

    headers: tuple[str, ...]
    identities: tuple[str, ...]
    kind: ColumnKind
    question: str
    row: str = ""
    cell: str = ""
    value: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """A definition, the report, and the columns that an export of answers from the source has (QSF alone)."""

    format: Format
    title: str
    definition: JsonObject
    report: list[ReportLine]
    columns: list[Column] = field(default_factory=list)
