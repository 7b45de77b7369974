"""Sending a survey and its answers through the API, so that sending them again changes nothing."""

import base64
import hashlib
from dataclasses import dataclass, field

from local.replay.export import Export, Row
from local.replay.mapping import Given, Left, Match, compose, give_answers
from local.replay.platform import JsonObject, Platform, Reply
from local.replay.problems import Problem

MOST_ROUNDS = 100
MOST_WAITS = 200
# No survey has a question of this name, so an answer that holds it is held against the survey but never stored.
PROBE = "a probe, never stored"


@dataclass(frozen=True, slots=True)
class Published:
    survey_id: str
    version: int
    consent: str
    segment: str


@dataclass(slots=True)
class Sent:
    """What became of the rows: accepted lines, cells that the survey's logic forbids, lines that were refused."""

    accepted: list[int] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


def key_of(*parts: bytes | str) -> str:
    """A client's key of 22 characters, always the same for the same parts."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return base64.urlsafe_b64encode(digest.digest()[:16]).decode().rstrip("=")


def patiently(platform: Platform, method: str, path: str, body: JsonObject | None = None) -> Reply:
    """Send a request, waiting as long as the platform asks for."""
    for _ in range(MOST_WAITS):
        reply = platform.request(method, path, body)
        if reply.status != 429:  # noqa: PLR2004 - Too Many Requests
            return reply
        platform.wait(reply.retry_after)
    raise Problem("The platform asks to wait again and again; try later.")


def expect(reply: Reply, what: str) -> JsonObject:
    if reply.status in {200, 201}:
        return reply.body
    fields = "".join(f"\n  {path}: {sentence}" for path, sentence in (reply.body.get("fields") or {}).items())
    raise Problem(f"{what} failed with {reply.status}: {reply.body.get('message', 'no message')}{fields}")


def publish(platform: Platform, survey: bytes, export: bytes, matches: list[Match], run: str) -> Published:
    """Import and publish the survey, grouped by its first single choice; that of an earlier run is taken as it is."""
    request = {"key": key_of("survey", survey, export, run), "mode": "anonymous"}
    request["file"] = base64.b64encode(survey).decode()
    imported = expect(
        patiently(platform, "POST", "/surveys/import", request | {"file": base64.b64encode(survey).decode()}),
        "The import",
    )
    survey_id = imported["survey"]["survey_id"]
    held = expect(patiently(platform, "GET", f"/surveys/{survey_id}"), "Reading the draft")
    segment = next(iter(held.get("segments") or _single_choices(matches)), "")
    if held["state"] == "draft":
        _open(platform, survey_id, held, [segment] if segment else [])
    form = expect(patiently(platform, "GET", f"/surveys/{survey_id}/form"), "Reading the form")
    if not form["accepting"]:
        raise Problem("The survey of an earlier run is closed; give this run another name with --run.")
    return Published(survey_id, form["version"], form["privacy"]["version"], segment)


def _single_choices(matches: list[Match]) -> list[str]:
    columns = [match.column for match in matches if match.column]
    return [column.question for column in columns if column.kind == "one" and not column.row]


def _open(platform: Platform, survey_id: str, held: JsonObject, segments: list[str]) -> None:
    change = {name: held[name] for name in ("title", "definition", "revision")} | {"segments": segments}
    if segments:
        held = expect(patiently(platform, "PUT", f"/surveys/{survey_id}", change), "Naming the groups")
    expect(patiently(platform, "POST", f"/surveys/{survey_id}/publish", {"revision": held["revision"]}), "Publishing")


def send_answers(platform: Platform, published: Published, export: Export, matches: list[Match]) -> Sent:
    """Send every row; take out exactly what the survey's logic forbids, and send again."""
    sent = Sent()
    for row in export.rows:
        given, left = give_answers(row, matches)
        sent.left += left
        _Answer(platform, published, row, given, sent).send()
    return sent


@dataclass(slots=True)
class _Answer:
    platform: Platform
    published: Published
    row: Row
    given: list[Given]
    sent: Sent

    def send(self) -> None:
        for _ in range(MOST_ROUNDS):
            reply = self._post(compose(self.given))
            if reply.status == 201:  # noqa: PLR2004 - Created
                self.sent.accepted.append(self.row.line)
                return
            fields = _fields(reply)
            if reply.status != 400 or not fields:  # noqa: PLR2004 - Bad Request
                expect(reply, f"Sending line {self.row.line}")
            if not self._take_out(fields):
                self.sent.refused[self.row.line] = "; ".join(f"{path}: {why}" for path, why in fields.items())
                return
        self.sent.refused[self.row.line] = f"it was refused {MOST_ROUNDS} times"

    def _post(self, data: JsonObject) -> Reply:
        body = {
            "key": key_of("answer", self.published.survey_id, str(self.row.line), *self.row.cells),
            "version": self.published.version,
            "locale": "en",
            "data": data,
            "consent": {"version": self.published.consent},
        }
        return patiently(self.platform, "POST", f"/surveys/{self.published.survey_id}/responses", body)

    def _take_out(self, fields: dict[str, str]) -> bool:
        """Take out the cells that the fields name; False where they name nothing that is given."""
        out: dict[int, str] = {}
        for path, why in fields.items():
            named = [place for place, part in enumerate(self.given) if _names(path, part)]
            for place in self._forbidden(path, named) if len(named) > 1 else named:
                out[place] = why
        for place, why in out.items():
            self.sent.left.append(Left(self.row.line, self.given[place].place, f"forbidden by the survey: {why}"))
        places = {self.given[place].place for place in out}
        self.given = [part for part in self.given if part.place not in places]
        return bool(out)

    def _forbidden(self, path: str, named: list[int]) -> list[int]:
        """Those of the parts of one question that are refused even alone; all where it is their combination."""
        others = [part for place, part in enumerate(self.given) if place not in named]
        alone = [place for place in named if path in self._problems([*others, self.given[place]])]
        return alone or named

    def _problems(self, given: list[Given]) -> dict[str, str]:
        return _fields(self._post(compose(given) | {PROBE: "?"}))


def _names(path: str, part: Given) -> bool:
    whole = f"data.{part.question}"
    return path in {whole, ".".join(filter(None, (whole, part.row, part.cell))), f"{whole}.{part.row}"}


def _fields(reply: Reply) -> dict[str, str]:
    fields = reply.body.get("fields")
    return {str(path): str(why) for path, why in fields.items()} if isinstance(fields, dict) else {}
