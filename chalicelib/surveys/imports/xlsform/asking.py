"""What a question of a form becomes, by its type."""

import html
import re
from collections.abc import Callable
from typing import Final

from chalicelib.surveys.engine import profile
from chalicelib.surveys.imports.imported import JsonObject, Text
from chalicelib.surveys.imports.reading import number
from chalicelib.surveys.imports.rules import whole_number
from chalicelib.surveys.imports.unparsing import unparse
from chalicelib.surveys.imports.xlsform.choosing import is_boolean, options_of, rows_of
from chalicelib.surveys.imports.xlsform.constraints import put_rules
from chalicelib.surveys.imports.xlsform.inventory import row_path
from chalicelib.surveys.imports.xlsform.sheets import MEDIA, text_of
from chalicelib.surveys.imports.xlsform.tree import Entry
from chalicelib.surveys.imports.xlsform.workshop import Form
from chalicelib.surveys.imports.xlsform.xpath import Kind

KINDS: Final[dict[str, Kind]] = {
    "text": "text", "string": "text", "integer": "number", "int": "number", "decimal": "number", "range": "number",
    "date": "text", "time": "text", "datetime": "text", "select_one": "one", "select_multiple": "many", "rank": "rank",
    "acknowledge": "text", "trigger": "text", "calculate": "other", "hidden": "other", "image": "other",
    "audio": "other", "video": "other", "file": "other",
}  # fmt: skip
_DEVICE: Final = "What the device knows of itself or of its owner is never collected here."
_LOST: Final = {
    **dict.fromkeys(
        ("start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email", "audit",
         "start-geopoint", "background-audio", "background-geopoint"), _DEVICE,
    ),
    **dict.fromkeys(("geopoint", "geotrace", "geoshape"), "Places on a map are not asked for here."),
    "barcode": "Bar codes cannot be read here.",
    "hidden": "A hidden value without a calculation says nothing.",
    "select_one_external": "Choices of another sheet or file are not carried.",
    "select_one_from_file": "Choices of another sheet or file are not carried.",
    "select_multiple_from_file": "Choices of another sheet or file are not carried.",
    "csv-external": "Data of other files are not carried.", "xml-external": "Data of other files are not carried.",
}  # fmt: skip
_INPUTS: Final = {"integer": "number", "int": "number", "decimal": "number", "date": "date", "time": "time"}
UPLOADS: Final = {"image": "image/*", "audio": "audio/*", "video": "video/*", "file": ""}
_COLUMNS = re.compile(r"columns-(\d{1,2})")
_PARAMETER = re.compile(r"([A-Za-z-]+)\s*=\s*([^\s,;=]+)")


def is_asked(entry: Entry) -> bool:
    """Whether a question's answer may be asked about."""
    return entry.kind in KINDS and not (entry.kind == "hidden" and not entry.row.word("calculation"))


def ask(form: Form, entry: Entry) -> list[JsonObject]:
    """The element of a question; none, with all that it has recorded as lost, where there is no counterpart."""
    builder = _BUILDERS.get(entry.kind)
    if builder is None:
        reason = _LOST.get(entry.kind, f"A row of the type {entry.kind[:40] or 'nothing'} is unknown here.")
        form.ledger.record_tree(row_path(entry.row.line), "lost", reason, "Its question was not imported.")
        return []
    form.record(entry, "", "carried")
    form.ledger.below[row_path(entry.row.line)] = ("lost", "It has no counterpart for this type of question.")
    element = builder(form, entry)
    if element is None:
        return []
    form.made(element, entry)
    form.put_condition(element, "visibleIf", entry, "relevant")
    note_name(form, entry)
    return [element]


def note_name(form: Form, entry: Entry) -> None:
    """Record a name that had to be another."""
    path = row_path(entry.row.line)
    if form.named[id(entry)] != entry.name and form.ledger.outcomes.get(path) == ("carried", ""):
        form.ledger.record(path, "changed", f"It is called {form.named[id(entry)]} here.")


