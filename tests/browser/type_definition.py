"""A survey with every type of question, in three languages."""

from typing import Any


def said(text: str) -> dict[str, str]:
    """A title in three languages; who reads it is no person, so that a mark of the language is enough."""
    return {"default": text, "es": f"{text} (es)", "ar": f"{text} (ع)"}


def asked(kind: str, name: str = "", **more: Any) -> dict[str, Any]:
    return {"type": kind, "name": name or kind, "title": said(f"Question {name or kind}"), **more}


CHOICES = [{"value": value, "text": said(f"Choice {value}")} for value in ("a", "b", "c")]
ROWS = [{"value": value, "text": said(f"Row {value}")} for value in ("r1", "r2")]
INPUTS = (
    "number",
    "range",
    "email",
    "date",
    "datetime-local",
    "month",
    "week",
    "time",
    "tel",
    "url",
    "color",
    "password",
)
COLUMNS = [
    {"name": "pick", "title": said("Pick"), "cellType": "dropdown", "choices": CHOICES},
    {"name": "note", "title": said("Note"), "cellType": "text"},
]
ELEMENTS = [
    {"type": "html", "name": "html", "html": said("<p>Read <b>this</b> first.</p>")},
    {"type": "image", "name": "image", "altText": said("The school"), "imageLink": "/pictures/a.svg"},
    asked("text"),
    *(asked("text", f"text_{kind}", inputType=kind) for kind in INPUTS),
    asked("comment"),
    asked("radiogroup", choices=CHOICES, showOtherItem=True),
    asked("checkbox", choices=CHOICES, showNoneItem=True),
    asked("dropdown", choices=CHOICES),
    asked("tagbox", choices=CHOICES),
    asked("buttongroup", choices=CHOICES),
    asked("boolean"),
    asked("rating"),
    asked("rating", "rating_ten", rateMax=10),
    asked("ranking", choices=CHOICES),
    asked("slider"),
    asked(
        "imagepicker",
        choices=[{**one, "imageLink": f"/pictures/{one['value']}.svg"} for one in CHOICES],
        showLabel=True,
    ),
    asked("matrix", columns=[1, 2, 3], rows=ROWS),
    asked("matrixdropdown", columns=COLUMNS, rows=ROWS[:1]),
    asked("matrixdynamic", columns=COLUMNS[1:], rowCount=0),
    asked("multipletext", items=[{"name": "first", "title": said("First")}, {"name": "last", "title": said("Last")}]),
    asked("paneldynamic", templateElements=[asked("text", "inner")]),
    {"type": "panel", "name": "panel", "title": said("A panel"), "elements": [asked("text", "within")]},
    asked("expression", expression="{slider} + {rating}"),
    asked("file"),
    asked("signaturepad"),
]
TYPES = sorted({str(element["type"]) for element in ELEMENTS})
DEFINITION = {"title": said("Every type"), "elements": ELEMENTS}
