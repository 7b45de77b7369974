"""Settings that are the same for every kind of question, and what becomes of them."""

from typing import Final

from chalicelib.surveys.imports.languages import is_language
from chalicelib.surveys.imports.qualtrics.questions import Question, Workshop, language_of
from chalicelib.surveys.imports.reading import entries, mapping, word
from chalicelib.surveys.imports.report import Outcome

_PLAIN: Final[dict[str, tuple[Outcome, str]]] = {
    "Configuration": ("lost", "Settings of the layout; questions are laid out by the form itself."),
    "DefaultChoices": ("lost", "Answers filled in beforehand are not carried."),
    "GradingData": ("lost", "Scoring is not carried."),
    "QuestionJS": ("lost", "Scripts are never carried."),
    "DynamicChoices": ("lost", "Choices carried forward from another question are not carried."),
    "DynamicChoicesData": ("lost", "Choices carried forward from another question are not carried."),
    "AnalyzeChoices": ("lost", "A setting of the source's own reports."),
    "VariableNaming": ("lost", "Names of choices for the source's own reports."),
    "DataVisibility": ("lost", "A setting of the source's own reports."),
    "ColumnLabels": ("lost", "Labels above groups of columns are not carried."),
    "Labels": ("lost", "Labels along the scale are not carried."),
    "SearchSource": ("lost", "Suggestions while typing are not carried."),
    "ChoiceGroups": ("changed", "The choices stay in their order, without the headings of their groups."),
    "ChoiceGroupOrder": ("changed", "The choices stay in their order, without the headings of their groups."),
    "Randomization": ("lost", "Everything is shown in its order."),
    "ClarifyingSymbol": ("lost", "A unit beside the number is not carried."),
    "ClarifyingSymbolType": ("lost", "A unit beside the number is not carried."),
}


def record_plain_options(shop: Workshop, question: Question) -> None:
    """Record the settings that are the same for every kind of question, unless the kind has said otherwise."""
    for key, outcome in _PLAIN.items():
        shop.ledger.outcomes.setdefault((*question.path, key), outcome)
    for language, _ in entries(question.payload.get("Language")):
        is_kept = is_language(language_of(language))
        reason = "" if is_kept else "Its language has no code that is known here."
        shop.ledger.record((*question.path, "Language", language), "carried" if is_kept else "lost", reason)


def is_shuffled(shop: Workshop, question: Question) -> bool:
    """Whether all choices or statements come in random order; every other randomization is recorded as lost."""
    setting = mapping(question.payload.get("Randomization"))
    kind = word(setting.get("Type")) or "None"
    path = (*question.path, "Randomization")
    if kind == "All":
        shop.ledger.record(path, "carried", "All come in random order.")
    elif kind == "None":
        shop.ledger.record(path, "carried", "Nothing is randomized.")
    else:
        shop.ledger.record(path, "lost", "All are shown in their order; only a full shuffle can be carried.")
    return kind == "All"