def begun(form: Form, entry: Entry, kind: str) -> JsonObject:
    """A question with its name, title and hint."""
    element: JsonObject = {"type": kind, "name": form.named[id(entry)]}
    put_text(form, entry, element, "title", "label")
    if element.get("title") == element["name"]:
        del element["title"]
    put_text(form, entry, element, "description", "hint")
    for column in MEDIA & entry.row.texts.keys():
        form.record(entry, column, "lost", "Pictures and sounds beside a question are not carried.")
    if "guidance_hint" in entry.row.texts:
        form.record(entry, "guidance_hint", "lost", "There is one hint to a question.")
    return element


def put_text(form: Form, entry: Entry, element: JsonObject, key: str, column: str) -> None:
    text = form.text(entry, column)
    if text:
        element[key] = text
        form.record(entry, column, "carried")


def look(form: Form, entry: Entry, understood: set[str]) -> None:
    """Record the appearance: what is understood is carried, the rest is a matter of the look."""
    said = entry.row.word("appearance").split()
    if said:
        rest = [word for word in said if word not in understood]
        reason = f"The form has its own look, without {' '.join(rest)[:60]}." if rest else ""
        form.record(
            entry, "appearance", "changed" if understood & set(said) and rest else "lost" if rest else "carried", reason
        )


def _parameters(entry: Entry) -> dict[str, str]:
    return {key.lower(): value for key, value in _PARAMETER.findall(entry.row.word("parameters"))}


def _enter(form: Form, entry: Entry) -> JsonObject:
    if entry.row.word("calculation"):
        return _shown_result(form, entry)
    is_long = entry.kind in {"text", "string"} and "multiline" in entry.row.word("appearance").split()
    element = begun(form, entry, "comment" if is_long else "text")
    kind = entry.kind
    if kind == "datetime":
        element["inputType"] = "datetime-local"
    elif kind in _INPUTS:
        element["inputType"] = _INPUTS[kind]
    if kind in {"integer", "int"}:
        element |= {"step": 1, "validators": [whole_number(form.own(entry, "number").name)]}
    put_rules(form, entry, element, form.own(entry, "number" if element.get("inputType") == "number" else "text"))
    look(form, entry, {"multiline"} if is_long else set())
    return element


def _shown_result(form: Form, entry: Entry) -> JsonObject:
    element = begun(form, entry, "expression")
    tree = form.condition(entry, "calculation")
    form.record(entry, "read_only", "carried", "What is worked out is read only.")
    element["expression"] = unparse(tree) if tree is not None else "''"
    form.cells[id(element), "expression"] = row_path(entry.row.line, "calculation")
    return element


def _calculate(form: Form, entry: Entry) -> None:
    tree = form.condition(entry, "calculation")
    if tree is None:
        reason = "Its calculation cannot be carried."
        form.ledger.record_tree(row_path(entry.row.line), "lost", reason, "Its calculation was not imported.")
        return
    value: JsonObject = {"name": form.named[id(entry)], "expression": unparse(tree), "includeIntoResult": True}
    form.made(value, entry)
    form.cells[id(value), "expression"] = row_path(entry.row.line, "calculation")
    form.calculated.append(value)


def _choose(form: Form, entry: Entry) -> JsonObject:
    looks = entry.row.word("appearance").split()
    is_short = bool({"minimal", "autocomplete", "search", "dropdown"} & set(looks))
    if entry.kind == "select_one" and is_boolean(form, entry.choices):
        return _choose_of_two(form, entry)
    kind = {"select_one": "dropdown" if is_short else "radiogroup", "rank": "ranking"}.get(entry.kind, "checkbox")
    if kind == "checkbox" and is_short:
        kind = "tagbox"
    element = begun(form, entry, kind)
    element["choices"] = options_of(form, entry, filtered=entry)
    form.cells[id(element), "choices"] = row_path(entry.row.line)
    if entry.has_other:
        element["showOtherItem"] = True
    understood = {"minimal", "autocomplete", "search", "dropdown"} if kind in {"dropdown", "tagbox"} else set()
    columns = next((found for look in looks if (found := _COLUMNS.fullmatch(look))), None)
    if columns and kind in {"radiogroup", "checkbox"} and int(columns[1]) <= 10:  # noqa: PLR2004 - as many as fit.
        element["colCount"] = int(columns[1])
        understood |= {columns[0]}
    look(form, entry, understood)
    _shuffle(form, entry, element)
    put_rules(form, entry, element, form.own(entry, KINDS[entry.kind]))
    return element


