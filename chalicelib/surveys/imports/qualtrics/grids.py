"""Matrix tables as matrix and matrixdropdown."""

from typing import Final, TypedDict

from chalicelib.surveys.imports.conditions import TRUE
from chalicelib.surveys.imports.imported import Column, JsonObject
from chalicelib.surveys.imports.names import Names, safe
from chalicelib.surveys.imports.qualtrics.choosing import unambiguous
from chalicelib.surveys.imports.qualtrics.logic import Asked
from chalicelib.surveys.imports.qualtrics.options import is_shuffled
from chalicelib.surveys.imports.qualtrics.questions import (
    MOST_CHOICES,
    MOST_ROWS,
    Choice,
    Draft,
    Question,
    Unsupported,
    Workshop,
    check_size,
    coded_values,
    codes_of,
    offered,
    text_box,
    titled,
)
from chalicelib.surveys.imports.qualtrics.validation import Rules, read_rules
from chalicelib.surveys.imports.reading import entries, entry, flag, mapping, word

MOST_COLUMNS: Final = 50
_SINGLE = frozenset({"SingleAnswer", "SACH", "SACV", "DL", "DND", "None", ""})


def tabulate(shop: Workshop, question: Question) -> Draft:
    """A matrix: one scale point a statement, several, or a text or number for each pair."""
    if question.selector == "Likert" and question.sub_selector in _SINGLE:
        return _single(shop, question)
    if question.selector == "Bipolar":
        draft = _single(shop, question)
        draft.notes.append("The two poles stand together in the statement.")
        return draft
    if question.selector == "Likert" and question.sub_selector == "MultipleAnswer":
        return _multiple(shop, question)
    if question.selector in {"TE", "CS"}:
        return _written(shop, question)
    if question.selector == "Profile" and question.sub_selector in _SINGLE:
        return _profile(shop, question)
    raise Unsupported(f"A matrix of the kind {question.selector[:40]} has no counterpart here.")


def _single(shop: Workshop, question: Question) -> Draft:
    rows, answers, draft = _frame(shop, question, "grid")
    rules = read_rules(shop, question, of="matrix")
    element = {
        "type": "matrix",
        **titled(question, draft.asked.name),
        "columns": [answer.option() for answer in answers],
        "rows": [row.option() for row in rows],
        **_shuffled(shop, question),
        **({"isRequired": True, "eachRowRequired": True} if rules.is_required else {}),
    }
    if question.sub_selector in {"DL", "DND"}:
        draft.notes.append("Scale points are chosen by buttons instead.")
    draft.elements.append((element, TRUE))
    codes = _codes(answers)
    for row in rows:
        headers, identities = _row_headers(question, row), _row_identities(question, row)
        draft.columns.append(Column(headers, identities, "one", draft.asked.name, row=row.value, **codes))
        _add_text_box(shop, question, draft, row)
    return draft


def _multiple(shop: Workshop, question: Question) -> Draft:
    rows, answers, draft = _frame(shop, question, "grid of many")
    rules = read_rules(shop, question, of="choices")
    cell: JsonObject = {
        "name": "answers",
        "title": question.text("QuestionText") or question.tag,
        "cellType": "checkbox",
        "choices": [answer.option() for answer in answers],
    }
    draft.elements.append((_table(shop, question, draft.asked.name, rows, _checked([cell], rules)), TRUE))
    codes = _codes(answers)
    for row in rows:
        headers, identities = _row_headers(question, row), _row_identities(question, row)
        name = draft.asked.name
        draft.columns += [
            Column(
                _pair_headers(headers, answer),
                _pair_identities(identities, answer),
                "tick",
                name,
                row=row.value,
                cell="answers",
                value=answer.value,
                codes={answer.code: answer.value},
                labels={answer.label: answer.value},
            )
            for answer in answers
        ]
        draft.columns.append(Column(headers, identities, "list", name, row=row.value, cell="answers", **codes))
        _add_text_box(shop, question, draft, row)
    draft.notes.append("It becomes a table with checkboxes in its cells.")
    return draft


def _written(shop: Workshop, question: Question) -> Draft:
    rows, answers, draft = _frame(shop, question, "table")
    check_size("columns", len(answers), MOST_COLUMNS)
    rules = read_rules(shop, question, of="text")
    is_number = question.selector == "CS" or rules.properties.get("inputType") == "number"
    names = Names()
    cells: list[JsonObject] = []
    for answer in answers:
        name = names.take(f"c{answer.value}")
        typed = {"inputType": "number"} if is_number else {"maxLength": 2_000}
        properties: JsonObject = {**typed, **rules.properties}
        shown = {key: value for key, value in answer.option().items() if key == "visibleIf"}
        cells.append({"name": name, "title": answer.text or name, "cellType": "text", **properties, **shown})
        for row in rows:
            draft.columns.append(
                Column(
                    _pair_headers(_row_headers(question, row), answer),
                    _pair_identities(_row_identities(question, row), answer),
                    "number" if is_number else "text",
                    draft.asked.name,
                    row=row.value,
                    cell=name,
                ),
            )
    draft.elements.append((_table(shop, question, draft.asked.name, rows, _checked(cells, rules)), TRUE))
    if question.selector == "CS":
        draft.notes.append("That the numbers add up is not checked.")
    return draft


def _profile(shop: Workshop, question: Question) -> Draft:
    check_size("statements", len(entries(question.payload.get("Choices"))), MOST_ROWS)
    draft = Draft(Asked(question.identity, "panel", shop.names.take(question.tag)))
    rules = read_rules(shop, question, of="matrix")
    rows = offered(shop, question, "Choices", *_row_values(shop, question))
    check_size("statements that can be shown", len(rows), MOST_ROWS)
    inner = [_profile_row(shop, question, draft, row) | rules.required() for row in rows]
    draft.elements.append(({"type": "panel", **titled(question, draft.asked.name), "elements": inner}, TRUE))
    draft.notes.append("Each statement becomes a question of its own, in a panel.")
    shop.ledger.record((*question.path, "RecodeValues"), "carried", "The codes are the values of the choices.")
    return draft


