"""What a question takes from other tables: its condition, and the answers filled in beforehand."""

from collections import defaultdict

from chalicelib.surveys.imports.imported import JsonObject
from chalicelib.surveys.imports.limesurvey.questions import Question, Source
from chalicelib.surveys.imports.limesurvey.tables import Row
from chalicelib.surveys.imports.reading import number
from chalicelib.surveys.imports.report import Path


def script_of(source: Source, question: Question) -> tuple[str, Path]:
    """The condition of a question and where it stands: its relevance, or else the rows of the table conditions."""
    rows = [row for row in source.tables.of("conditions") if row["qid"] == question.row["qid"]]
    script = question.row["relevance"]
    if script not in {"", "1"}:
        for row in rows:
            source.record(row.path, "carried", "The relevance of its question says it.")
        return script, (*question.row.path, "relevance")
    if not rows:
        return "", ()
    script = _script(rows)
    for row in rows[1:]:
        source.record(row.path, "carried", "It is told with the first condition of its question.")
    return script, rows[0].path


def _script(rows: list[Row]) -> str:
    """Rows as one condition: those about one question are alternatives, scenarios too, all else has to hold."""
    scenarios: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        scenarios[row["scenario"]][row["cqid"]].append(_comparison(row))
    whole = [" && ".join(f"({' || '.join(any_of)})" for any_of in asked.values()) for asked in scenarios.values()]
    return " || ".join(f"({one})" for one in whole)


def _comparison(row: Row) -> str:
    field = row["cfieldname"]
    if field.startswith("+"):
        return f'{field[1:]}.NAOK == "Y"'
    value = row["value"].replace("\\", "\\\\").replace('"', '\\"')
    return f'{field}.NAOK {row["method"] or "=="} "{value}"'


def defaults_of(source: Source, question: Question, element: JsonObject) -> None:
    """Give an element the answer that is filled in beforehand; every row that cannot be is recorded as lost."""
    rows = [row for row in source.tables.of("defaultvalues") if row["qid"] == question.row["qid"]]
    spoken = source.tables.of("defaultvalue_l10ns")
    taken: list[object] = []
    for row in rows:
        said = [one for one in spoken if one["dvid"] == row["dvid"]] if row["dvid"] else []
        value = _default(question, element, row, next((one["defaultvalue"] for one in said), row["defaultvalue"]))
        for one in (row, *said):
            if value is None:
                source.record(one.path, "lost", "This answer cannot be filled in beforehand.")
            else:
                source.record(one.path, "carried")
        if value is not None:
            taken.append(value)
    if taken:
        element["defaultValue"] = taken if element["type"] == "checkbox" else taken[0]
        source.cells[id(element), "defaultValue"] = rows[0].path


def _default(question: Question, element: JsonObject, row: Row, value: str) -> object:
    if not value or row["specialtype"] or "{" in value:
        return None
    if element["type"] == "checkbox":
        found = [sub["title"] for sub in question.subquestions["0"] if sub["qid"] == row["sqid"]]
        return found[0] if found and value == "Y" else None
    if row["sqid"] not in {"", "0"}:
        return None
    if element.get("inputType") == "number" or element["type"] == "rating":
        return number(value)
    return value if element["type"] in {"text", "comment", "radiogroup", "dropdown"} else None