def _shuffle(form: Form, entry: Entry, element: JsonObject) -> None:
    given = _parameters(entry)
    if given.get("randomize", "").lower() == "true":
        element["choicesOrder"] = "random"
    if entry.row.word("parameters"):
        is_all = given.keys() <= {"randomize"} and bool(given)
        form.record(
            entry, "parameters", "carried" if is_all else "lost", "" if is_all else "Only randomize is carried."
        )


def _choose_of_two(form: Form, entry: Entry) -> JsonObject:
    element = begun(form, entry, "boolean")
    for row in rows_of(form, entry.choices):
        side = "True" if text_of(row.cells["name"]).strip().lower() == "true" else "False"
        label: Text = form.spoken(row.texts.get("label", {}))
        if label and label != {"True": "Yes", "False": "No"}[side]:
            element[f"label{side}"] = label
        form.ledger.record(("choices", str(row.line)), "carried")
    look(form, entry, set())
    put_rules(form, entry, element, form.own(entry, "boolean"))
    return element


def _acknowledge(form: Form, entry: Entry) -> JsonObject:
    element = begun(form, entry, "boolean") | {"valueTrue": "OK", "renderAs": "checkbox"}
    put_rules(form, entry, element, form.own(entry, "text"))
    form.record(entry, "", "changed", "It is a box to tick.")
    return element


def _slide(form: Form, entry: Entry) -> JsonObject:
    given = _parameters(entry)
    least, most, step = (number(given.get(key, other)) for key, other in (("start", "1"), ("end", "10"), ("step", "1")))
    form.record(entry, "parameters", "carried")
    looks = entry.row.word("appearance").split()
    fits = all(isinstance(one, int) for one in (least, most, step)) and isinstance(step, int) and step > 0
    fits = fits and 1 < (int(most or 0) - int(least or 0)) // int(step or 1) + 1 <= profile.MOST_RATES
    if fits and ("rating" in looks or "slider" not in profile.TYPES):
        given_rates = {"rateMin": (least, 1), "rateMax": (most, 5), "rateStep": (step, 1)}
        rates = {key: value for key, (value, usual) in given_rates.items() if value != usual}
        element = begun(form, entry, "rating") | rates
    elif "slider" in profile.TYPES:
        element = begun(form, entry, "slider") | {"min": least, "max": most, "step": step}
    else:
        element = begun(form, entry, "text") | {"inputType": "number", "min": least, "max": most, "step": step}
    if element["type"] == "text" or (element["type"] == "rating" and "rating" not in looks):
        form.record(entry, "", "changed", "It is a rating now." if fits else "It is a number now.")
    look(form, entry, {"rating"})
    put_rules(form, entry, element, form.own(entry, "number"))
    return element


def _note(form: Form, entry: Entry) -> JsonObject:
    text = form.text(entry, "label")
    form.record(entry, "label", "carried")
    said: Text = _markup(text) if isinstance(text, str) else {code: _markup(part) for code, part in text.items()}
    return {"type": "html", "name": form.named[id(entry)], **({"html": said} if said else {})}


def _markup(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")


def _upload(form: Form, entry: Entry) -> JsonObject:
    is_signed = entry.kind == "image" and "signature" in entry.row.word("appearance").split()
    kind = "signaturepad" if is_signed else "file"
    element = begun(form, entry, kind)
    if kind == "file" and UPLOADS[entry.kind]:
        element["acceptedTypes"] = UPLOADS[entry.kind]
    look(form, entry, {"signature"})
    put_rules(form, entry, element, form.own(entry, "other"))
    return element


_BUILDERS: Final[dict[str, Callable[[Form, Entry], JsonObject | None]]] = {
    **dict.fromkeys(("text", "string", "integer", "int", "decimal", "date", "time", "datetime"), _enter),
    **dict.fromkeys(("select_one", "select_multiple", "rank"), _choose),
    **dict.fromkeys(("acknowledge", "trigger"), _acknowledge),
    **dict.fromkeys(tuple(UPLOADS), _upload),
    "calculate": _calculate,
    "range": _slide,
    "note": _note,
}
