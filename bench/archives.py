"""An archive of a district that never was, of any size; the same seed makes the same one."""

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import msgspec

from chalicelib.consents.archived import ArchivedConsent
from chalicelib.continuity.archived import ArchivedRule
from chalicelib.dialogues.archived import ArchivedEvent, ArchivedThread, ArchivedTopic
from chalicelib.exports import manifest
from chalicelib.exports.manifest import Settings
from chalicelib.exports.zipping import Zip
from chalicelib.identity.archived import ArchivedPerson, ArchivedTeam
from chalicelib.identity.levels import Level
from chalicelib.identity.permissions import Role
from chalicelib.kernel import clock
from chalicelib.kernel.ids import LETTERS
from chalicelib.privacy.archived import ArchivedHold
from chalicelib.surveys.archived import (
    ArchivedAnswer,
    ArchivedDefinition,
    ArchivedMailing,
    ArchivedParticipant,
    ArchivedSurvey,
)
from chalicelib.surveys.archived_files import ArchivedFile, place_of

SCHOOLS = ("east", "north", "south", "west")
WORDS = ("bus", "lunch", "=1+1", "escuela", "ñandú", "\u2028", "@home", "books", "-2", "Reason ÿ")
DEFINITION = {
    "pages": [
        {
            "name": "p1",
            "elements": [
                {"type": "radiogroup", "name": "safe", "title": "Safe?", "choices": ["yes", "no"]},
                {"type": "dropdown", "name": "school", "title": "School", "choices": list(SCHOOLS)},
                {"type": "comment", "name": "why", "title": "Why?"},
                {"type": "file", "name": "proof", "title": "Proof?"},
            ],
        }
    ]
}
ANSWERS_WITH_A_FILE, LARGEST_FILE, PNG = 20, 200_000, b"\x89PNG\r\n\x1a\n"
FROM, VERSION, FAR = datetime(2026, 10, 1, tzinfo=UTC), "2026-11-25", 4_000_000_000


