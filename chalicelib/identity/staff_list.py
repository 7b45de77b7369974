"""Reading a list of new staff: CSV with the columns email, role, schools, surveys and topics."""

import csv
import io

from msgspec import Struct

from chalicelib.identity.levels import Level
from chalicelib.identity.permissions import Role
from chalicelib.kernel.errors import Invalid
from chalicelib.notifications.addresses import is_address

COLUMNS = ("email", "role", "schools", "surveys", "topics")
MOST_LINES, LONGEST = 200, 500


class Newcomer(Struct, frozen=True):
    """One line: whom to invite, with which level."""

    line: int
    email: str
    level: Level


def read_staff_list(text: str) -> tuple[list[Newcomer], dict[str, str]]:
    """The people of a list, and what is wrong with its lines, by line; Invalid where it is no such list at all.

    Several schools, surveys or topics stand in one cell with semicolons between them; an empty cell means all.
    """
    people: list[Newcomer] = []
    problems: dict[str, str] = {}
    seen: set[str] = set()
    for number, row in _rows(text):
        said = _fault(row, seen)
        if said:
            problems[f"line {number}"] = said
            continue
        seen.add(row["email"].lower())
        people.append(Newcomer(number, row["email"], _level(row)))
    return people, problems


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    try:
        reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
        heading = [(name or "").strip().lower() for name in reader.fieldnames or []]
        if not {"email", "role"} <= set(heading):
            raise Invalid("The list has no heading.", {"csv": f"Name the columns: {', '.join(COLUMNS)}."})
        reader.fieldnames = heading
        rows = [(reader.line_num, _cleaned(row)) for row in reader if any(row.values())]
    except csv.Error as error:
        raise Invalid("The list is not CSV.", {"csv": str(error)}) from None
    if not 1 <= len(rows) <= MOST_LINES:
        raise Invalid("The list has no lines, or too many.", {"csv": f"1 to {MOST_LINES} lines below the heading."})
    return rows


def _cleaned(row: dict[str, str | list[str] | None]) -> dict[str, str]:
    cells = {column: row.get(column) for column in COLUMNS}
    clean = {column: cell.strip() if isinstance(cell, str) else "" for column, cell in cells.items()}
    return {**clean, **({"extra": "yes"} if None in row else {})}


def _fault(row: dict[str, str], seen: set[str]) -> str:
    if "extra" in row:
        return "This line has more cells than the heading."
    if any(len(cell) > LONGEST for cell in row.values()):
        return f"A cell has at most {LONGEST} characters."
    if not is_address(row["email"]):
        return "An e-mail address such as name@example.org."
    if row["email"].lower() in seen:
        return "This address stands in the list twice."
    if row["role"].lower() not in set(Role):
        return f"The role is one of {', '.join(sorted(Role))}."
    return ""


def _level(row: dict[str, str]) -> Level:
    role = Role(row["role"].lower())
    schools, surveys, topics = (_named(row[name]) for name in ("schools", "surveys", "topics"))
    return Level(role, schools=schools, surveys=surveys, topics=topics)


def _named(cell: str) -> list[str] | None:
    found = [part.strip() for part in cell.split(";") if part.strip()]
    return list(dict.fromkeys(found)) or None
