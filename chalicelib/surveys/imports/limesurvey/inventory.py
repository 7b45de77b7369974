"""Every element of a survey structure: each row, and each cell that sets something beside what the row is."""

from collections.abc import Iterator
from typing import Final

from chalicelib.surveys.imports.limesurvey.tables import Row, Tables
from chalicelib.surveys.imports.report import Element, labelled_once

_KINDS: Final = {
    "groups": "group",
    "group_l10ns": "texts of a group",
    "questions": "question",
    "subquestions": "subquestion",
    "question_l10ns": "texts of a question",
    "answers": "answer",
    "answer_l10ns": "texts of an answer",
    "question_attributes": "attribute",
    "conditions": "condition",
    "surveys": "survey",
    "surveys_languagesettings": "texts of the survey",
    "quota": "quota",
    "quota_members": "member of a quota",
    "quota_languagesettings": "texts of a quota",
    "defaultvalues": "default answer",
    "defaultvalue_l10ns": "texts of a default answer",
    "assessments": "assessment",
}
# What a cell of these columns sets, and the values that set nothing.
CELLS: Final[dict[str, dict[str, frozenset[str]]]] = {
    "groups": {"grelevance": frozenset({"", "1"}), "randomization_group": frozenset({""})},
    "questions": {
        "relevance": frozenset({"", "1"}),
        "preg": frozenset({""}),
        "other": frozenset({"", "N"}),
        "mandatory": frozenset({"", "N"}),
        "encrypted": frozenset({"", "N"}),
    },
    "subquestions": {"relevance": frozenset({"", "1"})},
    "question_l10ns": {"script": frozenset({""})},
}
# Of these rows, each cell in which something stands is a setting.
SETTINGS: Final[dict[str, frozenset[str]]] = {
    "surveys": frozenset({"sid", "gsid"}),
    "surveys_languagesettings": frozenset({"surveyls_survey_id", "surveyls_language"}),
}


def take_inventory(tables: Tables) -> list[Element]:
    """The elements in the order of the file, each under a label of its own."""
    found = [Element(("languages", code), f"language {code}", "language") for code in dict.fromkeys(tables.languages)]
    for table, rows in tables.rows.items():
        for row in rows:
            found += _of_row(tables, table, row)
    found += [Element(path, " ".join(path), "part of the file") for path in tables.others]
    return labelled_once(found)


def _of_row(tables: Tables, table: str, row: Row) -> Iterator[Element]:
    if table == "question_attributes" and not row["value"]:
        return
    label = f"{table} {int(row.path[1]) + 1}{_hint(row)}"
    yield Element(row.path, label, _KINDS.get(table, f"row of {table}"))
    for column, nothing in CELLS.get(table, {}).items():
        if row[column] not in nothing and is_own_row(tables, table, row):
            yield Element((*row.path, column), f"{label} / {column}", "condition" if "relevance" in column else "cell")
    for column in row.cells if table in SETTINGS else []:
        if row[column] and column not in SETTINGS[table]:
            yield Element((*row.path, column), f"{label} / {column}", "setting")


def is_own_row(tables: Tables, table: str, row: Row) -> bool:
    """Whether a row says what a thing is; in files before version 4 the first of several says it."""
    if table not in {"groups", "questions", "subquestions"} or not row["language"]:
        return True
    key = "gid" if table == "groups" else "qid"
    return next(other for other in tables.of(table) if other[key] == row[key]).path == row.path


def _hint(row: Row) -> str:
    said = row["title"] or row["code"] or row["attribute"] or row["group_name"]
    language = row["language"] or row["surveyls_language"]
    inner = ", ".join(part for part in (said, language) if part)
    return f" ({inner})" if inner else ""
