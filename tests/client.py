"""A browser without a screen: calls the platform's front in process, keeps its cookie, signs in as one of the cast."""

import base64
import io
import json
import os
import re
import time
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.privacy.notice_versions import current_version
from local.front import Front
from local.platform import SETTINGS, Platform, load_app

PASSWORD = "seven green boats on a lake"
CONSENT = {"version": current_version()}
WRITER_CONSENT = {**CONSENT, "reply_email": True}


def new_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(16)).decode().rstrip("=")


@dataclass
class Answered:
    status: int
    headers: dict[str, str]
    body: bytes
    cookies: list[str] = field(default_factory=list)

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Browser:
    """One person's browser in one district."""

    slug: str
    address: str = "203.0.113.7"
    cookie: str = ""
    csrf: str = ""
    user_id: str = ""
    device: str = ""
    front: Front = field(default_factory=lambda: Front(load_app()))

    def call(self, method: str, path: str, body: Any = None, *, raw: bytes | None = None, **headers: str) -> Answered:
        sent = raw if raw is not None else (b"" if body is None else json.dumps(body).encode())
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REMOTE_ADDR": self.address,
            "CONTENT_TYPE": headers.pop("content_type", "application/json"),
            "CONTENT_LENGTH": str(len(sent)),
            "wsgi.input": io.BytesIO(sent),
            "HTTP_COOKIE": self._cookies(),
            "HTTP_PARLEY_CSRF": self.csrf,
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        got: dict[str, Any] = {}

        def start_response(status: str, pairs: list[tuple[str, str]]) -> None:
            got["status"], got["pairs"] = int(status.split(maxsplit=1)[0]), pairs

        body_out = b"".join(self.front(environ, start_response))
        cookies = [value for name, value in got["pairs"] if name.lower() == "set-cookie"]
        headers = {name.lower(): value for name, value in reversed(got["pairs"])}
        for sent_back in cookies:
            self._keep(sent_back)
        return Answered(got["status"], headers, body_out, cookies)

    def _cookies(self) -> str:
        held = {"__Host-sid": self.cookie, "__Host-device": self.device}
        return "; ".join(f"{name}={value}" for name, value in held.items() if value)

    def _keep(self, cookie: str) -> None:
        name, _, value = cookie.partition(";")[0].partition("=")
        if name == "__Host-sid":
            self.cookie = value
        elif name == "__Host-device":
            self.device = value

    def api(self, method: str, path: str, body: Any = None, **headers: str) -> Answered:
        return self.call(method, f"/api/d/{self.slug}{path}", body, **headers)

    def ok(self, method: str, path: str, body: Any = None) -> Any:
        answered = self.api(method, path, body)
        assert answered.status in {200, 201}, (answered.status, answered.body[:2000])
        return answered.json

    def sign_in(self, username: str, password: str = PASSWORD) -> "Browser":
        self._remember(self.ok("POST", "/session", {"username": username, "password": password}))
        return self

    def accept(self, invitation: str, username: str, name: str) -> "Browser":
        body = {"invitation": invitation, "username": username, "name": name, "password": PASSWORD}
        self._remember(self.ok("POST", "/welcome", body))
        return self

    def _remember(self, session: Any) -> None:
        self.csrf, self.user_id = session["csrf"], session["user"]["user_id"]


@dataclass
class District:
    """A district of the tests: its administrator's browser, and how to invite colleagues."""

    slug: str
    district_id: str
    administrator: Browser
    platform: Platform

    def colleague(self, username: str, *roles: str) -> Browser:
        """Somebody of the staff, invited by the administrator and signed in."""
        levels = [{"role": role} for role in roles]
        body = {"key": new_key(), "email": f"{username}@{self.slug}.example", "levels": levels}
        self.administrator.ok("POST", "/users", body)
        token = wait_for_link(self.platform, f"{username}@{self.slug}.example", r"/welcome#([a-z2-7]+)")
        return Browser(self.slug).accept(token, username, username.title())

    def visitor(self, address: str = "203.0.113.50") -> Browser:
        return Browser(self.slug, address)


def open_district(platform: Platform, slug: str) -> District:
    """Open a district as an operator does, and accept its first invitation."""
    email = f"admin@{slug}.example"
    event = {"slug": slug, "name": f"{slug.title()} Schools", "timezone": "America/New_York", "email": email}
    event |= {"admin_networks": ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"], "admin_proof": "any"}
    opened = platform.run_job("open_district", event)
    token = wait_for_link(platform, email, r"/welcome#([a-z2-7]+)")
    administrator = Browser(slug).accept(token, "alice", "Alice")
    return District(slug, opened["district_id"], administrator, platform)


def letters_to(platform: Platform, address: str) -> list[str]:
    """The texts of all letters to an address, oldest first."""
    folder = Path(platform.aws.mail)
    names = sorted(entry.name for entry in os.scandir(folder) if entry.name.endswith(".eml"))
    read = (_letter(folder, name) for name in names)
    return [text for to, text in read if address in to]


@cache
def _letter(folder: Path, name: str) -> tuple[str, str]:
    """To whom a letter goes and what it says; a letter never changes, and a long run has thousands."""
    letter = message_from_bytes((folder / name).read_bytes(), policy=policy.default)
    return str(letter["To"]), letter.get_body().get_content()


def wait_for_link(platform: Platform, address: str, pattern: str, number: int = 1) -> str:
    """What a pattern finds in the n-th letter to an address that has it, once it has come."""
    return wait_for(lambda: _found(platform, address, pattern, number), f"letter {number} of its kind")


def _found(platform: Platform, address: str, pattern: str, number: int) -> str | None:
    links = [found[1] for text in letters_to(platform, address) if (found := re.search(pattern, text))]
    return links[number - 1] if len(links) >= number else None


WAITING = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")


def has_orders(platform: Platform) -> bool:
    """Whether any worker has an order before it or in hand."""
    client = platform.client("sqs")
    urls = [platform.outputs[one] for one in SETTINGS.values() if one.endswith("Queue")]
    told = [client.get_queue_attributes(QueueUrl=url, AttributeNames=[*WAITING])["Attributes"] for url in urls]
    return any(int(one[name]) for one in told for name in WAITING)


def wait_for(look: Any, what: str, seconds: float = 30) -> Any:
    """What `look` gives once it gives something."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        seen = look()
        if seen:
            return seen
        time.sleep(0.05)
    raise AssertionError(f"Waited {seconds} s in vain for {what}.")
