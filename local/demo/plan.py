"""Two hundred dialogues over sixty days, planned before they are sent: who writes when, and what becomes of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from local.demo import letters
from local.demo.cast import MAIL_DOMAIN, SCHOOLS, TIMEZONE, TOPICS, WRITERS, Colleague

COUNT, SEED, DAYS = 200, 60, 60
FRESH_DAYS, RECENT_DAYS = 4, 10
SCORE_WEIGHTS, GOOD_SCORE = (1, 1, 2, 2, 4, 5, 10, 18, 22, 20), 7
TOPIC_WEIGHTS = (30, 17, 22, 12, 12, 7)
DESK_DAYS = (1, 3)  # Tuesdays and Thursdays are when the demo's staff sits down to answer.
RUSH_HOURS, RUSH_WEIGHTS = (7, 8, 12, 15, 16, 18, 20, 21), (3, 4, 2, 4, 4, 3, 5, 3)


@dataclass(frozen=True)
class Dialogue:
    """One dialogue, as far as it goes. `score` is 0 where the writer does not rate."""

    number: int
    at: datetime
    topic: str
    kind: str
    language: str
    message: str
    name: str
    email: str
    answer: str
    note: str
    is_closed: bool
    thanks: str
    score: int
    comment: str

    @property
    def owner(self) -> Colleague:
        return TOPICS[self.topic].owner


def dialogues(now: datetime) -> list[Dialogue]:
    """Give all dialogues of the sixty days before a moment, the oldest first."""
    chance = Random(SEED)  # noqa: S311 - the demo is the same each time.
    ages = sorted((DAYS * chance.random() ** 0.9 for _ in range(COUNT)), reverse=True)
    return [_dialogue(chance, number, _moment(chance, now, age), age) for number, age in enumerate(ages)]


def _moment(chance: Random, now: datetime, age: float) -> datetime:
    """A time of day at which people write, never later than now."""
    local = (now - timedelta(days=age)).astimezone(ZoneInfo(TIMEZONE))
    hour = chance.choices(RUSH_HOURS, RUSH_WEIGHTS)[0]
    written = local.replace(hour=hour, minute=chance.randrange(60), second=chance.randrange(60))
    return min(written.astimezone(now.tzinfo), now - timedelta(minutes=5 + chance.randrange(50)))


def _dialogue(chance: Random, number: int, at: datetime, age: float) -> Dialogue:
    def is_so(percent: int) -> bool:
        return chance.randrange(100) < percent

    language = "es" if is_so(25) else "en"
    topic = chance.choices(list(TOPICS), TOPIC_WEIGHTS)[0]
    exchange = chance.choice(letters.EXCHANGES[language][topic])
    fill = _filling(chance, language)
    name = chance.choice(WRITERS) if is_so(70) else ""
    is_answered = is_so(50 if age < FRESH_DAYS else 94)
    score = chance.choices(range(1, 11), SCORE_WEIGHTS)[0] if is_answered and is_so(45) else 0
    opinions = letters.PRAISE if score >= GOOD_SCORE else letters.GRUMBLE
    return Dialogue(
        number=number,
        at=at,
        topic=topic,
        kind=exchange.kind,
        language=language,
        message=exchange.message.format(**fill),
        name=name,
        email=f"{name.lower()}{number}@home.{MAIL_DOMAIN}" if name and is_so(75) else "",
        answer=exchange.answer.format(**fill) if is_answered else "",
        note=chance.choice(letters.NOTES) if is_so(15) else "",
        is_closed=is_answered and is_so(40 if age < RECENT_DAYS else 85),
        thanks=chance.choice(letters.THANKS[language]) if is_answered and is_so(12) else "",
        score=score,
        comment=chance.choice(opinions[language]) if score and is_so(40) else "",
    )


def _filling(chance: Random, language: str) -> dict[str, str]:
    return {
        "school": chance.choice(list(SCHOOLS.values())),
        "bus": str(chance.randrange(2, 29)),
        "day": chance.choice(letters.DAYS[language]),
        "room": str(chance.randrange(101, 238)),
    }


def desk_time(written: datetime, now: datetime) -> datetime | None:
    """When the staff answers what was written then: the next desk hour a few hours later, None where it lies ahead."""
    zone = ZoneInfo(TIMEZONE)
    local = (written + timedelta(hours=3)).astimezone(zone)
    desk = local.replace(hour=14, minute=0, second=0, microsecond=0)
    while desk < local or desk.weekday() not in DESK_DAYS:
        desk += timedelta(days=1)
    return None if desk > now - timedelta(hours=1) else desk.astimezone(now.tzinfo)
