"""The import of XLSForm workbooks: sheets, groups and settings; what a single question becomes is in `asking`."""

from dataclasses import dataclass, field
from typing import Final

from chalicelib.surveys.imports.imported import LONGEST_TITLE, UNTITLED, Imported, JsonObject
from chalicelib.surveys.imports.markup import plain
from chalicelib.surveys.imports.mending import Removed, mend
from chalicelib.surveys.imports.reading import mapping, refuse, sequence
from chalicelib.surveys.imports.report import Outcome, Path
from chalicelib.surveys.imports.workbooks import Sheet, read_workbook
from chalicelib.surveys.imports.xlsform.grouping import ask_group, build, is_page, register
from chalicelib.surveys.imports.xlsform.inventory import row_path, take_inventory
from chalicelib.surveys.imports.xlsform.sheets import UNLABELLED, Table, read_table
from chalicelib.surveys.imports.xlsform.tree import Entry, read_tree
from chalicelib.surveys.imports.xlsform.workshop import Form, Speech

MOST_ITEMS: Final = 500
_OF_A_SHEET: Final = ("survey", "choices", "settings")
_SETTINGS: Final[dict[str, tuple[Outcome, str]]] = {
    "form_title": ("carried", ""),
    "version": ("carried", ""),
    "form_id": ("lost", "The name of the form on its server."),
    "style": ("changed", "Groups are pages where the style asks for pages; the rest is a matter of the look."),
    "default_language": ("carried", "Its texts are the survey's own."),
}


def import_xlsform(raw: bytes) -> Imported:
    """Turn a form of at most 5 MB into a definition and a report; raise Invalid naming `content`."""
    sheets = read_workbook(raw)
    survey = read_table("survey", _sheet(sheets, "survey"))
    if "type" not in {header.column for header in survey.headers}:
        refuse("The sheet survey has no column type in its first row.")
    choices = read_table("choices", _sheet(sheets, "choices"))
    settings = read_table("settings", _sheet(sheets, "settings"))
    others = [name for name in sheets if name.lower() not in _OF_A_SHEET]
    inventory = take_inventory(survey, choices, settings, others)
    entries = read_tree(survey)
    work = _Work(_form(survey, choices, settings), entries)
    definition = work.definition()
    if not any(mapping(page).get("elements") for page in sequence(definition["pages"])):
        refuse("The form holds no question that can be carried.")
    _record_the_rest(work.form, survey, choices, settings, others)
    mend(definition, work.tell, work.renamed)
    title = plain(work.form.setting("form_title"))[:LONGEST_TITLE] or UNTITLED
    return Imported("xlsform", title, definition, work.form.ledger.lines(inventory))


def _sheet(sheets: dict[str, Sheet], wanted: str) -> Sheet:
    found = next((sheet for name, sheet in sheets.items() if name.lower() == wanted), None)
    if found is None and wanted == "survey":
        refuse("The workbook is no XLSForm: it has no sheet called survey.")
    return found or {}


def _form(survey: Table, choices: Table, settings: Table) -> Form:
    row = settings.rows[0] if settings.rows else None
    written = {(header.column, header.language) for table in (survey, choices) for header in table.headers}
    languages = list(dict.fromkeys(language for _, language in sorted(written) if language not in {"", UNLABELLED}))
    own = row.word("default_language") if row else ""
    has_plain = any(language == UNLABELLED for _, language in written)
    return Form(Speech.of(languages, own, has_plain=has_plain), choices, row)


@dataclass(slots=True)
class _Work:
    form: Form
    entries: list[Entry]
    pages: list[JsonObject] = field(default_factory=list)

    def definition(self) -> JsonObject:
        title = self.form.setting("form_title")
        found: JsonObject = {"title": title} if title else {}
        found["clearInvisibleValues"] = "onHiddenContainer"
        version = self.form.setting("version")
        if version:
            found["version"] = version[:100]
        register(self.form, self.entries, has_pages=self._has_pages)
        self._lay_out()
        found["pages"] = self.pages
        if self.form.calculated:
            found["calculatedValues"] = self.form.calculated
        if self.form.count > MOST_ITEMS:
            refuse(f"The form has more than {MOST_ITEMS} questions.")
        return found

    @property
    def _has_pages(self) -> bool:
        return "pages" in self.form.setting("style").split()

    def _lay_out(self) -> None:
        """Pages as the style asks for them: each group at the top is one; without the style, there is one page."""
        loose: list[JsonObject] = []
        for entry in self.entries:
            if self._has_pages and is_page(entry):
                self._turn(loose)
                loose = []
                self.pages.append(ask_group(self.form, entry, as_page=True))
            else:
                loose += build(self.form, entry)
        self._turn(loose)

    def _turn(self, elements: list[JsonObject]) -> None:
        if elements:
            self.pages.append({"name": self.form.page_name(), "elements": elements})

    def tell(self, removed: Removed) -> None:
        reason = f"It does not hold here. {removed.sentence}"
        part = removed.around[-1]
        path = next(
            (self.form.origins[id(one)] for one in reversed(removed.around) if id(one) in self.form.origins), ()
        )
        if removed.key and (id(part), removed.key) in self.form.cells:
            self.form.ledger.record(self.form.cells[id(part), removed.key], "lost", reason)
        elif not removed.key and id(part) in self.form.origins:
            self.form.ledger.record_tree(path, "lost", reason, "Its question was not imported.")
        else:
            self.form.ledger.record(path, "changed", reason)

    def renamed(self, part: JsonObject, before: str) -> None:
        path: Path = self.form.origins.get(id(part), ())
        self.form.ledger.record(path, "changed", f"Another question is called {before[:60]} too; it has a new name.")


def _record_the_rest(form: Form, survey: Table, choices: Table, settings: Table, others: list[str]) -> None:
    _record_settings(form, settings)
    ledger = form.ledger
    for header in [*survey.headers, *choices.headers]:
        if header.language.startswith("?"):
            reason = "Its language has no known code; write the column as label::Name (code)."
            ledger.record(("languages", header.language), "lost", reason)
        elif header.language:
            ledger.record(("languages", header.language), "carried")
    for row in choices.rows:
        form.record_new(("choices", str(row.line)), "No question that was imported offers its list.")
    for header in choices.headers:
        path = ("columns", "choices", header.written)
        form.record_new(path, "No filter of choices that was imported asks about it.")
    for header in survey.headers:
        form.record_new(("columns", "survey", header.written), "A column that the importer does not know.")
    for name in others:
        form.record_new(("sheets", name), "Only the sheets survey, choices and settings make a survey.")
    for ended in form.ended:
        ledger.record(row_path(ended.line), "carried")


def _record_settings(form: Form, settings: Table) -> None:
    for key in settings.rows[0].cells if settings.rows else {}:
        outcome, reason = _SETTINGS.get(key, ("lost", "A setting of the server for which the form was made."))
        form.ledger.record(("settings", key), outcome, reason)
