"""A browser without a screen: calls the API in process and keeps its cookie."""

import base64
import hashlib
import io
import json
import re
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.kernel import clock
from local.demo.cast import SLUG
from local.front import Front

Json = dict[str, Any]


class RefusedError(Exception):
    """The API refused a call of the demo; the message is its own."""


class SignedOutError(RefusedError):
    """There is no such session, or none any more."""


def key(*what: object) -> str:
    """The idempotency key of a thing in the demo: always the same, so that it is made once."""
    digest = hashlib.sha256("|".join(map(str, ("demo", *what))).encode()).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


@dataclass
class Caller:
    """One person's browser in a district, the demo's unless another is named."""

    front: Front
    address: str = "127.0.0.1"
    slug: str = SLUG
    cookie: str = ""
    csrf: str = ""
    user_id: str = ""
    signs_in_with: tuple[str, str] | None = None

    def call(self, method: str, path: str, body: Json | None = None, at: datetime | None = None) -> Any:
        """Call the API, at a moment of the past where one is given; RefusedError where it refuses.

        A session of the past has ended by the clock of the database, which may remove its row at any time: whoever
        had one signs in again.
        """
        with nullcontext() if at is None else clock.frozen(at):
            try:
                return self._call(method, path, body)
            except SignedOutError:
                if self.signs_in_with is None:
                    raise
                self._sign_in(*self.signs_in_with)
                return self._call(method, path, body)

    def _call(self, method: str, path: str, body: Json | None) -> Any:
        status = ""
        cookies: list[str] = []

        def start_response(said: str, headers: list[tuple[str, str]]) -> None:
            nonlocal status
            status = said
            cookies.extend(value for name, value in headers if name.lower() == "set-cookie")

        content = json.loads(b"".join(self.front(self._environ(method, path, body), start_response)))
        if not status.startswith("2"):
            error = SignedOutError if status.startswith("401") else RefusedError
            raise error(f"{method} {path}: {content['message']} {content['fields']}")
        for found in (re.match(r"__Host-sid=([^;]*)", cookie) for cookie in cookies):
            self.cookie = found[1] if found else self.cookie
        return content

    def _environ(self, method: str, path: str, body: Json | None) -> Json:
        path, _, query = path.partition("?")
        sent = json.dumps(body).encode() if body is not None else b""
        return {
            "REQUEST_METHOD": method,
            "PATH_INFO": f"/api/d/{self.slug}{path}",
            "QUERY_STRING": query,
            "REMOTE_ADDR": self.address,
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(sent)),
            "wsgi.input": io.BytesIO(sent),
            "HTTP_COOKIE": f"__Host-sid={self.cookie}",
            "HTTP_PARLEY_CSRF": self.csrf,
        }

    def sign_in(self, username: str, password: str, at: datetime | None = None) -> None:
        """Sign in, and again whenever the session is gone."""
        with nullcontext() if at is None else clock.frozen(at):
            self._sign_in(username, password)
        self.signs_in_with = (username, password)

    def _sign_in(self, username: str, password: str) -> None:
        self._remember(self._call("POST", "/session", {"username": username, "password": password}))

    def accept(self, invitation: str, username: str, name: str, password: str) -> None:
        """Make the account that an invitation promises."""
        body = {"invitation": invitation, "username": username, "name": name, "password": password}
        self._remember(self.call("POST", "/welcome", body))

    def _remember(self, session: Json) -> None:
        self.csrf, self.user_id = session["csrf"], session["user"]["user_id"]
