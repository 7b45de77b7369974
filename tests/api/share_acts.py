"""What the tests of sharing do again and again: fill a survey, share it, fetch a code, open what was shared."""

import re
from typing import Any

from msgspec import Struct

from chalicelib.identity.session_service import FRESH_SECONDS
from chalicelib.kernel import clock
from local.platform import Platform
from tests.api import acts
from tests.client import (
    PASSWORD,
    Answered,
    Browser,
    District,
    letters_to,
    new_key,
    open_district,
    wait_for,
    wait_for_link,
)

Guest = dict[str, str]

SCHOOLS = {"north": 14, "south": 12, "east": 11, "small": 4}
RESPONDENTS = sum(SCHOOLS.values())
DEFINITION = {
    "title": {"default": "Climate", "es": "Clima"},
    "pages": [
        {
            "name": "p1",
            "elements": [
                {"type": "radiogroup", "name": "safe", "title": "Do you feel safe?", "choices": ["yes", "no"]},
                {"type": "text", "name": "age", "inputType": "number", "title": "How old is your child?"},
                {"type": "dropdown", "name": "school", "title": "School", "choices": list(SCHOOLS)},
            ],
        }
    ],
}


def filled_survey(district: District, schools: dict[str, int] = SCHOOLS) -> str:
    """A survey that everybody of these schools has answered, counted."""
    administrator, visitor = district.administrator, district.visitor("198.51.100.40")
    survey_id = acts.make_survey(administrator, definition=DEFINITION)
    for school, count in schools.items():
        for number in range(count):
            data = {"safe": "yes" if number % 3 else "no", "age": 6 + number, "school": school}
            assert acts.answer(visitor, survey_id, data).status == 201
    total = sum(schools.values())
    path = f"/surveys/{survey_id}/results"
    wait_for(lambda: administrator.ok("GET", path)["respondents"] == total, "all answers counted")
    return survey_id


def somebody(district: District, username: str, *levels: dict[str, Any]) -> Browser:
    """A colleague with these levels."""
    email = f"{username}@{district.slug}.example"
    refreshed(district.administrator, "alice").ok(
        "POST", "/users", {"key": new_key(), "email": email, "levels": list(levels)}
    )
    token = wait_for_link(district.platform, email, r"/welcome#([a-z2-7]+)")
    return Browser(district.slug).accept(token, username, username.title())


def refreshed(browser: Browser, username: str) -> Browser:
    """The same browser, signed in, with a proof that stays fresh for some minutes more."""
    held = browser.api("GET", "/session")
    if held.status == 200 and 0 <= clock.seconds() - held.json["proved_at"] < FRESH_SECONDS / 2:
        return browser
    return browser.sign_in(username, PASSWORD)


def share(browser: Browser, **said: Any) -> Answered:
    """Ask for a share of results, or whatever is said."""
    body = {"key": new_key(), "kind": "results", "verbs": ["read"], "days": 7, **said}
    return browser.api("POST", "/shares", body)


def shared(browser: Browser, **said: Any) -> str:
    made = share(browser, **said)
    assert made.status == 201, made.body
    return str(made.json["share_id"])


def link_to(district: District, email: str, number: int = 1) -> str:
    """The token of the link that was mailed to somebody."""
    return str(wait_for_link(district.platform, email, r"/shared#(\S+)", number))


def codes_to(district: District, email: str) -> list[str]:
    return [text.split(": ", 1)[1][:8] for text in letters_to(district.platform, email) if text.startswith("Your code")]


def fetch_code(district: District, email: str, token: str, visitor: Browser | None = None) -> str:
    """Ask for a code and read it in the letter."""
    before = len(codes_to(district, email))
    (visitor or district.visitor()).ok("POST", "/shared/code", {"token": token})
    wait_for(lambda: len(codes_to(district, email)) > before, "the letter with the code")
    return codes_to(district, email)[-1]


def pass_for(district: District, email: str, token: str = "") -> str:
    """The pass of whoever reads the letters to an address."""
    token = token or link_to(district, email)
    code = fetch_code(district, email, token)
    return str(district.visitor().ok("POST", "/shared/open", {"token": token, "code": code})["pass"])


def look(district: District, secret: str, path: str = "/shared/content") -> Answered:
    """What a pass shows."""
    return district.visitor().api("GET", path, None, parley_share=secret)


class Stage(Struct, frozen=True):
    """A district with a full survey, two topics, and people who share and are shared with."""

    district: District
    survey: str
    other_survey: str
    topic: str
    other_topic: str
    threads: list[str]
    foreign_thread: str
    ann: Browser
    mel: Browser
    ida: Browser


def open_sharewood(platform: Platform) -> Stage:
    """The district of the tests of sharing."""
    district = open_district(platform, "sharewood")
    alice = district.administrator
    ann = somebody(district, "ann", {"role": "author"})
    mel = somebody(district, "mel", {"role": "member"})
    ida = somebody(district, "ida", {"role": "reader", "surveys": []})
    team = acts.make_team(alice, mel.user_id)
    topics = [acts.make_topic(alice, team, mel.user_id, name) for name in ("Buses", "Meals")]
    threads = []
    for topic in (topics[0], topics[0], topics[1]):
        acts.write_to(district.visitor(), topic, "The bus is late.", email="wendy@home.example", name="Wendy Writer")
        threads.append(acts.first_waiting(alice, topic)["thread_id"])
    mel.ok("POST", f"/threads/{threads[0]}/notes", {"key": new_key(), "message": "Only among us."})
    mel.ok("POST", f"/threads/{threads[0]}/replies", {"key": new_key(), "message": "We are sorry."})
    surveys = [filled_survey(district), filled_survey(district, {"north": 12})]
    return Stage(district, *surveys, *topics, threads[:2], threads[2], ann, mel, ida)


def told(answered: Answered) -> tuple[int, bytes]:
    return answered.status, re.sub(rb'"request_id":"[^"]*"', b"", answered.body)


REFUSED = (404, b'{"error":"not_found","message":"There is no such share, or it has ended.","fields":{},}')


def share_with(sharewood: Stage, guest: Guest, **said: Any) -> str:
    return shared(sharewood.ann, survey_id=sharewood.survey, recipient=guest, **said)


def open_with(sharewood: Stage, token: str, code: str) -> Answered:
    return sharewood.district.visitor().api("POST", "/shared/open", {"token": token, "code": code})


def every(browser: Browser, path: str) -> list[dict[str, Any]]:
    """A list, page by page, newest first."""
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        sign = "&" if "?" in path else "?"
        page = browser.ok("GET", f"{path}{sign}cursor={cursor}")
        found, cursor = found + page["items"], page["next"]
    assert [one["created_at"] for one in found] == sorted((one["created_at"] for one in found), reverse=True)
    assert len({one["share_id"] for one in found}) == len(found)
    return found
