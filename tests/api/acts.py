"""What the cast does again and again: makes surveys, answers them, opens topics, writes to the district."""

import csv
import io
from typing import Any

from tests.client import CONSENT, WRITER_CONSENT, Answered, Browser, District, new_key, wait_for_link

DEFINITION = {
    "title": {"default": "Climate", "es": "Clima"},
    "pages": [
        {
            "name": "p1",
            "elements": [
                {
                    "type": "radiogroup",
                    "name": "safe",
                    "title": "Do you feel safe?",
                    "isRequired": True,
                    "choices": ["yes", "no"],
                },
                {"type": "comment", "name": "why", "title": "Why not?", "visibleIf": "{safe} = 'no'"},
                {"type": "dropdown", "name": "school", "title": "School", "choices": ["north", "south"]},
                {"type": "rating", "name": "score", "title": "Score"},
            ],
        }
    ],
}
NO_TEXTS = {"en": "", "es": ""}


def draft_survey(browser: Browser, mode: str = "anonymous", **extra: object) -> Any:
    body = {"key": new_key(), "title": "Climate", "mode": mode, "definition": DEFINITION, "segments": ["school"]}
    return browser.ok("POST", "/surveys", {**body, **extra})


def make_survey(browser: Browser, mode: str = "anonymous", **extra: object) -> str:
    survey = draft_survey(browser, mode, **extra)
    browser.ok("POST", f"/surveys/{survey['survey_id']}/publish", {"revision": survey["revision"]})
    return str(survey["survey_id"])


def answer(visitor: Browser, survey_id: str, data: dict[str, Any], key: str = "", **extra: object) -> Answered:
    body = {"key": key or new_key(), "version": 1, "locale": "en", "data": data, "consent": CONSENT, **extra}
    return visitor.api("POST", f"/surveys/{survey_id}/responses", body)


def exported(browser: Browser, survey_id: str) -> list[list[str]]:
    """All lines of the export, the heading first; its parts hold the answers of one shard after another."""
    lines: list[list[str]] = []
    cursor: str | None = ""
    while cursor is not None:
        part = browser.ok("GET", f"/surveys/{survey_id}/export?cursor={cursor}")
        lines += csv.reader(io.StringIO(part["csv"]))
        cursor = part["next"]
    return lines


def only_answer(browser: Browser, survey_id: str) -> str:
    """The id of a survey's one answer, as its export has it."""
    _, line = exported(browser, survey_id)
    return line[0]


FILE_QUESTION = {"type": "file", "name": "proof", "title": "A file"}
A_FILE = {"question": "proof", "name": "note.txt", "content": "cGxhaW4gd29yZHM="}


def upload(visitor: Browser, survey_id: str, **extra: object) -> Any:
    """Send a small file of a survey's question."""
    body = {"key": new_key(), "version": 1, **A_FILE, "consent": CONSENT, **extra}
    return visitor.ok("POST", f"/surveys/{survey_id}/uploads", body)


def roster_of(*names: str) -> str:
    lines = (f"{name}@home.example,{name.title()},en,north,parent" for name in names)
    return "\n".join(("email,name,language,school,role", *lines, ""))


def invite(browser: Browser, survey_id: str, *names: str) -> None:
    """Take a roster of these people and mail each a personal link."""
    browser.ok("POST", f"/surveys/{survey_id}/roster", {"key": new_key(), "csv": roster_of(*names)})
    browser.ok("POST", f"/surveys/{survey_id}/invitations", {"key": new_key(), "kind": "first"})


def personal_link(district: District, survey_id: str, name: str) -> str:
    return str(wait_for_link(district.platform, f"{name}@home.example", rf"/s/{survey_id}#i=(\S+)"))


def make_team(browser: Browser, *member_ids: str, name: str = "Buses") -> str:
    return str(
        browser.ok("POST", "/teams", {"key": new_key(), "name": name, "member_ids": list(member_ids)})["team_id"]
    )


def make_topic(browser: Browser, team_id: str, owner_id: str, name: str = "Buses") -> str:
    body = {
        "key": new_key(),
        "name": {"en": name, "es": name},
        "description": NO_TEXTS,
        "team_id": team_id,
        "owner_id": owner_id,
    }
    return str(browser.ok("POST", "/desk/topics", body)["topic_id"])


def message(topic_id: str, text: str = "When does bus 7 leave?", **extra: object) -> dict[str, object]:
    body = {"key": new_key(), "topic_id": topic_id, "type": "question", "message": text, "language": "en"}
    return {**body, "consent": WRITER_CONSENT, **extra}


def write_to(visitor: Browser, topic_id: str, text: str = "When does bus 7 leave?", **extra: object) -> str:
    """Send a message to the district; gives the link of the writer's own thread."""
    link = visitor.ok("POST", "/threads", message(topic_id, text, **extra))["link"]
    return str(link).partition("#")[2]


def first_waiting(browser: Browser, topic_id: str, status: str = "unopened") -> Any:
    """The newest thread of a topic."""
    return browser.ok("GET", f"/inbox?status={status}&topic={topic_id}")["items"][0]


def agree(browser: Browser, feature: str = "biometric") -> None:
    """Allow a feature of one's device, as the page asks before the browser does."""
    browser.ok("PUT", f"/me/consents/{feature}", {**CONSENT, "language": "en"})
