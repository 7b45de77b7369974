"""What a question of the source offers: answers, subquestions with their filters, and another answer."""

from typing import Final

from chalicelib.surveys.engine.grammar import Chain, Name, Node, Unary
from chalicelib.surveys.imports.imported import JsonObject, Text
from chalicelib.surveys.imports.limesurvey.expressions import parse_script
from chalicelib.surveys.imports.limesurvey.questions import Question, Source
from chalicelib.surveys.imports.limesurvey.tables import Row
from chalicelib.surveys.imports.unparsing import FALSE, TRUE, Unsayable, all_of, negation, quoted, simplified, unparse

MANY: Final = frozenset({"M", "P"})
ONE: Final = frozenset({"L", "!", "O", "Z", "Y", "G", "5"})
ARRAYS: Final = frozenset({"A", "B", "C", "E", "F", "H"})
_FILTERS: Final = ("array_filter", "array_filter_exclude")


def option(value: object, text: Text) -> object:
    """A choice, row or column: its value alone where its text says no more."""
    return value if text in ("", str(value)) else {"value": value, "text": text}


def answer_options(source: Source, question: Question, scale: str = "0") -> list[object]:
    """The answers of a scale, in their order."""
    found: list[object] = []
    for row in question.answers.get(scale, []):
        key = row["aid"] or f"{row['qid']} {row['scale_id']} {row['code']}"
        source.record(row.path, "carried")
        source.record_texts("answer", key, ("answer",))
        found.append(option(row["code"], source.text("answer", key, "answer")))
    return found


def subquestion_options(source: Source, question: Question, scale: str = "0") -> list[object]:
    """The subquestions of a scale as choices or rows, each with the condition of its relevance and filters."""
    filters = _filters(source, question)
    found: list[object] = []
    for row in question.subquestions.get(scale, []):
        made = option(row["title"], source.text("question", row["qid"], "question"))
        source.record(row.path, "carried")
        source.record_texts("question", row["qid"], ("question",))
        condition = all_of([part for part in (_relevance(source, row), *_filtered(filters, row)) if part != TRUE])
        if condition == FALSE:
            source.record(row.path, "changed", "It is never shown, so it is left out.")
            continue
        if condition != TRUE:
            text = {} if isinstance(made, dict) else {"value": row["title"], "text": row["title"]}
            made = {**(made if isinstance(made, dict) else text), "visibleIf": unparse(condition)}
        if isinstance(made, dict):
            source.origins[id(made)] = row.path
        found.append(made)
    return found


def _relevance(source: Source, row: Row) -> Node:
    script = row["relevance"]
    if script in {"", "1"}:
        return TRUE
    path = (*row.path, "relevance")
    try:
        tree = simplified(parse_script(script, source.resolve, "", source.is_all))
        unparse(tree)
    except Unsayable as problem:
        source.record(path, "lost", f"{problem} It is always shown.")
        return TRUE
    source.record(path, "carried")
    return tree


def _filters(source: Source, question: Question) -> list[tuple[Question, bool]]:
    """The questions whose answers decide which subquestions are shown, and whether they hide what they hold."""
    found: list[tuple[Question, bool]] = []
    for name in _FILTERS:
        said = question.attribute(name)
        if not said:
            continue
        row = next(row for row in question.attributes[name].values() if row["value"])
        titles = [title.strip() for title in said.replace(",", ";").split(";") if title.strip()]
        asked = [one for title in titles for one in source.questions.values() if one.title == title]
        if len(asked) == len(titles) and all(
            one.kind in MANY | ONE | ARRAYS and one.title not in source.lost for one in asked
        ):
            found += [(one, name.endswith("exclude")) for one in asked]
            source.record(row.path, "carried", "It is in the conditions of what it filters.")
        else:
            source.record(row.path, "lost", "It asks about a question of another kind, or one that is not here.")
    return found


def _filtered(filters: list[tuple[Question, bool]], row: Row) -> list[Node]:
    found: list[Node] = []
    for asked, hides in filters:
        holds = _holds(asked, row["title"])
        if holds is not None:
            found.append(negation(holds) if hides else holds)
    return found


def _holds(asked: Question, code: str) -> Node | None:
    """That a question's answer names a subquestion; nothing where it has none of that code."""
    if asked.kind in MANY and any(sub["title"] == code for sub in asked.subquestions["0"]):
        return Chain(Name(asked.name, raw=False), (("contains", quoted(code)),))
    if asked.kind in ARRAYS and any(sub["title"] == code for sub in asked.subquestions["0"]):
        return Unary("notempty", Name(f"{asked.name}.{code}", raw=False))
    if asked.kind in ONE and any(answer["code"] == code for answer in asked.answers["0"]):
        return Chain(Name(asked.name, raw=False), (("equal", quoted(code)),))
    return None


def put_other(source: Source, question: Question, element: JsonObject) -> None:
    """Let people write another answer, where the source does."""
    if question.row["other"] != "Y":
        return
    path = (*question.row.path, "other")
    if element["type"] not in {"radiogroup", "dropdown", "checkbox"}:
        source.record(path, "lost", "This type of question takes no other answer.")
        return
    element["showOtherItem"] = True
    source.record(path, "carried")
    texts = {
        code: row["value"] for code, row in question.attributes.get("other_replace_text", {}).items() if row["value"]
    }
    for row in question.attributes.get("other_replace_text", {}).values():
        source.record(row.path, "carried")
    if texts:
        element["otherText"] = texts.get(source.base) or next(iter(texts.values()))
