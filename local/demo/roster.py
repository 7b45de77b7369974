"""The second survey of the demo: a short confidential one for families, by personal links to a small roster."""

from random import Random
from typing import Any

from local.demo.cast import MAIL_DOMAIN, SCHOOLS, WRITERS
from local.demo.climate import ask, choice, said

TITLE = "Parent conferences: how was it?"
ANSWERED = 14
DEFINITION: dict[str, Any] = {
    "title": said(TITLE, "Reuniones con maestros: ¿cómo le fue?"),
    "pages": [
        {
            "name": "one",
            "elements": [
                ask(
                    "rating",
                    "helpful",
                    "How helpful was your conference?",
                    "¿Qué tan útil fue su reunión?",
                    isRequired=True,
                    rateMin=1,
                    rateMax=5,
                ),
                ask("boolean", "enough_time", "Was there enough time?", "¿Hubo suficiente tiempo?"),
                ask(
                    "radiogroup",
                    "next_time",
                    "How would you like to meet next time?",
                    "¿Cómo prefiere la próxima reunión?",
                    choices=[
                        choice("person", "In person", "En persona"),
                        choice("video", "By video", "Por video"),
                        choice("phone", "By telephone", "Por teléfono"),
                    ],
                ),
                ask("comment", "more", "Anything else?", "¿Algo más?", maxLength=500),
            ],
        }
    ],
}


def address(name: str) -> str:
    return f"{name.lower()}@families.{MAIL_DOMAIN}"


def language(name: str) -> str:
    return "es" if name in {"Ana", "Carlos", "Elena", "Jorge", "Luis", "Paula"} else "en"


def roster_csv() -> str:
    """The roster as an office would hand it in."""
    schools = list(SCHOOLS.values())
    lines = [
        f"{address(name)},{name},{language(name)},{schools[number % 2]},family" for number, name in enumerate(WRITERS)
    ]
    return "\n".join(["email,name,language,school,role", *lines, ""])


def answers() -> list[tuple[str, dict[str, Any]]]:
    """Who has answered so far, and what."""
    chance = Random(7)  # noqa: S311 - the demo is the same each time.
    return [(name, _answer(chance)) for name in WRITERS[:ANSWERED]]


def _answer(chance: Random) -> dict[str, Any]:
    return {
        "helpful": chance.choices((2, 3, 4, 5), (1, 2, 5, 4))[0],
        "enough_time": chance.choices((True, False), (6, 4))[0],
        "next_time": chance.choices(("person", "video", "phone"), (6, 3, 1))[0],
    }
