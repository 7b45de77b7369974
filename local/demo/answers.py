"""Five hundred answers to the climate survey: the same each time, uneven as real ones are, and true to its logic."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

from local.demo import words
from local.demo.cast import SCHOOLS

T = TypeVar("T")
COUNT, SEED, DAYS = 500, 30, 21
SCHOOL_WEIGHTS = (23, 20, 24, 29, 4)
ROLE_WEIGHTS = {"family": 52, "student": 27, "staff": 17, "neighbor": 4}
MOOD = {"cedar": 0.5, "maple": 0.2, "harbor": -0.5, "lakeview": 0.0, "bridge": 0.3}
FEELING = {"learning": 0.3, "safe": 0.4, "places": -0.4}
ROWS = {
    "learning": {"explain": 0.3, "expect": 0.2, "fair": -0.1, "curious": 0.0},
    "safe": {"class": 0.6, "hall": 0.0, "yard": -0.2, "way": 0.1},
    "places": {"rooms": 0.5, "rest": -0.7, "sport": 0.1},
}
WORRIES = {"safety": 1.2, "teaching": 1.5, "buildings": 0.6, "meals": 0.3, "buses": 0.2}


@dataclass(frozen=True)
class Sheet:
    """One answer: when it is sent, in which language, and its values."""

    number: int
    days_ago: float
    locale: str
    data: dict[str, Any]


def sheets() -> Iterator[Sheet]:
    """Give all answers, the oldest first; most come soon after the invitation and after a reminder."""
    chance = Random(SEED)  # noqa: S311 - the demo is the same each time.
    ages = sorted(DAYS * chance.choices((1, 0.5), (6, 4))[0] * chance.betavariate(5, 1) for _ in range(COUNT))
    for number, age in enumerate(reversed(ages)):
        locale = chance.choices(("en", "es"), (76, 24))[0]
        yield Sheet(number, age, locale, _Respondent(chance, locale).answer())


class _Respondent:
    """One person's way of answering: content or not, talkative or not."""

    def __init__(self, chance: Random, locale: str) -> None:
        self.chance = chance
        self.locale = locale
        self.school: str = chance.choices(list(SCHOOLS), SCHOOL_WEIGHTS)[0]
        self.role: str = self.one_of(ROLE_WEIGHTS)
        self.mood = MOOD[self.school] + chance.gauss(0, 0.7)

    def one_of(self, weights: dict[T, int]) -> T:
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def is_so(self, probability: float) -> bool:
        return self.chance.random() < probability

    def points(self, least: int, most: int, lift: float = 0.0) -> int:
        middle, spread = (least + most) / 2, (most - least) / 4
        return max(least, min(most, round(middle + spread * (0.6 + self.mood + lift + self.chance.gauss(0, 0.8)))))

    def some_of(self, values: Sequence[str], probability: float) -> list[str]:
        return [value for value in values if self.is_so(probability)] or [self.chance.choice(values)]

    def phrase(self, phrases: dict[str, tuple[str, ...]]) -> str:
        return self.chance.choice(phrases[self.locale])

    def answer(self) -> dict[str, Any]:
        data = {**self.about(), **self.learning(), **self.belonging(), **self.together()}
        return {name: value for name, value in data.items() if value is not None}

    def maybe(self, value: T, probability: float = 0.93) -> T | None:
        return value if self.is_so(probability) else None

    def about(self) -> dict[str, Any]:
        grades = {"cedar": ["k2", "g35"], "maple": ["k2", "g35"], "harbor": ["g68"]}.get(self.school, ["g912"])
        home = "es" if self.locale == "es" else self.one_of({"en": 90, "es": 7, "other": 3})
        return {
            "school": self.school,
            "role": self.role,
            "grades": self.some_of(grades, 0.6) if self.role == "family" else None,
            "years": self.maybe(min(40, int(self.chance.expovariate(0.22))), 0.8),
            "home_language": home,
            "home_language-Comment": "Portuguese" if home == "other" else None,
        }

    def table(self, name: str) -> dict[str, int] | None:
        rows = {row: self.points(1, 4, FEELING[name] + lift) for row, lift in ROWS[name].items() if self.is_so(0.96)}
        return rows or None

    def learning(self) -> dict[str, Any]:
        homework = self.one_of({"little": 12, "right": 60, "much": 28})
        device = self.is_so(0.86)
        return {
            "learning": self.table("learning"),
            "teaching": self.maybe(self.points(1, 5, 0.3)),
            "homework": homework,
            "homework_why": self.maybe(self.phrase(words.HOMEWORK), 0.5) if homework == "much" else None,
            "help": self.maybe(self.help(), 0.8),
            "device": device,
            "device_help": None if device else self.some_of(["loan", "internet", "room"], 0.4),
        }

    def help(self) -> dict[str, dict[str, str]]:
        found = {}
        for row in ("math", "reading"):
            asked = self.one_of({"never": 45, "seldom": 35, "often": 20})
            good = "yes" if self.is_so(0.78) else "no"
            found[row] = {"asked": asked} if asked == "never" else {"asked": asked, "good": good}
        return found

    def belonging(self) -> dict[str, Any]:
        worse = 12 if self.school == "harbor" else 0
        bullying = self.one_of({"never": 58 - worse, "seldom": 31, "often": 11 + worse})
        return {
            "safe": self.table("safe"),
            "belong": self.maybe(self.points(1, 5, 0.4)),
            "adult": self.maybe(self.is_so(0.82)),
            "respect": self.maybe(self.points(1, 5)),
            "bullying": bullying,
            "bullying_where": None if bullying == "never" else self.some_of(["class", "yard", "bus", "online"], 0.35),
            "bullying_told": self.is_so(0.55) if bullying == "often" else None,
            "safety_idea": self.maybe(self.phrase(words.SAFETY), 0.22),
        }

    def together(self) -> dict[str, Any]:
        bus = self.is_so(0.44)
        none_wanted = self.is_so(0.03)
        return {
            "bus": bus,
            "bus_time": self.maybe(self.points(1, 5, -0.3)) if bus else None,
            "meals": self.maybe(self.points(1, 5, -0.6)),
            "places": self.table("places"),
            "channels": ["none"] if none_wanted else self.some_of(["mail", "text", "paper", "meet"], 0.45),
            "informed": self.maybe(self.one_of({"well": 48, "some": 38, "bad": 14})),
            "best": self.maybe(self.phrase(words.BEST), 0.55),
            "priorities": self.maybe(self.ranking(), 0.85),
            "recommend": self.maybe(self.points(0, 10, 0.4)),
            "words": self.maybe(self.phrase(words.LAST), 0.28),
        }

    def ranking(self) -> list[str]:
        pull = {worry: self.chance.random() ** (1 / weight) for worry, weight in WORRIES.items()}
        return sorted(pull, key=lambda worry: -pull[worry])
