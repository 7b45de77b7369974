"""The rows of a form as a tree of questions, groups and repeats, each with its type read apart."""

from dataclasses import dataclass, field
from typing import Final, Literal

from chalicelib.surveys.imports.reading import refuse
from chalicelib.surveys.imports.xlsform.sheets import Row, Table

DEEPEST: Final = 15
Holding = Literal["question", "group", "repeat"]
_SELECTS: Final = {
    "select_one": "select_one", "select one": "select_one", "select_multiple": "select_multiple",
    "select multiple": "select_multiple", "rank": "rank", "select_one_external": "select_one_external",
    "select_one_from_file": "select_one_from_file", "select_multiple_from_file": "select_multiple_from_file",
}  # fmt: skip


@dataclass(slots=True)
class Entry:
    """One row and what stands between it and its end: `kind` is the type, `choices` the name of its list."""

    row: Row
    holding: Holding
    kind: str
    choices: str = ""
    has_other: bool = False
    inner: "list[Entry]" = field(default_factory=list)
    ends: Row | None = None

    @property
    def name(self) -> str:
        return self.row.word("name").strip()


def read_tree(table: Table) -> list[Entry]:
    """The entries at the top; raise Invalid naming the row where groups do not close."""
    top: list[Entry] = []
    open_entries: list[Entry] = []
    for row in table.rows:
        if not row.filled:
            continue
        said = " ".join(row.word("type").split())
        verb, _, what = said.lower().replace("_", " ", 1).partition(" ")
        if verb in {"begin", "end"} and what in {"group", "repeat"}:
            if verb == "end":
                _close(open_entries, row, what)
                continue
            entry = Entry(row, "group" if what == "group" else "repeat", what)
        else:
            entry = _question(row, said)
        (open_entries[-1].inner if open_entries else top).append(entry)
        if entry.holding != "question":
            open_entries.append(entry)
        if len(open_entries) > DEEPEST:
            refuse(f"The sheet survey nests more than {DEEPEST} groups at row {row.line}.")
    if open_entries:
        last = open_entries[-1]
        refuse(f"The sheet survey begins a {last.kind} at row {last.row.line} and never ends it.")
    return top


def _close(open_entries: list[Entry], row: Row, what: str) -> None:
    if not open_entries or open_entries[-1].kind != what:
        refuse(f"The sheet survey ends a {what} at row {row.line} that was not begun.")
    open_entries.pop().ends = row


def _question(row: Row, said: str) -> Entry:
    for spelling, kind in _SELECTS.items():
        if said.lower().startswith(f"{spelling} "):
            choices = said[len(spelling) :].strip()
            lowered = choices.lower()
            other = next((end for end in (" or_other", " or other") if lowered.endswith(end)), "")
            return Entry(row, "question", kind, choices[: len(choices) - len(other)].strip(), bool(other))
    return Entry(row, "question", said.lower())
