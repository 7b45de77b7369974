"""Validation settings of the source as required marks, bounds and validators."""

from dataclasses import dataclass, field
from typing import Final

from chalicelib.surveys.imports.imported import JsonObject
from chalicelib.surveys.imports.qualtrics.questions import Question, Workshop
from chalicelib.surveys.imports.reading import mapping, number, whole, word
from chalicelib.surveys.imports.report import Outcome

_LARGEST = 10**11
_UNCHECKED: Final = {
    "ValidDate": "a date",
    "ValidPhone": "a telephone number",
    "ValidZip": "a ZIP code",
    "ValidUSState": "a state",
    "TextOnly": "letters only",
}
_FOR_CHOICES = frozenset({"MinChoices", "MaxChoices", "ChoiceRange", "SelectMany"})
_FOR_CHARACTERS = frozenset({"MinChar", "TotalChar", "CharRange"})


@dataclass(slots=True)
class Rules:
    """What an answer is held against: whether it is required, properties of a text item, validators."""

    is_required: bool = False
    properties: JsonObject = field(default_factory=dict)
    validators: list[JsonObject] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def required(self) -> JsonObject:
        return {"isRequired": True} if self.is_required else {}

    def checked(self) -> JsonObject:
        return {"validators": self.validators} if self.validators else {}


def read_rules(shop: Workshop, question: Question, *, of: str) -> Rules:
    """The rules of a question of a kind: "choices", "text" or anything else; recorded in the report."""
    rules = Rules()
    settings = mapping(mapping(question.payload.get("Validation")).get("Settings"))
    _read_force(settings, rules)
    kind = word(settings.get("Type")) or "None"
    if of == "choices" and kind in _FOR_CHOICES:
        _count_choices(settings, kind, rules)
    elif of == "text" and kind == "ContentType":
        _read_content(settings, rules)
    elif of == "text" and kind in _FOR_CHARACTERS:
        _count_characters(settings, kind, rules)
    elif kind != "None":
        rules.lost.append(f"The check {kind[:40]} has no counterpart here.")
    shop.ledger.record((*question.path, "Validation"), _outcome(rules), " ".join(rules.lost))
    return rules


def _outcome(rules: Rules) -> Outcome:
    if not rules.lost:
        return "carried"
    return "changed" if rules.is_required or rules.validators else "lost"


def _read_force(settings: dict[str, object], rules: Rules) -> None:
    force = word(settings.get("ForceResponse"))
    if force == "RequestResponse" or (force == "ON" and word(settings.get("ForceResponseType")) == "RequestResponse"):
        rules.lost.append("A request to answer, which may be declined, is not made.")
    elif force.upper() == "ON":
        rules.is_required = True


def _count_choices(settings: dict[str, object], kind: str, rules: Rules) -> None:
    least = whole(settings.get("MinChoices")) if kind != "MaxChoices" else None
    most = whole(settings.get("MaxChoices")) if kind != "MinChoices" else None
    bounds: JsonObject = {}
    if least is not None and 0 < least <= 1_000:  # noqa: PLR2004 - as many choices as a question may have
        bounds["minCount"] = least
    if most is not None and max(least or 0, 1) <= most <= 1_000:  # noqa: PLR2004
        bounds["maxCount"] = most
    if bounds:
        rules.validators.append({"type": "answercount", **bounds})
    else:
        rules.lost.append("The number of choices that it asks for cannot be read.")


def _read_content(settings: dict[str, object], rules: Rules) -> None:
    content = word(settings.get("ContentType"))
    if content == "ValidEmail":
        rules.properties["inputType"] = "email"
        rules.validators.append({"type": "email"})
    elif content == "ValidNumber":
        valid = mapping(settings.get("ValidNumber"))
        rules.properties.update(numeric(number(valid.get("Min")), number(valid.get("Max"))))
    else:
        rules.lost.append(f"That the text is {_UNCHECKED.get(content, 'of a certain form')} is not checked.")


def numeric(least: float | None, most: float | None) -> JsonObject:
    """The properties of a text item that takes numbers between bounds."""
    bounds: JsonObject = {"inputType": "number"}
    if least is not None and abs(least) <= _LARGEST:
        bounds["min"] = least
    if most is not None and abs(most) <= _LARGEST and (least is None or least <= most):
        bounds["max"] = most
    return bounds


def _count_characters(settings: dict[str, object], kind: str, rules: Rules) -> None:
    least = whole(settings.get("MinChars")) if kind != "TotalChar" else None
    most = whole(settings.get("TotalChars")) or whole(settings.get("MaxChars")) if kind != "MinChar" else None
    bounds: JsonObject = {}
    if least is not None and 0 < least <= 2_000:  # noqa: PLR2004 - as long as a text may be
        bounds["minLength"] = least
    if most is not None and max(least or 0, 1) <= most <= 10_000:  # noqa: PLR2004 - as long as a comment may be
        bounds["maxLength"] = most
    if bounds:
        rules.validators.append({"type": "text", **bounds})
    else:
        rules.lost.append("The number of characters that it asks for cannot be read.")
