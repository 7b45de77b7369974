"""From a question of the source to its draft, or to the reason why it has none."""

from collections.abc import Callable
from typing import Final

from chalicelib.surveys.imports.qualtrics.choosing import choose, rank
from chalicelib.surveys.imports.qualtrics.entering import describe, enter, share, sign, slide, upload
from chalicelib.surveys.imports.qualtrics.grids import tabulate
from chalicelib.surveys.imports.qualtrics.options import record_plain_options
from chalicelib.surveys.imports.qualtrics.questions import Draft, Question, Unsupported, Workshop, note_text
from chalicelib.surveys.imports.qualtrics.sides import side_by_side
from chalicelib.surveys.imports.reading import word

_BUILDERS: Final[dict[str, Callable[[Workshop, Question], Draft]]] = {
    "MC": choose,
    "Matrix": tabulate,
    "SBS": side_by_side,
    "TE": enter,
    "Slider": slide,
    "CS": share,
    "RO": rank,
    "DB": describe,
    "FileUpload": upload,
    "Draw": sign,
}
CARRIED: Final = frozenset(_BUILDERS)
_NOT_CARRIED: Final = {
    "Timing": "How long a page takes is never collected here.",
    "Meta": "Which browser is used is never collected here.",
    "Captcha": "Robots are kept away by other means.",
    "HotSpot": "Pictures are not carried.",
    "HeatMap": "Pictures are not carried.",
    "DD": "Drill-down lists have no counterpart here.",
    "PGR": "Pick, group and rank has no counterpart here.",
    "HL": "Highlighting has no counterpart here.",
    "SS": "Graphic sliders have no counterpart here.",
}


def build(shop: Workshop, question: Question) -> Draft | None:
    """Draft a question and record it; None, with everything about it recorded as lost, where it cannot be carried."""
    entry = question.path[:-1]
    try:
        draft = shop.attempt(lambda: _builder(word(question.payload.get("QuestionType")))(shop, question))
    except Unsupported as problem:
        shop.ledger.record_tree(entry, "lost", str(problem), "Its question was not imported.")
        return None
    note_text(shop, question, draft)
    record_plain_options(shop, question)
    shop.ledger.record(entry, "changed" if draft.notes else "carried", " ".join(draft.notes))
    return draft


def _builder(kind: str) -> Callable[[Workshop, Question], Draft]:
    if kind not in _BUILDERS:
        raise Unsupported(_NOT_CARRIED.get(kind, f"A question of the type {kind[:40] or 'nothing'} is unknown here."))
    return _BUILDERS[kind]