class Made:
    """A district's records, so many in all: answers, people invited, messages, accounts."""

    def __init__(self, rows: int, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - a seed makes one district.
        self.rows = rows
        self.files: dict[str, bytes] = {}
        self.counted = 0
        self._settings()
        self._people(max(rows // 500, 2))
        self._survey("anonymous", rows * 60 // 100, 0)
        self._survey("confidential", rows * 4 // 100, rows * 6 // 100)
        self._survey("identified", rows * 5 // 100, rows * 8 // 100)
        self._threads(rows * 17 // 100 // 2)

    def archive(self) -> bytes:
        """The records as an archive."""
        out = BytesIO()
        made = Zip(out)
        for path in sorted(self.files):
            made.add(path, [self.files[path]], self.files[path].count(b"\n"))
        listed = manifest.make("Made up", clock.iso(FROM), {}, sorted(made.files, key=lambda one: one.path))
        made.add(manifest.MANIFEST, [manifest.written(listed)])
        made.close()
        return out.getvalue()

    # --- Parts

    def _id(self, kind: str) -> str:
        return f"{kind}_" + "".join(self._chance.choices(LETTERS, k=26))

    def _ids(self, kind: str, number: int) -> list[str]:
        return sorted(self._id(kind) for _ in range(number))

    def _at(self) -> str:
        return clock.iso(FROM + timedelta(milliseconds=self._chance.randrange(50 * 86_400_000)))

    def _words(self) -> str:
        return " ".join(self._chance.choices(WORDS, k=self._chance.randrange(1, 12)))

    def _lines(self, path: str, records: list[Any]) -> None:
        encoder = msgspec.json.Encoder(order="deterministic")
        self.files[path] = b"".join(encoder.encode(record) + b"\n" for record in records)
        self.counted += len(records)

    def _one(self, path: str, record: Any) -> None:
        self.files[path] = msgspec.json.format(msgspec.json.encode(record, order="deterministic"), indent=1) + b"\n"

    def _settings(self) -> None:
        rule = ArchivedRule("answer", "north", 500, 1827, self._at(), "usr_a", self._at())
        held = Settings("Made up", "America/New_York", ["en", "es"], VERSION, sorted(SCHOOLS), [rule])
        self._one("district.json", held)
        hold = ArchivedHold(
            self._id("hld"), "person", "person0@home.example", "person0@home.example", self._words(), "active",
            "usr_a", self._at(), "", "",
        )  # fmt: skip
        self._lines("holds.jsonl", [hold])

    def _people(self, number: int) -> None:
        self.users, level = self._ids("usr", number), Level(Role.MEMBER)
        self._lines(
            "people.jsonl",
            [
                ArchivedPerson(one, f"Name {at}", f"staff{at}@x.example", f"staff{at}", "active", [level], self._at())
                for at, one in enumerate(self.users)
            ],
        )
        self.teams, self.topics = self._ids("tem", 5), self._ids("top", 5)
        self._lines("teams.jsonl", [ArchivedTeam(one, f"Team {one[-3:]}", self.users[:3]) for one in self.teams])
        self._lines(
            "topics.jsonl",
            [
                ArchivedTopic(one, {"en": "Buses", "es": "Autobuses"}, {"en": "", "es": ""}, team, self.users[0])
                for one, team in zip(self.topics, self.teams, strict=True)
            ],
        )
        self._lines("consents.jsonl", [])
        self._lines("shares.jsonl", [])

    def _survey(self, mode: str, answers: int, invited: int) -> None:
        survey, raw = self._id("svy"), msgspec.json.encode(DEFINITION)
        folder, made_at = f"surveys/{survey}/", self._at()
        segments = ["school"]
        self.files |= {f"{folder}definition-{name}.json": raw for name in ("draft", "v0001")}
        about = [ArchivedDefinition(name, segments, made_at) for name in ("draft", "v0001")]
        security = "standard" if mode == "anonymous" else "enhanced"
        head = ArchivedSurvey(
            survey, f"Survey {mode}", "open", mode, security, 1, invited, invited, self._at(), about
        )  # fmt: skip
        self._one(f"{folder}survey.json", head)
        ids = self._ids("rsp", answers)
        named = [f"person{number}@home.example" for number in range(invited)]
        if mode != "anonymous":
            mailing = self._id("mlg")
            self._lines(f"{folder}mailings.jsonl", [ArchivedMailing(mailing, "first", made_at)])
            owners = dict(zip(named, ids, strict=False))
            people = [self._participant(one, mailing, mode, owners.get(one)) for one in sorted(named)]
            self._lines(f"{folder}roster.jsonl", people)
        whose = dict(zip(ids, named, strict=False)) if mode == "identified" else {}
        sent = [self._file(survey, one) for one in ids[:ANSWERS_WITH_A_FILE]]
        uploads = {one.response: one for one in sent}
        made = [self._answer(one, whose.get(one, ""), uploads.get(one)) for one in ids]
        self._lines(f"{folder}answers.jsonl", made)
        if sent:
            self._lines(f"{folder}{manifest.FILES_INDEX}", sent)

    def _file(self, survey: str, response: str) -> ArchivedFile:
        upload, content = self._id("upl"), PNG + self._chance.randbytes(self._chance.randrange(LARGEST_FILE))
        path, digest = place_of(survey, upload, "image/png"), hashlib.sha256(content).hexdigest()
        self.files[path] = content
        return ArchivedFile(response, upload, "proof", "Proof.png", "image/png", len(content), digest, path)

    def _participant(self, email: str, mailing: str, mode: str, answer: str | None) -> ArchivedParticipant:
        receipts = [self._consent("answer", answer if mode == "identified" else "")] if answer else []
        groups, state = {"school": self._chance.choice(SCHOOLS)}, "answered" if answer else "invited"
        return ArchivedParticipant(email, "A name", "en", groups, state, mailing, self._at(), receipts)

    def _consent(self, purpose: str, answer: str = "") -> ArchivedConsent:
        return ArchivedConsent(purpose, "given", VERSION, "en", self._at(), "", answer, FAR)

    def _answer(self, response: str, participant: str, sent: ArchivedFile | None) -> ArchivedAnswer:
        school = self._chance.choice(SCHOOLS)
        data: dict[str, Any] = {"safe": "no", "school": school, "why": self._words()}
        if sent:
            data["proof"] = [{"name": sent.name, "type": sent.type, "content": f"upload:{sent.upload}"}]
        hour, shown = self._at()[:13] + ":00:00.000Z", ["proof", "safe", "school", "why"]
        return ArchivedAnswer(response, hour, 1, "en", VERSION, data, shown, {"school": school}, participant)

    def _threads(self, number: int) -> None:
        threads = sorted((self._thread(at) for at in range(number)), key=lambda one: (one.created_at, one.thread))
        self._lines("dialogues/threads.jsonl", threads)
        self.counted += sum(len(one.events) for one in threads)

    def _thread(self, number: int) -> ArchivedThread:
        at, topic = self._at(), self._chance.randrange(len(self.topics))
        email = f"person{number // 2}@home.example" if number % 2 else ""
        status = self._chance.choice(("unopened", "closed", "pending"))
        purposes = ("message", "reply_email") if email else ("message",)
        return ArchivedThread(
            self._id("thr"), self.topics[topic], self.teams[topic], self.users[0], "question", status, "en", "Rosa",
            email, at, at, None, 0, list(self._events(at)), [self._consent(one) for one in purposes],
        )  # fmt: skip

    def _events(self, at: str) -> Iterator[ArchivedEvent]:
        yield ArchivedEvent(1, "message", at, "writer", self._words(), "", "", 0)
