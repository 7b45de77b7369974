"""Multiple choice and rank order as radiogroup, dropdown, checkbox and ranking."""

from collections import Counter

from chalicelib.surveys.imports.conditions import TRUE, Condition, Fact
from chalicelib.surveys.imports.imported import Column, JsonObject
from chalicelib.surveys.imports.qualtrics.logic import Asked
from chalicelib.surveys.imports.qualtrics.options import is_shuffled
from chalicelib.surveys.imports.qualtrics.questions import (
    MOST_CHOICES,
    Choice,
    Draft,
    Question,
    Workshop,
    check_size,
    coded_values,
    codes_of,
    offered,
    text_box,
    titled,
)
from chalicelib.surveys.imports.qualtrics.validation import read_rules
from chalicelib.surveys.imports.reading import entries, entry, flag, mapping

_MOST_RULES = 10


def choose(shop: Workshop, question: Question) -> Draft:
    """A multiple-choice question, with one text item below it for each choice that has a text box."""
    is_many = question.selector.startswith("MA") or question.selector == "MSB"
    choices = _choices(shop, question)
    draft = _draft(shop, question, "many" if is_many else "one", choices)
    rules = read_rules(shop, question, of="choices" if is_many else "choice")
    if is_many:
        rules.validators += _exclusive(shop, question, draft.asked, choices)
    kind = "checkbox" if is_many else "dropdown" if question.selector in {"DL", "SB"} else "radiogroup"
    if question.selector in {"SB", "MSB"}:
        draft.notes.append("A select box becomes a list of another look.")
    element = _element(shop, question, draft, kind, choices)
    draft.elements.append((element | rules.required() | rules.checked(), TRUE))
    draft.columns = _columns(question, draft.asked.name, choices, is_many=is_many)
    for choice in choices:
        _add_text_box(shop, question, draft, choice, is_many=is_many)
    return draft


def rank(shop: Workshop, question: Question) -> Draft:
    """A rank order question; it may be ranked in part, as in the source without validation."""
    choices = _choices(shop, question)
    draft = _draft(shop, question, "rank", choices)
    rules = read_rules(shop, question, of="ranking")
    element = _element(shop, question, draft, "ranking", choices)
    draft.elements.append((element | {"selectToRankEnabled": True} | rules.required(), TRUE))
    draft.columns = [
        Column(
            _headers(question, choice),
            _identities(question, choice),
            "rank",
            draft.asked.name,
            value=choice.value,
        )
        for choice in choices
    ]
    if question.selector != "DND":
        draft.notes.append("The items are ranked by drag and drop or by keyboard.")
    return draft


def _choices(shop: Workshop, question: Question) -> list[Choice]:
    check_size("choices", len(entries(question.payload.get("Choices"))), MOST_CHOICES)
    values = coded_values(shop, question, "Choices")
    choices = offered(shop, question, "Choices", values, codes_of(question))
    check_size("choices that can be shown", len(choices), MOST_CHOICES)
    return choices


def _draft(shop: Workshop, question: Question, kind: str, choices: list[Choice]) -> Draft:
    name = shop.names.take(question.tag)
    values = {choice.identity: choice.value for choice in choices}
    shown = {choice.identity: choice.shown for choice in choices}
    return Draft(Asked(question.identity, kind, name, choices=values, offered=shown))


def _element(shop: Workshop, question: Question, draft: Draft, kind: str, choices: list[Choice]) -> JsonObject:
    options = [choice.option() for choice in choices]
    order = {"choicesOrder": "random"} if is_shuffled(shop, question) else {}
    return {"type": kind, **titled(question, draft.asked.name), "choices": options, **order}


def _exclusive(shop: Workshop, question: Question, asked: Asked, choices: list[Choice]) -> list[JsonObject]:
    found = dict(entries(question.payload.get("Choices")))
    exclusive = [choice for choice in choices if flag(mapping(found[choice.identity]).get("ExclusiveAnswer"))]
    for place, choice in enumerate(exclusive):
        path = (*question.path, "Choices", choice.identity, "ExclusiveAnswer")
        if place < _MOST_RULES - 1:
            shop.ledger.record(path, "changed", "A validator refuses it beside another choice.")
        else:
            shop.ledger.record(path, "lost", "A question may have ten validators.")
    name = f"{{{asked.name}}}"
    return [
        {
            "type": "expression",
            "expression": f"!({name} contains '{choice.value}') or {{{asked.name}.length}} = 1",
            "text": f"“{choice.label[:200]}” excludes the other choices.",
        }
        for choice in exclusive[: _MOST_RULES - 1]
    ]


def _add_text_box(shop: Workshop, question: Question, draft: Draft, choice: Choice, *, is_many: bool) -> None:
    content = mapping(entry(question.payload.get("Choices"), choice.identity))
    if not flag(content.get("TextEntry")):
        return
    box = text_box(shop, question, f"{question.tag}_{choice.code}_TEXT", choice.text)
    draft.asked.texts[choice.identity] = str(box["name"])
    draft.elements.append((box, _is_chosen(draft.asked, choice, is_many=is_many)))
    path = (*question.path, "Choices", choice.identity, "TextEntry")
    shop.ledger.record(path, "changed", "Its text box is an item of its own, shown while the choice is taken.")
    draft.columns.append(
        Column(
            tuple(f"{header}_TEXT" for header in _headers(question, choice)),
            (f"{question.identity}-{choice.identity}-TEXT", f"{question.identity}_{choice.identity}_TEXT"),
            "text",
            str(box["name"]),
        ),
    )


def _is_chosen(asked: Asked, choice: Choice, *, is_many: bool) -> Condition:
    verb = "contains" if is_many else "="
    text = f"{{{asked.name}}} {verb} '{choice.value}'"
    return Fact(asked.identity, text, f"!({text})", empty=False)


def _columns(question: Question, name: str, choices: list[Choice], *, is_many: bool) -> list[Column]:
    codes = unambiguous([(choice.code, choice.value) for choice in choices])
    labels = unambiguous([(choice.label, choice.value) for choice in choices])
    whole = Column(
        (question.tag,), (question.identity,), "list" if is_many else "one", name, codes=codes, labels=labels
    )
    if not is_many:
        return [whole]
    ticks = [
        Column(
            _headers(question, choice),
            _identities(question, choice),
            "tick",
            name,
            value=choice.value,
            codes={choice.code: choice.value},
            labels={choice.label: choice.value},
        )
        for choice in choices
    ]
    return [*ticks, whole]


def unambiguous(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """The pairs as a mapping, without the keys that stand for several values."""
    counted = Counter(key for key, _ in pairs)
    return {key: value for key, value in pairs if counted[key] == 1}


def _headers(question: Question, choice: Choice) -> tuple[str, ...]:
    return (f"{question.tag}_{choice.code}", f"{question.tag}_{choice.identity}")


def _identities(question: Question, choice: Choice) -> tuple[str, ...]:
    return (f"{question.identity}-{choice.identity}", f"{question.identity}_{choice.identity}")
