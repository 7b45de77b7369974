"""Lists of choices with their filters, and what an answer to a choice may be."""

from chalicelib.surveys.engine.grammar import Node
from chalicelib.surveys.imports.imported import JsonObject
from chalicelib.surveys.imports.unparsing import FALSE, TRUE, Unsayable, quoted, simplified, unparse
from chalicelib.surveys.imports.xlsform.inventory import row_path
from chalicelib.surveys.imports.xlsform.sheets import Row, text_of
from chalicelib.surveys.imports.xlsform.tree import Entry
from chalicelib.surveys.imports.xlsform.workbook_cells import value_of
from chalicelib.surveys.imports.xlsform.workshop import Form
from chalicelib.surveys.imports.xlsform.xpath import parse_xpath

Option = object  # A plain value, or an object with value, text and condition.


def rows_of(form: Form, listed: str) -> list[Row]:
    """The rows of a list of choices, in order."""
    return [row for row in form.choices.rows if row.word("list_name").strip() == listed and row.word("name").strip()]


def is_boolean(form: Form, listed: str) -> bool:
    """Whether a list says nothing but true and false."""
    return sorted(row.word("name").strip().lower() for row in rows_of(form, listed)) == ["false", "true"]


def options_of(form: Form, entry: Entry, filtered: Entry | None = None) -> list[Option]:
    """The options of a question, each with the condition that the filter of its row comes to."""
    conditions = _filters(form, filtered) if filtered else {}
    options: list[Option] = []
    for row in rows_of(form, entry.choices):
        condition = conditions.get(row.line, TRUE)
        path = ("choices", str(row.line))
        if condition == FALSE:
            form.ledger.record(path, "changed", "Its filter never lets it be seen, so it is left out.")
            continue
        form.ledger.record(path, "carried")
        option = _option(form, row, condition)
        if filtered:
            form.cells[id(option), "visibleIf"] = row_path(filtered.row.line, "choice_filter")
        options.append(option)
    return options


def _option(form: Form, row: Row, condition: Node) -> Option:
    value = value_of(row.cells["name"])
    text = form.spoken(row.texts.get("label", {}))
    if condition == TRUE and text in ("", text_of(row.cells["name"]).strip()):
        return value
    option: JsonObject = {"value": value, "text": text or str(value)}
    if condition != TRUE:
        option["visibleIf"] = unparse(condition)
    form.origins[id(option)] = ("choices", str(row.line))
    return option


def _filters(form: Form, entry: Entry) -> dict[int, Node]:
    """The condition of each row of the list; none, and recorded as lost, where the filter cannot be said here."""
    text = entry.row.word("choice_filter").strip()
    if not text:
        return {}
    found: dict[int, Node] = {}
    asked = {header.column for header in form.choices.headers} & set(_words(text))
    try:
        for row in rows_of(form, entry.choices):
            columns = {column: quoted(row.word(column).strip()) for column in asked}
            tree = simplified(parse_xpath(text, form.resolve, None, columns))
            unparse(tree)
            found[row.line] = tree
    except Unsayable as problem:
        form.record(entry, "choice_filter", "lost", f"{problem} All choices are shown.")
        return {}
    form.record(entry, "choice_filter", "carried")
    for header in form.choices.headers:
        if header.column in asked:
            form.ledger.record(("columns", "choices", header.written), "carried", "It is in the choices' conditions.")
    return found


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() or letter in "_-" else " " for letter in text).split()
