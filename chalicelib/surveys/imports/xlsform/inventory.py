"""Every element of a form: rows, the cells that say more than what they are, settings, languages and other sheets."""

from collections.abc import Iterator
from typing import Final

from chalicelib.surveys.imports.report import Element, Path, labelled_once
from chalicelib.surveys.imports.xlsform.sheets import OF_A_QUESTION, Table
from chalicelib.surveys.imports.xlsform.tree import Entry

_IDENTITY: Final = frozenset({"type", "name", "label"})
_OF_A_CHOICE: Final = frozenset({"list_name", "name", "label"})
LOGIC: Final = frozenset({"relevant", "constraint", "required", "calculation", "choice_filter", "read_only"})


def row_path(line: int, *column: str) -> Path:
    return ("survey", str(line), *column)


def take_inventory(survey: Table, choices: Table, settings: Table, others: list[str]) -> list[Element]:
    """The elements in the order of the sheets, each under a label of its own."""
    found = [*_of_survey(survey), *_of_choices(choices)]
    for row in settings.rows[:1]:
        found += [Element(("settings", key), f"settings / {key}", "setting") for key in row.cells]
    languages = dict.fromkeys(
        header.language for table in (survey, choices) for header in table.headers if header.language
    )
    found += [Element(("languages", one), f"language {one.lstrip('?')}", "language") for one in languages]
    found += [Element(("sheets", name), f"sheet {name}", "sheet") for name in others]
    return labelled_once(found)


def _of_survey(survey: Table) -> Iterator[Element]:
    for row in survey.rows:
        if not row.filled:
            continue
        kind = " ".join(row.word("type").split())
        name = row.word("name").strip()
        head = f"survey, row {row.line}" + (f" ({name})" if name else "")
        yield Element(row_path(row.line), head, f"row: {kind or 'untyped'}"[:60])
        for column in row.filled:
            if column in OF_A_QUESTION - _IDENTITY:
                kind = "condition" if column in LOGIC else "cell"
                yield Element(row_path(row.line, column), f"{head} / {column}", kind)
    for header in survey.headers:
        if header.column not in OF_A_QUESTION:
            yield Element(("columns", "survey", header.written), f"survey, column {header.written}", "column")


def _of_choices(choices: Table) -> Iterator[Element]:
    for row in choices.rows:
        if row.filled:
            label = f"choices, row {row.line} ({row.word('list_name')}: {row.word('name')})"
            yield Element(("choices", str(row.line)), label, "choice")
    for header in choices.headers:
        if header.column not in _OF_A_CHOICE:
            yield Element(("columns", "choices", header.written), f"choices, column {header.written}", "column")


def rows_in(entry: Entry) -> list[int]:
    """The numbers of all rows of an entry: its own, those inside, and its end."""
    own = [entry.row.line, *([entry.ends.line] if entry.ends else [])]
    return own + [line for inner in entry.inner for line in rows_in(inner)]
