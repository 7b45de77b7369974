"""Text entry, forms, sliders, constant sums and descriptive texts as text, comment, panels of them, and html."""

from chalicelib.surveys.imports.conditions import TRUE
from chalicelib.surveys.imports.imported import Column, ColumnKind, JsonObject
from chalicelib.surveys.imports.qualtrics.logic import Asked
from chalicelib.surveys.imports.qualtrics.questions import (
    MOST_ROWS,
    Choice,
    Draft,
    Question,
    Unsupported,
    Workshop,
    check_size,
    codes_of,
    offered,
    titled,
)
from chalicelib.surveys.imports.qualtrics.validation import Rules, numeric, read_rules
from chalicelib.surveys.imports.reading import entries, number


def enter(shop: Workshop, question: Question) -> Draft:
    """A text entry: one line, many lines, or a form of several lines."""
    if question.selector == "FORM":
        rules = read_rules(shop, question, of="text")
        return _panel(shop, question, rules, {"maxLength": 2_000} | rules.properties, "text")
    name = shop.names.take(question.tag)
    draft = Draft(Asked(question.identity, "text", name, texts={"": name, "1": name}))
    rules = read_rules(shop, question, of="text")
    is_long = question.selector in {"ML", "ESTB"} and "inputType" not in rules.properties
    sized: JsonObject = {"type": "comment", "maxLength": 10_000} if is_long else {"type": "text", "maxLength": 2_000}
    element = sized | titled(question, name) | rules.properties | rules.required() | rules.checked()
    if element.get("inputType") == "number":
        del element["maxLength"]
    draft.elements.append((element, TRUE))
    headers = (question.tag, f"{question.tag}_TEXT")
    identities = (f"{question.identity}-TEXT", f"{question.identity}_TEXT", question.identity)
    kind: ColumnKind = "number" if element.get("inputType") == "number" else "text"
    draft.columns.append(Column(headers, identities, kind, name))
    if question.selector not in {"SL", "ML", "ESTB", ""}:
        draft.notes.append(f"It becomes a plain text entry ({question.selector[:20]} in the source).")
    return draft


def upload(shop: Workshop, question: Question) -> Draft:
    """A file to send in."""
    return _plain(shop, question, "file")


def sign(shop: Workshop, question: Question) -> Draft:
    """A signature; other drawings have no counterpart."""
    if question.selector != "Signature":
        raise Unsupported("Drawings are not carried.")
    return _plain(shop, question, "signaturepad")


def _plain(shop: Workshop, question: Question, kind: str) -> Draft:
    name = shop.names.take(question.tag)
    rules = read_rules(shop, question, of=kind)
    element: JsonObject = {"type": kind, **titled(question, name), **rules.required()}
    return Draft(Asked(question.identity, kind, name), elements=[(element, TRUE)])


def slide(shop: Workshop, question: Question) -> Draft:
    """A slider as a panel with a number for each of its items."""
    rules = read_rules(shop, question, of="slider")
    bounds = numeric(number(question.configured("CSSliderMin")), number(question.configured("CSSliderMax")))
    if question.selector == "STAR":
        bounds = numeric(0, number(question.configured("StarCount")))
    shop.ledger.record(
        (*question.path, "Configuration"), "changed", "The least and the most are kept, the look is not."
    )
    draft = _panel(shop, question, rules, bounds, "number")
    draft.notes.append("Each slider becomes a number to type.")
    return draft


def share(shop: Workshop, question: Question) -> Draft:
    """A constant sum as a panel with a number for each of its items."""
    rules = read_rules(shop, question, of="constant sum")
    draft = _panel(shop, question, rules, numeric(0, None), "number")
    draft.notes.append("Each part becomes a number to type; that they add up is not checked.")
    return draft


def describe(shop: Workshop, question: Question) -> Draft:
    """A descriptive text as HTML of a short list of tags."""
    if question.selector not in {"TB", "PTB", ""}:
        raise Unsupported("Pictures and files are not carried.")
    name = shop.names.take(question.tag)
    draft = Draft(Asked(question.identity, "html", name))
    read_rules(shop, question, of="description")
    draft.elements.append(({"type": "html", "name": name, "html": question.markup()}, TRUE))
    return draft


def _panel(shop: Workshop, question: Question, rules: Rules, properties: JsonObject, kind: ColumnKind) -> Draft:
    check_size("items", len(entries(question.payload.get("Choices"))), MOST_ROWS)
    draft = Draft(Asked(question.identity, "form", shop.names.take(question.tag)))
    identities = {identity: identity for identity, _ in entries(question.payload.get("Choices"))}
    choices = offered(shop, question, "Choices", identities, codes_of(question))
    check_size("items that can be shown", len(choices), MOST_ROWS)
    inner = [
        _item(shop, question, draft, choice, properties | rules.required() | rules.checked()) for choice in choices
    ]
    for choice in choices:
        name = draft.asked.texts[choice.identity]
        headers = tuple(f"{question.tag}_{code}" for code in (choice.code, choice.identity))
        identity = f"{question.identity}-{choice.identity}"
        underlined = identity.replace("-", "_")
        known = (identity, underlined, f"{identity}-TEXT", f"{underlined}_TEXT")
        draft.columns.append(Column(headers, known, kind, name))
    draft.elements.append(({"type": "panel", **titled(question, draft.asked.name), "elements": inner}, TRUE))
    shop.ledger.record((*question.path, "RecodeValues"), "carried", "The codes are part of the items' names.")
    return draft


def _item(shop: Workshop, question: Question, draft: Draft, choice: Choice, properties: JsonObject) -> JsonObject:
    name = shop.names.take(f"{question.tag}_{choice.code}")
    draft.asked.texts[choice.identity] = name
    draft.asked.offered[choice.identity] = choice.shown
    shown = {key: value for key, value in choice.option().items() if key == "visibleIf"}
    return {"type": "text", "name": name, "title": choice.text or name, **properties, **shown}
