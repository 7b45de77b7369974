"""Groups of a form as pages and panels, tables as matrices, repeats as dynamic panels; and the names of everything."""

from chalicelib.surveys.imports.imported import JsonObject
from chalicelib.surveys.imports.reading import number
from chalicelib.surveys.imports.xlsform.asking import KINDS, ask, begun, is_asked, look, note_name, put_text
from chalicelib.surveys.imports.xlsform.choosing import is_boolean, options_of
from chalicelib.surveys.imports.xlsform.inventory import row_path
from chalicelib.surveys.imports.xlsform.tree import Entry
from chalicelib.surveys.imports.xlsform.workshop import Form
from chalicelib.surveys.imports.xlsform.xpath import Reference


def register(form: Form, entries: list[Entry], scope: str = "", *, has_pages: bool = False) -> None:
    """Give every question its name, so that conditions may ask about what comes later too; pages have their own."""
    for entry in entries:
        if entry.ends is not None:
            form.ended.append(entry.ends)
        if entry.holding == "repeat":
            form.named[id(entry)] = form.names.take(entry.name or "repeat")
            register(form, entry.inner, form.named[id(entry)])
        elif entry.holding == "group":
            names = form.pages if is_page(entry) and has_pages else form.names
            form.named[id(entry)] = names.take(entry.name or "group")
            if is_table(entry):
                _register_rows(form, entry, scope)
            else:
                register(form, entry.inner, scope)
        else:
            _register_question(form, entry, scope)


def _register_question(form: Form, entry: Entry, scope: str) -> None:
    name = form.named[id(entry)] = form.names.take(entry.name or entry.kind)
    kind = KINDS.get(entry.kind, "other")
    if not is_asked(entry):
        form.hidden.add(entry.name)
    elif entry.kind == "select_one" and is_boolean(form, entry.choices):
        form.known.setdefault(entry.name, Reference(name, "boolean", scope))
    else:
        form.known.setdefault(entry.name, Reference(name, kind, scope))


def _register_rows(form: Form, entry: Entry, scope: str) -> None:
    table = form.named[id(entry)]
    for inner in entry.inner:
        form.known.setdefault(inner.name, Reference(f"{table}.{row_value(entry, inner)}", "one", scope))


def is_page(entry: Entry) -> bool:
    """Whether a row at the top of a form in pages is one."""
    return entry.holding == "group" and not is_table(entry)


def is_table(entry: Entry) -> bool:
    """Whether a group is a table: choices of one list in each row."""
    lists = {inner.choices for inner in entry.inner}
    is_plain = all(inner.kind == "select_one" and not inner.has_other for inner in entry.inner)
    return "table-list" in entry.row.word("appearance").split() and is_plain and len(lists) == 1


def row_value(entry: Entry, inner: Entry) -> str:
    """What a row of a table is called: its name without that of the table, where every row's begins with it."""
    prefix = f"{entry.name}_"
    has_prefix = all(one.name.startswith(prefix) and one.name != prefix for one in entry.inner)
    return (inner.name.removeprefix(prefix) if has_prefix else inner.name).replace(".", "_")


def build(form: Form, entry: Entry) -> list[JsonObject]:
    """The elements that an entry becomes."""
    if entry.holding == "repeat":
        return ask_repeat(form, entry)
    if entry.holding == "group":
        found = ask_group(form, entry)
        return [found] if found.get("elements") or found.get("rows") else []
    return ask(form, entry)


def ask_group(form: Form, entry: Entry, *, as_page: bool = False) -> JsonObject:
    """A group as a page or panel, or as a matrix where it is a table."""
    form.record(entry, "", "carried")
    form.ledger.below[row_path(entry.row.line)] = ("lost", "A group has no such property here.")
    form.count += 1
    kind: JsonObject = {} if as_page else {"type": "panel"}
    element: JsonObject = {**kind, "name": form.named[id(entry)]}
    if is_table(entry) and not as_page:
        element = _table(form, entry)
    else:
        put_text(form, entry, element, "title", "label")
        put_text(form, entry, element, "description", "hint")
        element["elements"] = [made for inner in entry.inner for made in build(form, inner)]
        look(form, entry, {"field-list"} if as_page else set())
    form.origins[id(element)] = row_path(entry.row.line)
    form.put_condition(element, "visibleIf", entry, "relevant")
    note_name(form, entry)
    return element


def ask_repeat(form: Form, entry: Entry) -> list[JsonObject]:
    """A repeat as a dynamic panel."""
    before, form.scope = form.scope, form.named[id(entry)]
    element = ask_group(form, entry)
    form.scope = before
    element["type"] = "paneldynamic"
    element["templateElements"] = element.pop("elements")
    _count_panels(form, entry, element)
    return [element]


def _count_panels(form: Form, entry: Entry, element: JsonObject) -> None:
    said = entry.row.word("repeat_count").strip()
    count = number(said)
    if isinstance(count, int) and 0 < count <= 100:  # noqa: PLR2004 - as many panels as a question may have.
        element |= {"panelCount": count, "minPanelCount": count, "maxPanelCount": count}
        form.record(entry, "repeat_count", "carried")
    elif said:
        form.record(entry, "repeat_count", "lost", "Respondents add as many as they need.")


def _table(form: Form, entry: Entry) -> JsonObject:
    element = begun(form, entry, "matrix")
    element["columns"] = options_of(form, entry.inner[0])
    rows: list[object] = []
    for inner in entry.inner:
        form.record(inner, "", "carried", "It is a row of the table.")
        form.ledger.below[row_path(inner.row.line)] = ("lost", "A row of a table has no such property here.")
        value = row_value(entry, inner)
        row: JsonObject = {"value": value, "text": form.text(inner, "label") or value}
        form.origins[id(row)] = row_path(inner.row.line)
        form.put_condition(row, "visibleIf", inner, "relevant")
        rows.append(value if row == {"value": value, "text": value} else row)
    element["rows"] = rows
    wanted = [inner.row.word("required").strip().lower() in {"yes", "true", "true()", "1"} for inner in entry.inner]
    if all(wanted):
        element["isAllRowRequired"] = True
    for inner in entry.inner:
        if all(wanted):
            form.record(inner, "required", "carried", "Every row has to be answered.")
        elif inner.row.word("required"):
            form.record(inner, "required", "lost", "Either every row of a table has to be answered, or none.")
    look(form, entry, {"table-list"})
    return element
