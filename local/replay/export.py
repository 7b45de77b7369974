"""An export of answers as rows under headers, whichever layout it comes in."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from local.replay.problems import Problem

_IMPORT_ID = re.compile(r"""["']ImportId["']\s*:\s*["']([^"']+)["']""")
_CHOICE_ID = re.compile(r"""["']choiceId["']\s*:\s*["']([^"']+)["']""")
_METADATA = frozenset(
    {
        "responseid",
        "responseset",
        "ipaddress",
        "startdate",
        "enddate",
        "recordeddate",
        "recipientlastname",
        "recipientfirstname",
        "recipientemail",
        "externaldatareference",
        "externalreference",
        "finished",
        "status",
        "progress",
        "duration",
        "distributionchannel",
        "userlanguage",
        "locationlatitude",
        "locationlongitude",
        "locationaccuracy",
        "name",
        "emailaddress",
        "_recordid",
    },
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's headers: the export tag, the question's text, and the identity of the newer layout."""

    place: int
    tag: str
    text: str
    identity: str

    @property
    def is_metadata(self) -> bool:
        names = {re.sub(r"\W|\(.*\)", "", name).lower() for name in (self.tag, self.text, self.identity)}
        return bool(names & _METADATA)


@dataclass(frozen=True, slots=True)
class Row:
    """One answer; `line` counts the records of the file from 1, headers included."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Export:
    layout: str
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]


def read_export(raw: bytes) -> Export:
    """Read an export with one, two or three header rows; raise Problem where the file is none."""
    records = list(_records(_decode(raw)))
    if not records:
        raise Problem("The answers file is empty.")
    depth, layout = _layout(records)
    width = _width(records)
    headings = tuple(_heading(place, records[:depth]) for place in range(width))
    rows = tuple(
        Row(line, _cells(record, width)) for line, record in enumerate(records, start=1) if line > depth and any(record)
    )
    if not rows:
        raise Problem("The answers file has headers, but no answers.")
    return Export(layout, headings, rows)


def _decode(raw: bytes) -> str:
    if b"\0" in raw:
        raise Problem("The answers file is not text: it holds zero bytes.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _records(text: str) -> Iterator[list[str]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [cell.strip() for cell in record]
    except csv.Error as trouble:
        raise Problem(f"The answers file is no complete CSV: {trouble}.") from None


def _layout(records: list[list[str]]) -> tuple[int, str]:
    if len(records) > 2 and any(_IMPORT_ID.search(cell) for cell in records[2]):  # noqa: PLR2004 - the third row
        return 3, "three header rows, the third with import identities"
    if len(records) > 1 and records[1] and records[1][0].startswith("R_"):
        return 1, "one header row"
    return 2, "two header rows"


def _width(records: list[list[str]]) -> int:
    """The width without trailing columns that are empty in every row."""
    return (
        max(place + 1 for record in records for place, cell in enumerate(record) if cell)
        if any(any(record) for record in records)
        else 0
    )


def _heading(place: int, headers: list[list[str]]) -> Heading:
    tag, text, identity = ([_cell(header, place) for header in headers] + ["", ""])[:3]
    found = _IMPORT_ID.search(identity)
    choice = _CHOICE_ID.search(identity)
    parts = [part[1] for part in (found, choice) if part]
    return Heading(place, tag, text, "_".join(parts))


def _cells(record: list[str], width: int) -> tuple[str, ...]:
    return tuple(_cell(record, place) for place in range(width))


def _cell(record: list[str], place: int) -> str:
    return record[place] if place < len(record) else ""
