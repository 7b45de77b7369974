"""The platform in process: the importer, the engine and the counters behind the calls of a replay."""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from chalicelib.kernel.errors import Invalid
from chalicelib.surveys.contribution import Counters, add, contribution
from chalicelib.surveys.engine.answers import check_answer
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from chalicelib.surveys.imports.opening import import_survey
from local.replay.platform import Reply

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
LEAST = 10


class InProcess:
    """One survey at most; an answer is stored once by its key. `busy` asks to wait before every nth call."""

    def __init__(self, *, busy: int = 0, shows_small_groups: bool = False) -> None:
        self.draft: dict[str, Any] = {}
        self.answers: dict[str, tuple[dict[str, Any], Counters]] = {}
        self.spoiled: Counters = {}
        self.calls: list[tuple[str, str]] = []
        self.waited: list[float] = []
        self.busy = busy
        self.shows_small_groups = shows_small_groups
        self.closed = False

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)

    def counters(self, survey_id: str, version: int) -> Mapping[str, int]:
        assert (survey_id, version) == ("svy_1", 1)
        total: Counters = dict(self.spoiled)
        for _, counted in self.answers.values():
            total = add(total, counted)
        return total

    def request(self, method: str, path: str, body: dict[str, Any] | None = None) -> Reply:
        self.calls.append((method, path))
        if self.busy and len(self.calls) % self.busy == 0:
            return Reply(429, {"message": "Slow down."}, 7)
        place = path.removeprefix("/surveys").removeprefix("/svy_1").partition("?")
        handler = getattr(self, f"{method.lower()}_{place[0].strip('/') or 'survey'}")
        try:
            return handler(body or {}) if method != "GET" else handler(place[2])
        except Invalid as refusal:
            return Reply(400, {"message": refusal.message, "fields": refusal.fields})

    def post_import(self, body: dict[str, Any]) -> Reply:
        found = import_survey(base64.b64decode(body["file"]))
        if not self.draft:
            self.draft = {"survey_id": "svy_1", "state": "draft", "title": found.title, "definition": found.definition}
            self.draft |= {"revision": 1, "segments": []}
        return Reply(201, {"survey": self.draft, "report": []})

    def get_survey(self, _: str) -> Reply:
        return Reply(200, dict(self.draft))

    def put_survey(self, body: dict[str, Any]) -> Reply:
        self.draft |= {"segments": body["segments"], "revision": body["revision"] + 1}
        return Reply(200, dict(self.draft))

    def post_publish(self, body: dict[str, Any]) -> Reply:
        assert body["revision"] == self.draft["revision"]
        self.draft["state"] = "open"
        return Reply(200, dict(self.draft))

    def get_form(self, _: str) -> Reply:
        return Reply(200, {"version": 1, "accepting": not self.closed, "privacy": {"version": "2026-01"}})

    def post_responses(self, body: dict[str, Any]) -> Reply:
        assert body["consent"] == {"version": "2026-01"}
        assert len(body["key"]) == 22
        questionnaire = compile_questionnaire(self.draft["definition"])
        checked = check_answer(questionnaire, body["data"], at=NOW, locale=body["locale"])
        if body["key"] in self.answers and self.answers[body["key"]][0] != body["data"]:
            return Reply(409, {"message": "The key was used for another answer."})
        self.answers[body["key"]] = (body["data"], contribution(questionnaire, checked.data, checked.shown))
        return Reply(201, {"receipt": "R"})

    def get_results(self, query: str) -> Reply:
        name, _, value = unquote(query).removeprefix("group=").partition(":")
        members = [data for data, _ in self.answers.values() if not query or data.get(name) == value]
        is_hidden = len(members) < LEAST and not self.shows_small_groups
        shown = None if is_hidden else len(members)
        return Reply(200, {"respondents": shown, "hidden": is_hidden, "threshold": LEAST})
