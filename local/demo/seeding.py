"""Fills the demo district, once; every step may be interrupted and is taken up again at the next start."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

from chalicelib.kernel import clock
from local.demo import cast, climate, roster
from local.demo.answers import Sheet, sheets
from local.demo.caller import Caller, key
from local.demo.cast import ALICE, BEN, MAIL_DOMAIN, PASSWORD, SLUG, STAFF, TEAMS, TOPICS, Colleague
from local.demo.dialogues import Player, events
from local.demo.ledger import Ledger
from local.front import Front
from local.mailbox import Mailbox
from local.platform import Platform

Json = dict[str, Any]
Progress = Callable[[str], None]
LETTER_SECONDS, COUNT_SECONDS = 60.0, 120.0
SENDERS = 2
OPEN_DISTRICT: Json = {"slug": SLUG, "name": cast.NAME, "timezone": cast.TIMEZONE, "email": ALICE.email}
# The demo is nobody's district: it is run from this machine, and does without passkeys.
OPEN_DISTRICT |= {"admin_networks": ["127.0.0.1/32", "::1/128"], "admin_proof": "any"}


class NotSeededError(Exception):
    """The demo district could not be filled; the message says at which step."""


class Seeding:
    """One filling of the district, in steps."""

    def __init__(self, platform: Platform, front: Front, ledger: Ledger) -> None:
        self.platform = platform
        self.front = front
        self.ledger = ledger
        self.mailbox = Mailbox(platform.aws.mail)
        self.now = clock.parse(ledger.get("now") or ledger.put("now", clock.iso(clock.now())))

    def run(self, say: Progress) -> None:
        """Take every step that is not done yet; NotSeededError where one fails."""
        steps: list[tuple[str, Callable[[Progress], None]]] = [
            ("staff", self._staff),
            ("surveys", self._surveys),
            ("answers", self._answers),
            ("invitations", self._invitations),
            ("dialogues", self._dialogues),
            ("counters", self._counters),
        ]
        for name, step in steps:
            if not self.ledger.get(f"done {name}"):
                step(say)
                self.ledger.put(f"done {name}", value=True)

    # --- People

    def _staff(self, say: Progress) -> None:
        say("Opening the district, as an operator does; its staff accepts its invitations")
        if not self.ledger.get("district"):
            self.ledger.put("district", self._open_district())
        alice = self._joined(ALICE)
        for colleague in STAFF[1:]:
            body = {"key": key("user", colleague.username), "email": colleague.email, "levels": list(colleague.levels)}
            if not self.ledger.get(f"user {colleague.username}"):
                alice.call("POST", "/users", body)
        for colleague in STAFF[1:]:
            self._joined(colleague)
        designated = {"user_id": self._user(BEN), "reason": "The second person of the demo.", "days": 90}
        alice.call("POST", "/designations", {"key": key("designation"), **designated})
        teams = {name: self._team(alice, name) for name in TEAMS}
        self.ledger.put("topics", {name: self._topic(alice, name, teams) for name in TOPICS})

    def _open_district(self) -> Json:
        opened: Json = self.platform.run_job("open_district", OPEN_DISTRICT)
        return opened

    def _joined(self, colleague: Colleague) -> Caller:
        """A colleague's browser, signed in; the account is made where it is not yet."""
        caller = Caller(self.front)
        if self.ledger.get(f"user {colleague.username}"):
            caller.sign_in(colleague.username, PASSWORD)
            return caller
        token = self._wait(lambda: self.mailbox.link_to(colleague.email, "/welcome#"), "an invitation by mail")
        caller.accept(token.partition("#")[2], colleague.username, colleague.name, PASSWORD)
        self.ledger.put(f"user {colleague.username}", caller.user_id)
        return caller

    def _user(self, colleague: Colleague) -> str:
        return str(self.ledger.get(f"user {colleague.username}"))

    def _team(self, alice: Caller, name: str) -> str:
        title, members = TEAMS[name]
        body = {"key": key("team", name), "name": title, "member_ids": [self._user(member) for member in members]}
        return str(alice.call("POST", "/teams", body)["team_id"])

    def _topic(self, alice: Caller, name: str, teams: dict[str, str]) -> str:
        topic = TOPICS[name]
        body = {
            "key": key("topic", name),
            "name": dict(zip(("en", "es"), topic.name, strict=True)),
            "description": dict(zip(("en", "es"), topic.description, strict=True)),
            "team_id": teams[topic.team],
            "owner_id": self._user(topic.owner),
        }
        return str(alice.call("POST", "/desk/topics", body)["topic_id"])

    # --- Surveys

    def _surveys(self, say: Progress) -> None:
        say("Publishing two surveys")
        alice = self._joined(ALICE)
        for name, mode, source, segments in (
            ("climate", "anonymous", climate, climate.SEGMENTS),
            ("conferences", "confidential", roster, ["next_time"]),
        ):
            body = {"title": source.TITLE, "mode": mode, "definition": source.DEFINITION, "segments": segments}
            survey = alice.call("POST", "/surveys", {"key": key("survey", name), **body})
            path = f"/surveys/{survey['survey_id']}"
            if alice.call("GET", path)["state"] == "draft":
                alice.call("POST", f"{path}/publish", {"revision": survey["revision"]})
            self.ledger.put(name, survey["survey_id"])

    def _consent(self, survey: str) -> Json:
        form = Caller(self.front).call("GET", f"/surveys/{self.ledger.get(survey)}/form")
        return {"version": form["privacy"]["version"]}

    def _send(self, survey: str, sheet_key: str, at: datetime, body: Json) -> None:
        path = f"/surveys/{self.ledger.get(survey)}/responses"
        Caller(self.front).call("POST", path, {"key": sheet_key, "version": 1, **body}, at)

    def _answers(self, say: Progress) -> None:
        consent = self._consent("climate")
        waiting = list(sheets())[self.ledger.get("answers sent", 0) :]

        def send(sheet: Sheet) -> None:
            at = self.now - timedelta(days=sheet.days_ago)
            body = {"locale": sheet.locale, "data": sheet.data, "consent": consent}
            self._send("climate", key("answer", sheet.number), at, body)

        with ExitStack() as stack:
            pool = stack.enter_context(ThreadPoolExecutor(SENDERS))
            for sheet, _ in zip(waiting, pool.map(send, waiting), strict=True):
                self._progress(say, "Sending answers to the climate survey", "answers sent", sheet.number + 1, 500)

    def _progress(self, say: Progress, what: str, fact: str, done: int, of: int) -> None:
        if done % 25 == 0 or done == of:
            self.ledger.put(fact, done)
            say(f"{what}: {done} of {of}")

    def _invitations(self, say: Progress) -> None:
        say("Inviting families to the second survey by personal links")
        alice = self._joined(ALICE)
        path = f"/surveys/{self.ledger.get('conferences')}"
        alice.call("POST", f"{path}/roster", {"key": key("roster"), "csv": roster.roster_csv()})
        alice.call("POST", f"{path}/invitations", {"key": key("first mailing"), "kind": "first"})
        consent = self._consent("conferences")
        for name, data in roster.answers():
            to = roster.address(name)
            link = self._wait(lambda to=to: self.mailbox.link_to(to, "#i="), f"a letter to {MAIL_DOMAIN}")  # type: ignore[misc]
            body = {"locale": roster.language(name), "data": data, "consent": consent}
            personal = {**body, "invitation": link.partition("#i=")[2]}
            self._send("conferences", key("conference", name), clock.now(), personal)

    def _wait(self, look: Callable[[], str | None], what: str) -> str:
        until = time.monotonic() + LETTER_SECONDS
        while time.monotonic() < until:
            found = look()
            if found:
                return found
            time.sleep(0.1)
        raise NotSeededError(f"Waited {LETTER_SECONDS:.0f} s in vain for {what}.")

    # --- Dialogues and counters

    def _dialogues(self, say: Progress) -> None:
        planned = events(self.now)
        player = Player(self.front, self.ledger.get("topics"))
        done = self.ledger.get("dialogues played", 0)
        for number, event in enumerate(planned[done:], done + 1):
            player.play(event)
            self._progress(say, "Living through 60 days of dialogues", "dialogues played", number, len(planned))

    def _counters(self, say: Progress) -> None:
        say("Comparing the counters with a recount")
        until = time.monotonic() + COUNT_SECONDS
        for survey, answers in (("climate", 500), ("conferences", roster.ANSWERED)):
            event = {"district": SLUG, "survey_id": self.ledger.get(survey)}
            while (report := self.platform.run_job("recount_survey", event))["counted"] != answers:
                if time.monotonic() > until:
                    raise NotSeededError(f"Only {report['counted']} of {answers} answers are counted.")
                time.sleep(1)
            if report["differences"]:
                raise NotSeededError(f"{report['differences']} counters differ from a recount.")