def _profile_row(shop: Workshop, question: Question, draft: Draft, row: Choice) -> JsonObject:
    """One statement of a profile: it has scale points of its own, one level deeper than in other matrices."""
    points = mapping(question.payload.get("Answers")).get(row.identity)
    check_size("scale points of a statement", len(entries(points)), MOST_CHOICES)
    path = (*question.path, "Answers", row.identity)
    payload = {"Answers": points, "RecodeValues": question.payload.get("RecodeValues")}
    own = Question(path, question.identity, payload, question.language)
    answers = offered(shop, own, "Answers", coded_values(shop, own, "Answers"), codes_of(own))
    name = shop.names.take(f"{question.tag}_{row.code}")
    headers, identities = _row_headers(question, row), _row_identities(question, row)
    draft.columns.append(Column(headers, identities, "one", name, **_codes(answers)))
    shown = {key: value for key, value in row.option().items() if key == "visibleIf"}
    choices = [answer.option() for answer in answers]
    return {"type": "radiogroup", "name": name, "title": row.text or name, "choices": choices, **shown}


class _Codes(TypedDict):
    codes: dict[str, str]
    labels: dict[str, str]


def _codes(answers: list[Choice]) -> _Codes:
    codes = unambiguous([(answer.code, answer.value) for answer in answers])
    return {"codes": codes, "labels": unambiguous([(answer.label, answer.value) for answer in answers])}


def _checked(cells: list[JsonObject], rules: Rules) -> list[JsonObject]:
    return [cell | rules.required() | rules.checked() for cell in cells]


def _table(shop: Workshop, question: Question, name: str, rows: list[Choice], cells: list[JsonObject]) -> JsonObject:
    return {
        "type": "matrixdropdown",
        **titled(question, name),
        "columns": cells,
        "rows": [row.option() for row in rows],
        **_shuffled(shop, question),
    }


def _shuffled(shop: Workshop, question: Question) -> JsonObject:
    return {"rowsOrder": "random"} if is_shuffled(shop, question) else {}


def _frame(shop: Workshop, question: Question, kind: str) -> tuple[list[Choice], list[Choice], Draft]:
    check_size("statements", len(entries(question.payload.get("Choices"))), MOST_ROWS)
    check_size("scale points", len(entries(question.payload.get("Answers"))), MOST_CHOICES)
    rows = offered(shop, question, "Choices", *_row_values(shop, question))
    values = coded_values(shop, question, "Answers")
    answers = offered(shop, question, "Answers", values, codes_of(question))
    check_size("statements that can be shown", len(rows), MOST_ROWS)
    check_size("scale points that can be shown", len(answers), MOST_CHOICES)
    asked = Asked(
        question.identity,
        kind,
        shop.names.take(question.tag),
        choices={row.identity: row.value for row in rows},
        answers={answer.identity: answer.value for answer in answers},
        offered={row.identity: row.shown for row in rows},
        columns={answer.identity: answer.shown for answer in answers},
    )
    return rows, answers, Draft(asked)


def _row_values(shop: Workshop, question: Question) -> tuple[dict[str, str], dict[str, str]]:
    tags = {key: word(tag).strip() for key, tag in entries(question.payload.get("ChoiceDataExportTags"))}
    tags = {key: tag for key, tag in tags.items() if tag}
    names = Names()
    values = {}
    for identity, _ in entries(question.payload.get("Choices")):
        wanted = tags.get(identity, identity)
        values[identity] = wanted if wanted.isdecimal() and wanted not in names.taken else names.take(safe(wanted))
        names.taken.add(values[identity])
    shop.ledger.record((*question.path, "ChoiceDataExportTags"), "carried", "The tags are the values of the rows.")
    return values, tags


def _add_text_box(shop: Workshop, question: Question, draft: Draft, row: Choice) -> None:
    content = mapping(entry(question.payload.get("Choices"), row.identity))
    if not flag(content.get("TextEntry")):
        return
    headers = tuple(f"{header}_TEXT" for header in _row_headers(question, row))
    box = text_box(shop, question, headers[0], row.text)
    draft.asked.texts[row.identity] = str(box["name"])
    draft.elements.append((box, row.shown))
    identities = (f"{question.identity}-{row.identity}-TEXT", f"{question.identity}_{row.identity}_TEXT")
    draft.columns.append(Column(headers, identities, "text", str(box["name"])))
    path = (*question.path, "Choices", row.identity, "TextEntry")
    shop.ledger.record(path, "changed", "The statement's text box is an item of its own below the matrix.")


def _row_headers(question: Question, row: Choice) -> tuple[str, ...]:
    headers = (f"{question.tag}_{row.code}", f"{question.tag}_{row.identity}")
    return (*headers, row.code) if row.code != row.identity else headers


def _row_identities(question: Question, row: Choice) -> tuple[str, ...]:
    return (f"{question.identity}-{row.identity}", f"{question.identity}_{row.identity}")


def _pair_headers(headers: tuple[str, ...], answer: Choice) -> tuple[str, ...]:
    return tuple(f"{header}_{code}" for code in (answer.code, answer.identity) for header in headers)


def _pair_identities(identities: tuple[str, ...], answer: Choice) -> tuple[str, ...]:
    dashed, underlined = identities
    return (f"{dashed}-{answer.identity}", f"{underlined}_{answer.identity}")
