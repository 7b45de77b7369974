"""`make reidentify`: whether somebody who holds the roster finds anybody in what is kept of a district.

The attacker knows every person's name, school, role, languages and in which weeks they answered or wrote, and holds the
whole table of trends. For each crowd that is kept they look for the people who can be in it. A match is a person who
stands alone: with whom a crowd can be tied to one name. A district is made with few speakers of some languages, quiet
weeks, and people who are the only one of their kind, as real ones are.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from chalicelib.closure.lattice import (
    ANY,
    LATTICE,
    LEAST,
    Attribute,
    Kept,
    Outcome,
    Record,
    band_of,
    crowds,
    deidentify,
    week_of,
)

FIRST_DAY = datetime(2026, 8, 31, tzinfo=UTC)
LANGUAGES = ("en",) * 80 + ("es",) * 19 + ("so",)
ROLES = ("parent",) * 70 + ("student",) * 20 + ("staff",) * 10
ITEMS = ("radiogroup",) * 20 + ("rating",) * 6 + ("comment",) * 3 + ("matrixdropdown",)
MODES = ("anonymous", "anonymous", "confidential", "identified")
TYPES = ("question", "comment", "concern", "suggestion", "compliment")


class Known(Struct, frozen=True):
    """What the attacker knows of a person: from the roster, and when they answered and wrote."""

    name: str
    school: str
    role: str
    language: str
    answered: dict[str, str]  # week to the mode of the survey
    wrote: dict[str, str]  # week to the type of the message


class Attack(Struct, frozen=True):
    """What came of it: crowds, the smallest, the fewest people who can be behind one, and people who were found."""

    people: int
    outcome: Outcome
    fewest: int
    matches: int


def roster(dice: random.Random, people: int) -> list[Known]:
    """The people of a district."""
    return [_known(dice, number, people) for number in range(people)]


def _known(dice: random.Random, number: int, people: int) -> Known:
    answered = {_week(dice): dice.choice(MODES) for _ in range(dice.randrange(4))}
    wrote = {_week(dice): dice.choice(TYPES) for _ in range(dice.random() < 0.2)}
    school = f"school {dice.randrange(max(1, people // 300))}"
    return Known(f"person {number}", school, dice.choice(ROLES), dice.choice(LANGUAGES), answered, wrote)


def _week(dice: random.Random) -> str:
    """Most in the weeks of a mailing, some in quiet ones."""
    days = dice.choice((7, 8, 70, 71)) if dice.random() < 0.8 else dice.randrange(300)
    return week_of(FIRST_DAY + timedelta(days=days))


def records_of(dice: random.Random, people: list[Known]) -> Iterator[Record]:
    """What the platform would make of what these people did."""
    for one in people:
        for week, mode in one.answered.items():
            yield Record("answer", one.name, (week, one.language, mode))
            for item in dice.sample(ITEMS, 8):
                length = dice.choice((0, 20, 120, 900, 4000)) if item == "comment" else 0
                yield Record("item", one.name, (week, one.language, item, band_of(length)))
        for week, kind in one.wrote.items():
            yield Record("thread", one.name, (week, one.language, kind))
            yield Record("message", one.name, (week, one.language, "writer", band_of(dice.randrange(3000))))


def attack(
    people: list[Known], outcome: Outcome, lattice: Mapping[str, tuple[Attribute, ...]] = LATTICE
) -> tuple[int, int]:
    """The fewest people who can be behind a crowd, and how many people are found: alone behind one."""
    fewest, found = len(people), set()
    for crowd in outcome.kept:
        levels = outcome.levels[crowd.kind]
        behind = [one.name for one in people if _can_be(one, crowd, lattice[crowd.kind], levels)]
        fewest = min(fewest, len(behind))
        if len(behind) == 1:
            found.add(behind[0])
    return fewest, len(found)


def _can_be(one: Known, crowd: Kept, attributes: tuple[Attribute, ...], levels: list[int]) -> bool:
    step = {attribute.name: attribute.levels[level] for attribute, level in zip(attributes, levels, strict=True)}
    values, weeks = crowd.values, one.answered if crowd.kind in {"answer", "item"} else one.wrote
    if step["language"](one.language) != values["language"]:
        return False
    told = values.get("mode") or values.get("type")
    name = "mode" if "mode" in values else "type"
    return any(
        step["week"](week) == values["week"] and (told in {None, ANY} or step[name](said) == told)
        for week, said in weeks.items()
    )


def play(people: int, seed: int, lattice: Mapping[str, tuple[Attribute, ...]] = LATTICE, least: int = LEAST) -> Attack:
    """Make a district, de-identify it, and attack it."""
    dice = random.Random(seed)  # noqa: S311 - a repeatable district, not a secret.
    known = roster(dice, people)
    outcome = deidentify(crowds(records_of(dice, known)), lattice, least=least)
    return Attack(people, outcome, *attack(known, outcome, lattice))


def main(arguments: list[str] | None = None) -> int:
    """Attack districts of several sizes and print what was found; 1 where anybody was."""
    parser = argparse.ArgumentParser(prog="python -m bench.reidentify", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000, help="people of the largest district")
    chosen = parser.parse_args(arguments)
    sizes = sorted({40, 300, 2_000, chosen.people})
    head = f"{'people':>8}{'records':>9}{'left out':>10}{'crowds':>8}{'minimum k':>11}"
    print(f"{head}{'fewest behind':>15}{'matches':>9}")
    matches = 0
    for size in sizes:
        one = play(size, size)
        row = (one.outcome.records, one.outcome.left_out, len(one.outcome.kept), one.outcome.smallest, one.fewest)
        print(f"{size:>8}{row[0]:>9}{row[1]:>10}{row[2]:>8}{row[3]:>11}{row[4]:>15}{one.matches:>9}")
        matches += one.matches + sum(kept.people < LEAST for kept in one.outcome.kept)
    weak = play(300, 300, least=1)
    print(f"Without the rule of ten, {weak.matches} of 300 would be found: the attack works.")
    return 1 if matches or not weak.matches else 0


if __name__ == "__main__":
    sys.exit(main())
