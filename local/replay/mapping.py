"""Columns of an export found among the items of an imported survey, and rows turned into answers."""

import re
from dataclasses import dataclass
from typing import Any

from chalicelib.surveys.imports.imported import Column, Imported
from local.replay.export import Export, Heading, Row

_PARTS = re.compile(r"[-_#]")
Value = object


@dataclass(frozen=True, slots=True)
class Match:
    """A column of the export and the item that it belongs to, or the reason why it is not compared."""

    heading: Heading
    column: Column | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """One cell's part of an answer."""

    place: int
    question: str
    row: str
    cell: str
    value: Value
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """A cell that is not counted on either side, and why."""

    line: int
    place: int
    reason: str


def match_columns(export: Export, found: Imported, tags: dict[str, str]) -> list[Match]:
    """Find the item of every column; `tags` gives the identity of each question of the source by its export tag."""
    by_identity = _index([(identity, column) for column in found.columns for identity in column.identities])
    by_header = _index([(header, column) for column in found.columns for header in column.headers])
    preferred = _index([(column.headers[0], column) for column in found.columns])
    outcomes = {line.element.removeprefix("SQ "): line for line in found.report if line.kind == "question"}
    taken: dict[tuple[str, ...], str] = {}
    matches = []
    for heading in export.headings:
        column = by_identity.get(heading.identity) or preferred.get(heading.tag) or by_header.get(heading.tag)
        if column is not None:
            first = _rival(column, taken)
            reason = f"column {first} stands for the same item" if first else ""
            matches.append(Match(heading, None if first else column, reason))
            taken.setdefault((column.question, column.row, column.cell, column.value), heading.tag)
        elif heading.is_metadata:
            matches.append(Match(heading, None, "metadata of the source, which is not carried"))
        else:
            question = _question_of(heading, tags)
            line = outcomes.get(question)
            matches.append(Match(heading, None, _why(line.outcome if line else "", line.reason if line else "")))
    return matches


def _rival(column: Column, taken: dict[tuple[str, ...], str]) -> str:
    """The column that already stands for the same item, or for a part of it, or for all of it."""
    unit = (column.question, column.row, column.cell)
    if column.value:
        return taken.get((*unit, column.value)) or taken.get((*unit, "")) or ""
    return next((tag for key, tag in taken.items() if key[:3] == unit), "")


def _index(pairs: list[tuple[str, Column]]) -> dict[str, Column]:
    """The columns by a key, without the keys that stand for several columns."""
    keys: dict[str, Column | None] = {}
    for key, column in pairs:
        keys[key] = None if keys.get(key, column) is not column else column
    return {key: column for key, column in keys.items() if column is not None and key}


def _question_of(heading: Heading, tags: dict[str, str]) -> str:
    identity = _PARTS.split(heading.identity)[0]
    if identity in tags.values():
        return identity
    fitting = [tag for tag in tags if heading.tag == tag or heading.tag.startswith((f"{tag}_", f"{tag}#"))]
    return tags[max(fitting, key=len)] if fitting else ""


def _why(outcome: str, reason: str) -> str:
    if outcome == "lost":
        return f"its question was not imported: {reason}"
    if outcome:
        return "its question was imported, but not this part of it"
    return "the survey file has no question for it"


def give_answers(row: Row, matches: list[Match]) -> tuple[list[Given], list[Left]]:
    """The answer that a row gives, cell by cell, and the cells that fit no choice of their question."""
    given: list[Given] = []
    left: list[Left] = []
    ranks: dict[str, list[tuple[int, Given]]] = {}
    for match in matches:
        text, column = row.cells[match.heading.place], match.column
        if column is None or not text:
            continue
        place = match.heading.place
        if column.kind == "rank":
            if text.isascii() and text.isdigit():
                part = Given(place, column.question, "", "", column.value, is_part=True)
                ranks.setdefault(column.question, []).append((int(text), part))
            else:
                left.append(Left(row.line, place, "the cell is no rank"))
            continue
        parts = _parts(text, column)
        if parts is None:
            left.append(Left(row.line, place, "the cell is none of the codes and texts of its question"))
            continue
        is_part = column.kind in {"tick", "list"}
        given += [Given(place, column.question, column.row, column.cell, value, is_part) for value in parts]
    for ranked in ranks.values():
        _add_ranking(row, ranked, given, left)
    return given, left


def _add_ranking(row: Row, ranked: list[tuple[int, Given]], given: list[Given], left: list[Left]) -> None:
    ranked.sort(key=lambda pair: pair[0])
    if [rank for rank, _ in ranked] == list(range(1, len(ranked) + 1)):
        given += [part for _, part in ranked]
    else:
        left += [Left(row.line, part.place, "the ranks of the question are not 1, 2, 3 …") for _, part in ranked]


def _parts(text: str, column: Column) -> list[Value] | None:
    """The values that a cell gives; None where it gives none that fits."""
    match column.kind:
        case "text":
            return [text]
        case "number":
            return _number(text)
        case "tick":
            return _tick(text, column)
    whole = column.codes.get(text) or column.labels.get(text)
    if whole is not None or column.kind == "one":
        return [whole] if whole is not None else None
    return _listed(text, column)


def _listed(text: str, column: Column) -> list[Value] | None:
    parts = [part.strip() for part in text.split(",")]
    for known in (column.codes, column.labels):
        if all(part in known for part in parts):
            return [known[part] for part in parts]
    return None


def _tick(text: str, column: Column) -> list[Value] | None:
    if text in column.codes or text in column.labels or text == "1":
        return [column.value]
    return [] if text == "0" else None


def _number(text: str) -> list[Value] | None:
    if not re.fullmatch(r"-?\d{1,11}(\.\d{1,10})?", text, re.ASCII):
        return None
    return [float(text) if "." in text else int(text)]


def compose(given: list[Given]) -> dict[str, Value]:
    """The parts of an answer as the API takes them."""
    data: dict[str, Any] = {}
    for part in given:
        keys = [key for key in (part.question, part.row, part.cell) if key]
        holder = data
        for key in keys[:-1]:
            holder = holder.setdefault(key, {})
        if part.is_part:
            holder.setdefault(keys[-1], []).append(part.value)
        else:
            holder[keys[-1]] = part.value
    return data
