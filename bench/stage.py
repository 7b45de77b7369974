"""The stage of the bench: a district with one administrator, two published surveys, invited people and dialogues."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import msgspec

from bench.events import Context, Json, event, signed_in
from chalicelib.dialogues.desk_service import PAGE
from chalicelib.identity import throttle_service as throttles
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.notice_versions import current_version
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.surveys.roster_service import personal_token
from local.demo import climate
from local.demo.answers import sheets
from local.mailbox import Mailbox
from local.platform import Platform, load_app

SLUG, USERNAME, PASSWORD = "bench", "alice", "green boats on a quiet lake"
CONSENT = {"version": current_version()}
ITEMS = 30
LETTER_SECONDS = 60.0
WORDS = {"homework": "much", "homework_why": "Less of it before a holiday.", "bus": True, "bus_time": 3}


class RefusedError(Exception):
    """The API refused what the bench sent; the message is its reply."""


def thirty_items() -> Json:
    """The demo survey's fullest answer, and a few words more: 30 items."""
    data = max((sheet.data for sheet in sheets()), key=len) | WORDS
    assert len(data) == ITEMS, len(data)
    return data


class Stage:
    """The API in this process, and whatever a journey needs."""

    def __init__(self, platform: Platform, *, invited: int, threads: int) -> None:
        self.platform = platform
        self.app = load_app()
        _lift_limits()
        self.cookie = self.csrf = ""
        self.answer = thirty_items()
        self._numbers = count(1)
        self.keys = self._open_district()
        self.surveys = {mode: self._publish(mode) for mode in ("anonymous", "confidential")}
        self.tokens = self._invite(invited)
        self.threads = self._write(threads)

    def key(self) -> str:
        """A client's key that was not used before."""
        return f"bench{next(self._numbers):017d}"

    def address(self) -> str:
        """An address that was not used before: limits per address are not what is measured."""
        number = next(self._numbers)
        return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"

    def public(self, method: str, path: str, body: object = None, query: Json | None = None) -> Json:
        return event(method, path, SLUG, body=body, query=query, address=self.address())

    def staff(self, method: str, path: str, body: object = None, query: Json | None = None) -> Json:
        return signed_in(self.public(method, path, body, query), self.cookie, self.csrf)

    def send(self, sent: Json) -> Any:
        """Send a request and give the reply's body; RefusedError where it is no success."""
        return self.check(sent, self.handle(sent))

    def handle(self, sent: Json) -> Json:
        """What the API's function gives back."""
        reply: Json = self.app(sent, Context())
        return reply

    def check(self, sent: Json, reply: Json) -> Any:
        """The reply's body; RefusedError where it is no success."""
        if not 200 <= reply["statusCode"] < 300:
            raise RefusedError(f"{sent['httpMethod']} {sent['path']}: {spoken(reply)!r}")
        return json.loads(spoken(reply))

    def submission(self, mode: str) -> Json:
        """An answer to a survey; a confidential one spends a personal link."""
        invitation = {"invitation": next(self.tokens)} if mode == "confidential" else {}
        fixed = {"version": 1, "locale": "en", "data": self.answer, "consent": CONSENT}
        path = f"/surveys/{{survey_id={self.surveys[mode]}}}/responses"
        return self.public("POST", path, {"key": self.key(), **fixed, **invitation})

    def _open_district(self) -> DistrictKeys:
        address = f"{USERNAME}@{SLUG}.example"
        opening = {"slug": SLUG, "name": "Bench Schools", "timezone": "America/New_York", "email": address}
        opened = self.platform.run_job("open_district", opening)
        mailbox = Mailbox(self.platform.aws.mail)
        link = _wait(lambda: mailbox.link_to(address, "/welcome#"), "an invitation by mail")
        joining = {"invitation": link.partition("#")[2], "username": USERNAME, "name": "Alice", "password": PASSWORD}
        reply = self.handle(self.public("POST", "/welcome", joining))
        headers = {**reply["headers"], **{name: one[0] for name, one in reply.get("multiValueHeaders", {}).items()}}
        self.cookie = headers["Set-Cookie"].partition("=")[2].partition(";")[0]
        self.csrf = json.loads(spoken(reply))["csrf"]
        return privacy.open_keys_of(opened["district_id"])

    def _publish(self, mode: str) -> str:
        draft = {"title": climate.TITLE, "definition": climate.DEFINITION, "segments": climate.SEGMENTS}
        survey = self.send(self.staff("POST", "/surveys", {"key": self.key(), "mode": mode, **draft}))
        path = f"/surveys/{{survey_id={survey['survey_id']}}}/publish"
        self.send(self.staff("POST", path, {"revision": survey["revision"]}))
        return str(survey["survey_id"])

    def _invite(self, people: int) -> Iterator[str]:
        """The tokens of personal links, one for each of so many people."""
        survey_id = self.surveys["confidential"]
        addresses = [f"family{number}@home.example" for number in range(people)]
        lines = ["email,name,language,school,role", *(f"{one},Dana,en,cedar,family" for one in addresses)]
        path = f"/surveys/{{survey_id={survey_id}}}/roster"
        self.send(self.staff("POST", path, {"key": self.key(), "csv": "\n".join(lines)}))
        ids = (privacy.id_from(self.keys, "par", survey_id, vault.folded(address)) for address in addresses)
        return (personal_token(self.keys, survey_id, participant) for participant in ids)

    def _write(self, threads: int) -> list[str]:
        """So many dialogues beside a full page of them that stays unopened; gives their ids."""
        me = self.send(self.staff("GET", "/session"))["user"]["user_id"]
        team = self.send(self.staff("POST", "/teams", {"key": self.key(), "name": "Buses", "member_ids": [me]}))
        texts = {"name": {"en": "Buses", "es": "Autobuses"}, "description": {"en": "", "es": ""}}
        topic = {"key": self.key(), **texts, "team_id": team["team_id"], "owner_id": me}
        topic_id = self.send(self.staff("POST", "/desk/topics", topic))["topic_id"]
        for number in range(threads + PAGE):
            said = {"topic_id": topic_id, "type": "question", "message": f"When does bus {number} leave?"}
            writer: Json = {"name": "Dana", "email": f"dana{number}@home.example", "language": "en", "website": ""}
            writer["consent"] = {**CONSENT, "reply_email": True}
            self.send(self.public("POST", "/threads", {"key": self.key(), **said, **writer}))
        return [item["thread_id"] for item in self._waiting()][PAGE:]

    def _waiting(self) -> Iterator[Json]:
        """All unopened dialogues, the newest first."""
        cursor: str | None = ""
        while cursor is not None:
            page = self.send(self.staff("GET", "/inbox", query={"status": "unopened", "cursor": cursor}))
            yield from page["items"]
            cursor = page["next"]


def _lift_limits() -> None:
    """Let one account sign in as often as it is measured; the counting costs what it always costs."""
    for name in ("SIGN_IN_ACCOUNT", "SIGN_IN_ACCOUNT_DAY"):
        setattr(throttles, name, msgspec.structs.replace(getattr(throttles, name), tries=10**9))


def spoken(reply: Json) -> bytes:
    """The body of a reply as it goes to the client."""
    body = str(reply["body"])
    return base64.b64decode(body) if reply.get("isBase64Encoded") else body.encode()


def _wait(look: Callable[[], str | None], what: str) -> str:
    until = time.monotonic() + LETTER_SECONDS
    while time.monotonic() < until:
        if seen := look():
            return seen
        time.sleep(0.05)
    raise TimeoutError(f"Waited in vain for {what}.")
