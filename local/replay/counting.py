"""Counts made straight from the text of an export and the export tags of a survey file.

This is the other witness of a replay: it knows nothing of definitions, of the engine or of how rows become answers,
and imports none of them.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Collection
from html import unescape
from typing import Any

Counts = dict[str, Counter[str]]
Json = Any  # A survey file that the importer has taken; only its shape is known here.


def count_columns(
    export: bytes, survey: bytes, skipped_cells: Collection[tuple[int, int]], skipped_lines: Collection[int]
) -> Counts:
    """How often each code stands in each column, by the column's first header.

    Cells and lines to skip are named by the record's number from 1, headers included, and the column's place from 0.
    Texts of choices count as their codes.
    """
    records = list(csv.reader(io.StringIO(_text(export), newline=""), delimiter=_delimiter(_text(export))))
    first = _first_answer(records)
    codes = codes_by_column(survey, records[0])
    counts: Counts = {tag.strip(): Counter() for tag in records[0] if tag.strip()}
    for line, record in enumerate(records[first:], start=first + 1):
        for place, cell in enumerate(record[: len(records[0])]):
            tag, value = records[0][place].strip(), cell.strip()
            if tag and value and line not in skipped_lines and (line, place) not in skipped_cells:
                counts[tag][_coded(value, codes.get(tag, {}))] += 1
    return counts


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max((",", ";", "\t"), key=head.count)


def _first_answer(records: list[list[str]]) -> int:
    if len(records) > 2 and "ImportId" in "".join(records[2]):  # noqa: PLR2004 - the third header row
        return 3
    return 1 if len(records) > 1 and records[1][:1] and records[1][0].startswith("R_") else 2


def _coded(cell: str, codes: dict[str, str]) -> str:
    """The code of a text, or of each text between commas; any other cell as it is."""
    parts = [part.strip() for part in cell.split(",")]
    if cell not in codes and all(part in codes for part in parts):
        return ",".join(codes[part] for part in parts)
    return codes.get(cell, cell)


def codes_by_column(survey: bytes, tags: list[str]) -> dict[str, dict[str, str]]:
    """For the columns of each question, the code that an export writes for each text of its choices."""
    found: dict[str, dict[str, str]] = {}
    known = list(_questions(json.loads(survey.decode("utf-8-sig"))))
    for tag in (tag.strip() for tag in tags):
        fitting = [pair for pair in known if tag == pair[0] or tag.startswith((pair[0] + "_", pair[0] + "#"))]
        if fitting and not tag.endswith("_TEXT"):
            found[tag] = max(fitting, key=lambda pair: len(pair[0]))[1]
    return found


def _questions(survey: Json) -> list[tuple[str, dict[str, str]]]:
    elements = [_object(element) for element in _values(_object(survey).get("SurveyElements"))]
    payloads = [_object(element.get("Payload")) for element in elements if element.get("Element") == "SQ"]
    columns = [
        _object(column)
        for payload in payloads
        if payload.get("QuestionType") == "SBS"
        for column in _values(payload.get("AdditionalQuestions"))
    ]
    asked = [one for one in payloads + columns if one.get("QuestionType") in ("MC", "Matrix")]
    return [(str(one.get("DataExportTag")), _codes(one)) for one in asked]


def _codes(question: Json) -> dict[str, str]:
    choices = question.get("Answers") or question.get("Choices")
    recoded = _object(question.get("RecodeValues"))
    pairs = choices.items() if isinstance(choices, dict) else enumerate(_values(choices))
    codes: dict[str, str] = {}
    for identity, choice in pairs:
        code = recoded.get(str(identity), identity)
        codes[_plain(str(_object(choice).get("Display", "")))] = str(code)
    return {label: code for label, code in codes.items() if label and label not in codes.values()}


def _plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def _object(part: Json) -> dict[str, Json]:
    """A part of the file that should be an object; a part of another shape counts as empty."""
    return part if isinstance(part, dict) else {}


def _values(part: Json) -> list[Json]:
    if isinstance(part, dict):
        return list(part.values())
    return part if isinstance(part, list) else []
