"""Reading a roster: CSV with the columns email, name, language, school and role."""

import csv
import io

from msgspec import Struct

from chalicelib.kernel.errors import Invalid
from chalicelib.notifications.addresses import is_address

COLUMNS = ("email", "name", "language", "school", "role")
MOST_LINES = 5_000
MOST_PROBLEMS = 50
LANGUAGES = ("en", "es")
LONGEST = 200


class Invitee(Struct, frozen=True):
    """One line of a roster."""

    email: str
    name: str
    language: str
    school: str
    role: str


def read_roster(text: str) -> list[Invitee]:
    """The people of a roster, once each; Invalid names every line at fault (up to 50) and nothing is taken."""
    rows = _rows(text)
    problems: dict[str, str] = {}
    people: dict[str, Invitee] = {}
    for number, row in rows:
        faults = {f"roster.line {number}.{column}": said for column, said in _faults(row).items()}
        problems.update(faults)
        if not faults:
            person = Invitee(**{column: row[column] for column in COLUMNS})
            if people.setdefault(person.email.lower(), person) is not person:
                problems[f"roster.line {number}.email"] = "This address stands in the roster twice."
    if not rows:
        problems["roster"] = "The roster has no lines below its heading."
    if len(rows) > MOST_LINES:
        problems["roster"] = f"At most {MOST_LINES} lines at once."
    if problems:
        raise Invalid("The roster was not taken. Nothing was stored.", dict(list(problems.items())[:MOST_PROBLEMS]))
    return list(people.values())


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    try:
        reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
        heading = [(name or "").strip().lower() for name in reader.fieldnames or []]
        if "email" not in heading:
            raise Invalid("The roster has no heading.", {"roster.line 1": f"Name the columns: {', '.join(COLUMNS)}."})
        reader.fieldnames = heading
        return [(reader.line_num, _cleaned(row)) for row in reader if any(row.values())]
    except csv.Error as error:
        raise Invalid("The roster is not CSV.", {"roster": str(error)}) from None


def _cleaned(row: dict[str, str | list[str] | None]) -> dict[str, str]:
    cells = {column: row.get(column) for column in COLUMNS}
    clean = {column: cell.strip() if isinstance(cell, str) else "" for column, cell in cells.items()}
    clean["language"] = clean["language"].lower() or "en"
    return {**clean, **({"extra": "yes"} if None in row else {})}


def _faults(row: dict[str, str]) -> dict[str, str]:
    faults = {}
    if not is_address(row["email"]):
        faults["email"] = "An e-mail address such as name@example.org."
    if row["language"] not in LANGUAGES:
        faults["language"] = f"One of {', '.join(LANGUAGES)}, or empty."
    faults.update({column: f"At most {LONGEST} characters." for column in COLUMNS if len(row[column]) > LONGEST})
    if "extra" in row:
        faults["line"] = "This line has more cells than the heading."
    return faults
