"""Side-by-side questions as a panel of matrices."""

from chalicelib.surveys.imports.conditions import TRUE
from chalicelib.surveys.imports.imported import JsonObject
from chalicelib.surveys.imports.qualtrics.grids import MOST_COLUMNS, tabulate
from chalicelib.surveys.imports.qualtrics.logic import Asked
from chalicelib.surveys.imports.qualtrics.options import record_plain_options
from chalicelib.surveys.imports.qualtrics.questions import Draft, Question, Unsupported, Workshop, check_size, titled
from chalicelib.surveys.imports.qualtrics.validation import read_rules
from chalicelib.surveys.imports.reading import entries, mapping, word


def side_by_side(shop: Workshop, question: Question) -> Draft:
    """A side-by-side question as a panel with one matrix for each of its column questions."""
    name = shop.names.take(question.tag)
    draft = Draft(Asked(question.identity, "panel", name))
    rules = read_rules(shop, question, of="side by side")
    shared: JsonObject = {key: question.payload[key] for key in ("Choices", "ChoiceOrder") if key in question.payload}
    inner: list[JsonObject] = []
    for place, content in entries(question.payload.get("AdditionalQuestions")):
        path = (*question.path, "AdditionalQuestions", place)
        column = _column_question(question, path, place, mapping(content), shared)
        inner += _column_elements(shop, column, draft, is_required=rules.is_required)
    check_size("columns that can be carried", len(inner), MOST_COLUMNS)
    _record_shared_choices(shop, question)
    panel = {"type": "panel", **titled(question, name), "elements": inner}
    draft.elements.append((panel, TRUE))
    draft.notes.append("Its columns become one matrix each, in a panel.")
    return draft


def _column_question(
    question: Question, path: tuple[str, ...], place: str, content: JsonObject, shared: JsonObject
) -> Question:
    identity = word(content.get("QuestionID")) or f"{question.identity}#{place}"
    tag = {} if word(content.get("DataExportTag")) else {"DataExportTag": f"{question.tag}#{place}"}
    own = {key: value for key, value in content.items() if value or key not in shared}
    return Question(path, identity, {**shared, **own, **tag}, question.language)


def _column_elements(shop: Workshop, column: Question, draft: Draft, *, is_required: bool) -> list[JsonObject]:
    try:
        built = shop.attempt(lambda: tabulate(shop, column))
    except Unsupported as problem:
        shop.ledger.record_tree(column.path, "lost", str(problem), "Its column was not imported.")
        return []
    shop.ledger.record(column.path, "changed", " ".join(["It is a matrix of its own.", *built.notes]))
    record_plain_options(shop, column)
    shop.logic.asked[column.identity] = built.asked
    draft.columns += built.columns
    elements = [element for element, _ in built.elements]
    if is_required:
        elements[0]["isRequired"] = True
    return elements


def _record_shared_choices(shop: Workshop, question: Question) -> None:
    shop.ledger.record((*question.path, "RecodeValues"), "carried", "The columns have codes of their own.")
    for identity, _ in entries(question.payload.get("Choices")):
        inside = "What a statement of a side-by-side question has of its own is not carried."
        shop.ledger.below[(*question.path, "Choices", identity)] = ("lost", inside)
