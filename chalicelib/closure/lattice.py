"""De-identification: what is left of answers and dialogues, generalised until at least ten people look alike.

Nothing is kept of who somebody is, where they belong, or what they said: no name, address, school, role, value or word.
What is left are kinds, languages, bands of length and weeks. Every one of these counts as a quasi-identifier. Each kind
of record has a lattice; the lowest place in it is taken at which hardly anything has to be left out, and what is
still rarer than ten people is left out. Sources: NIST SP 800-188; Samarati and Sweeney, k-anonymity (1998).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import product

from msgspec import Struct

LEAST, MOST_LEFT_OUT = 10, 0.05
ANY = "any"
Values = tuple[str, ...]
Step = Callable[[str], str]


class Record(Struct, frozen=True):
    """One fact of use, and whose it is; the person is counted and never kept."""

    kind: str
    person: str
    values: Values


class Attribute(Struct, frozen=True):
    """An attribute, and what it becomes at each level: as it is, coarser, and at last nothing at all."""

    name: str
    levels: tuple[Step, ...]


class Crowd(Struct):
    """The records that look alike, and the people behind them."""

    records: int
    people: set[str]


class Kept(Struct, frozen=True):
    """What is kept of a crowd of at least ten people."""

    kind: str
    values: dict[str, str]
    records: int
    people: int


class Outcome(Struct, frozen=True):
    """What is kept, at which levels, and how many records were left out."""

    kept: list[Kept]
    levels: dict[str, list[int]]
    records: int
    left_out: int

    @property
    def smallest(self) -> int:
        """The smallest crowd that is kept; 0 where nothing is."""
        return min((one.people for one in self.kept), default=0)


Cells = dict[tuple[str, Values], Crowd]


def _same(value: str) -> str:
    return value


def _any(_value: str) -> str:
    return ANY


def week_of(moment: datetime) -> str:
    """The ISO week of a moment, the finest time that is kept: "2026-W48"."""
    year, week, _ = moment.isocalendar()
    return f"{year:04d}-W{week:02d}"


def quarter_of(week: str) -> str:
    """Thirteen weeks: "2026-Q4"; the rare week 53 belongs to the last."""
    year, _, number = week.partition("-W")
    return f"{year}-Q{min(4, (int(number) - 1) // 13 + 1)}"


def year_of(week: str) -> str:
    return week[:4]


BANDS = ((0, "none"), (50, "up to 50"), (200, "up to 200"), (1000, "up to 1000"))


def band_of(length: int) -> str:
    """The band of a text's length in characters; the text itself goes no further."""
    return next((name for most, name in BANDS if length <= most), "longer")


def _some(band: str) -> str:
    return band if band in {"none", ANY} else "some"


FAMILIES = {
    "radiogroup": "choice",
    "dropdown": "choice",
    "checkbox": "choice",
    "boolean": "choice",
    "imagepicker": "choice",
    "tagbox": "choice",
    "ranking": "choice",
    "rating": "scale",
    "slider": "scale",
    "text": "text",
    "comment": "text",
    "multipletext": "text",
}


def family_of(kind: str) -> str:
    """The family of a question's kind."""
    return FAMILIES.get(kind, "other")


WEEK = Attribute("week", (_same, quarter_of, year_of, _any))
LANGUAGE = Attribute("language", (_same, _any))
LENGTH = Attribute("length", (_same, _some, _any))
LATTICE: Mapping[str, tuple[Attribute, ...]] = {
    "answer": (WEEK, LANGUAGE, Attribute("mode", (_same, _any))),
    "item": (WEEK, LANGUAGE, Attribute("item", (_same, family_of, _any)), LENGTH),
    "thread": (WEEK, LANGUAGE, Attribute("type", (_same, _any))),
    "message": (WEEK, LANGUAGE, Attribute("by", (_same, _any)), LENGTH),
}


def crowds(records: Iterable[Record]) -> Cells:
    """The records by what they look like."""
    cells: Cells = {}
    for record in records:
        held = cells.setdefault((record.kind, record.values), Crowd(0, set()))
        held.records += 1
        held.people.add(record.person)
    return cells


def deidentify(cells: Cells, lattice: Mapping[str, tuple[Attribute, ...]] = LATTICE, *, least: int = LEAST) -> Outcome:
    """What is kept of crowds: of each kind, at the lowest place of its lattice that leaves hardly anything out."""
    kept: list[Kept] = []
    levels: dict[str, list[int]] = {}
    for kind, attributes in lattice.items():
        own = {values: crowd for (of, values), crowd in cells.items() if of == kind}
        if own:
            place, found = _lowest(own, attributes, least)
            levels[kind] = list(place)
            kept += [_kept(kind, attributes, values, crowd) for values, crowd in sorted(found.items())]
    records = sum(crowd.records for crowd in cells.values())
    return Outcome(kept, levels, records, records - sum(one.records for one in kept))


def _kept(kind: str, attributes: tuple[Attribute, ...], values: Values, crowd: Crowd) -> Kept:
    named = dict(zip((one.name for one in attributes), values, strict=True))
    return Kept(kind, named, crowd.records, len(crowd.people))


def _lowest(
    own: dict[Values, Crowd], attributes: tuple[Attribute, ...], least: int
) -> tuple[tuple[int, ...], dict[Values, Crowd]]:
    """The lowest place that leaves out at most one record in twenty; the highest where none does."""
    records = sum(crowd.records for crowd in own.values())
    found: dict[Values, Crowd] = {}
    place: tuple[int, ...] = ()
    for place in places(attributes):
        merged = _generalised(own, attributes, place)
        found = {values: crowd for values, crowd in merged.items() if len(crowd.people) >= least}
        if sum(crowd.records for crowd in found.values()) >= records * (1 - MOST_LEFT_OUT):
            break
    return place, found


def places(attributes: tuple[Attribute, ...]) -> Iterator[tuple[int, ...]]:
    """All places of a lattice, the lowest first."""
    every = product(*(range(len(one.levels)) for one in attributes))
    yield from sorted(every, key=lambda place: (sum(place), place))


def _generalised(
    own: dict[Values, Crowd], attributes: tuple[Attribute, ...], place: tuple[int, ...]
) -> dict[Values, Crowd]:
    steps = [attribute.levels[level] for attribute, level in zip(attributes, place, strict=True)]
    merged: dict[Values, Crowd] = {}
    for values, crowd in own.items():
        coarse = tuple(step(value) for step, value in zip(steps, values, strict=True))
        held = merged.setdefault(coarse, Crowd(0, set()))
        held.records += crowd.records
        held.people |= crowd.people
    return merged
