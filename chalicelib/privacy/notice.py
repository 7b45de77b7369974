"""The privacy notice: what is kept about whom, what for, who sees it, how long. Its version is its content's hash.

`changes` compares two notices. A change is material, so that a consent to the old notice no longer covers the new
one, by this rule: a new purpose for a group of people; a new class of data about them; a new kind of person who sees
such data; a new sub-processor, or a new class that one gets; or data kept longer. Everything else, such as better
words, a shorter time or something that is no longer kept, is told but asks nobody again.
"""

import hashlib
from collections.abc import Iterator

import msgspec
from msgspec import Struct

FOR_EVER = 1_000_000  # Days: longer than any rule.


class Sentence(Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence in each of the languages."""

    en: str
    es: str


class Kept(Struct, frozen=True):
    """One kind of record about one group of people: who sees which class of it, and how many days it is kept."""

    record: str
    person: str
    says: Sentence
    purposes: list[str]
    seen: dict[str, list[str]]
    life: str
    days: int


class Processor(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who processes data for the district: which of its services, and which classes they get."""

    services: list[str]
    gets: list[str]
    en: str
    es: str


class Notice(Struct, frozen=True):
    """The whole notice, as it is published and kept."""

    people: dict[str, Sentence]
    purposes: dict[str, Sentence]
    classes: dict[str, Sentence]
    readers: dict[str, Sentence]
    lives: dict[str, Sentence]
    kept: list[Kept]
    processors: dict[str, Processor]
    shared: list[Sentence]
    rights: dict[str, list[Sentence]]
    supplement: dict[str, Sentence]
    regions: list[str]


class Change(Struct, frozen=True):
    """One thing that differs: its kind, whom or what it concerns, and whether it is material."""

    kind: str
    whom: str
    what: str
    material: bool


def content_hash(notice: Notice) -> str:
    """SHA-256 over the notice as canonical JSON, in hexadecimal."""
    return hashlib.sha256(msgspec.json.encode(notice, order="sorted")).hexdigest()


def changes(old: Notice, new: Notice) -> list[Change]:
    """What the new notice says that the old one did not, and the other way round; empty where they are equal."""
    found = [*_added(old, new), *_longer(old, new), *_taken_away(old, new)]
    if not found and content_hash(old) != content_hash(new):
        found.append(Change("words", "", "", material=False))
    return found


def is_material(old: Notice, new: Notice) -> bool:
    """Whether who agreed to the old notice has to be asked again under the new one."""
    return any(change.material for change in changes(old, new))


Fact = tuple[str, str, str]


def _facts(notice: Notice) -> Iterator[Fact]:
    """Everything whose appearance is material, as (kind, whom, what)."""
    for kept in notice.kept:
        yield from (("purpose", kept.person, purpose) for purpose in kept.purposes)
        for kind, readers in kept.seen.items():
            yield "class", kept.person, kind
            yield from (("reader", kept.person, f"{reader}: {kind}") for reader in readers)
    for name, processor in notice.processors.items():
        yield from (("processor", name, kind) for kind in processor.gets)


def _added(old: Notice, new: Notice) -> Iterator[Change]:
    held = set(_facts(old))
    for fact in dict.fromkeys(_facts(new)):
        if fact not in held:
            yield Change(*fact, material=True)


def _taken_away(old: Notice, new: Notice) -> Iterator[Change]:
    held = set(_facts(new))
    for kind, whom, what in dict.fromkeys(_facts(old)):
        if (kind, whom, what) not in held:
            yield Change(f"no {kind}", whom, what, material=False)


def _times(notice: Notice) -> dict[tuple[str, str], int]:
    """How long each record is kept, and how long at most anything of a class that serves a purpose is."""
    times: dict[tuple[str, str], int] = {}
    for kept in notice.kept:
        uses = [f"{kind} {purpose}" for kind in kept.seen for purpose in kept.purposes]
        for what in [kept.record, *uses]:
            place = (kept.person, what)
            times[place] = max(times.get(place, 0), kept.days)
    return times


def _longer(old: Notice, new: Notice) -> Iterator[Change]:
    """A record that is kept longer, or a new one that is kept longer than what there was of its kind."""
    before, records = _times(old), {(kept.person, kept.record) for kept in (*old.kept, *new.kept)}
    for place, days in _times(new).items():
        if place in before and days != before[place]:
            longer = days > before[place]
            if longer or place in records:
                yield Change("longer" if longer else "shorter", *place, material=longer)
