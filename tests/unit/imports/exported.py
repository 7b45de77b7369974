"""A survey as Qualtrics exports it, and answers collected with it, of our own making."""

import csv
import io

from tests.unit.imports.documents import (
    asked,
    block,
    choice,
    column,
    displays,
    matrix,
    question,
    raw,
    side_by_side,
    skip,
    survey,
    text,
    validated,
)


def table(*rows: list[str]) -> bytes:
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows(rows)
    return lines.getvalue().encode()


def legacy(tags: list[str], *rows: list[str]) -> bytes:
    return table(["V1", *tags], ["ResponseID", *tags], *([f"R_{place}", *row] for place, row in enumerate(rows)))


QUESTIONS = [
    choice("QID1", RecodeValues={"1": "10", "2": "20", "3": "30"}),
    choice("QID2", selector="MAVR", Choices=displays("A", "B", "Other", c3={"TextEntry": "true"})),
    matrix("QID3"),
    matrix("QID4", "MultipleAnswer"),
    text("QID5"),
    text("QID6", **validated(Type="ContentType", ContentType="ValidNumber")),
    question("QID7", "RO", "DND", Choices=displays("X", "Y")),
    side_by_side("QID8", column("QID8#1"), column("QID8#2", "MultipleAnswer", RecodeValues={"1": "0", "2": "-1"})),
    question("QID9", "Timing", "PageTimer"),
]
SURVEY = raw(
    survey(
        QUESTIONS,
        [block("BL_1", asked("QID1", skip("QID1", "3", "ENDOFBLOCK")), *(asked(f"QID{n}") for n in range(2, 10)))],
    )
)
TAGS = ["Q1", "Q2_1", "Q2_2", "Q2_3", "Q2_3_TEXT", "Q3_1", "Q3_2", "Q4_1_1", "Q4_1_2", "Q5", "Q6", "Q7_1", "Q7_2"]
TAGS += ["Q8#1_1", "Q8#2_1_0", "Q8#2_1_-1", "Q9_1", "Q77", "Q3_7"]
ROWS = [
    ["10", "1", "", "1", "why not", "1", "2", "1", "1", "so, so", "4.5", "2", "1", "1", "0", "", "3", "x", "1"],
    ["20", "", "1", "", "", "3", "", "", "1", "ok", "-3", "1", "2", "2", "", "-1", "", "", ""],
    ["30", "1", "", "", "", "", "1", "", "", "", "", "", "", "", "", "", "", "", ""],
    ["99", "", "", "", "", "", "", "", "", "", "many", "1", "1", "", "", "", "", "", ""],
    ["", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", ""],
]
