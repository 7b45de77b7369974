"""The platform as a replay sees it: the HTTP API of one district, and the operator's recount."""

import http.client
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from local.replay.problems import Problem

JsonObject = dict[str, Any]
WAIT = 120
_PUBLIC = ("/form", "/responses")


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply of the API; `retry_after` is in seconds."""

    status: int
    body: JsonObject
    retry_after: float = 1.0


class Platform(Protocol):
    """What a replay needs; paths lie below /api/d/{slug}."""

    def request(self, method: str, path: str, body: JsonObject | None = None) -> Reply: ...

    def counters(self, survey_id: str, version: int) -> Mapping[str, int]: ...

    def wait(self, seconds: float) -> None: ...


def counters_of(report: JsonObject, version: int) -> dict[str, int]:
    """The counters of all answers to a version, from the report of a recount."""
    counters = report.get("counters", {}).get(str(version), {}).get("all", {})
    return {str(name): int(count) for name, count in counters.items()}


@dataclass(slots=True)
class HttpPlatform:
    """The platform over HTTP; `recount` runs the operator's job of that name and gives its report."""

    base_url: str
    slug: str
    recount: Callable[[JsonObject], JsonObject]
    _cookie: str = ""
    _csrf: str = ""
    _headers: dict[str, str] = field(default_factory=lambda: {"content-type": "application/json"})

    def sign_in(self, username: str, password: str) -> None:
        reply = self.request("POST", "/session", {"username": username, "password": password})
        if reply.status not in {200, 201} or "csrf" not in reply.body:
            raise Problem(f"Signing in as {username} failed: {reply.body.get('message', reply.status)}")
        self._csrf = str(reply.body["csrf"])

    def join(self, invitation: str, username: str, password: str) -> None:
        """Accept an invitation to the district's staff; raise Problem where it is refused."""
        given = {"invitation": invitation, "username": username, "name": username, "password": password}
        reply = self.request("POST", "/welcome", given)
        if "csrf" not in reply.body:
            raise Problem(f"The invitation was refused: {reply.body.get('message', reply.status)}")
        self._csrf = str(reply.body["csrf"])

    def request(self, method: str, path: str, body: JsonObject | None = None) -> Reply:
        parts = urlsplit(self.base_url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.netloc, timeout=60)
        # Respondents have no session: their calls go out without it.
        session = {} if path.endswith(_PUBLIC) else {"cookie": self._cookie, "parley-csrf": self._csrf}
        headers = self._headers | {name: value for name, value in session.items() if value}
        try:
            connection.request(
                method, f"/api/d/{self.slug}{path}", json.dumps(body) if body is not None else None, headers
            )
            response = connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException) as trouble:
            raise Problem(f"{self.base_url} does not answer: {trouble}. Is the platform running?") from None
        finally:
            connection.close()
        self._keep_cookie(response.getheader("set-cookie"))
        return Reply(response.status, _object(content), _seconds(response.getheader("retry-after")))

    def _keep_cookie(self, header: str | None) -> None:
        if header and header.startswith("__Host-"):
            self._cookie = header.partition(";")[0]

    def counters(self, survey_id: str, version: int) -> Mapping[str, int]:
        return counters_of(self.recount({"district": self.slug, "survey_id": survey_id}), version)

    def wait(self, seconds: float) -> None:
        time.sleep(min(seconds, WAIT))


def _object(content: bytes) -> JsonObject:
    try:
        found = json.loads(content or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _seconds(header: str | None) -> float:
    try:
        return max(0.0, float(header or 1))
    except ValueError:
        return 1.0
