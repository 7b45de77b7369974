"""Pages of the local demo alone: where to begin, and the letters that were sent. They exist in no installation."""

import hashlib
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from local.demo.cast import NAME, PASSWORD, SLUG, STAFF
from local.front import StartResponse
from local.mailbox import LINK, Mail, Mailbox

STYLE = (Path(__file__).parent / "local_pages.css").read_bytes()
STYLE_PATH = f"/local-{hashlib.sha256(STYLE).hexdigest()[:12]}.css"
PER_PAGE = 50
PERMANENT = "308 Permanent Redirect"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Crect width='16' height='16' rx='4' fill='%23005ea2'/%3E%3C/svg%3E"
)
Environ = dict[str, Any]


class LocalPages:
    """What Front asks first: the start page, the mail, their style; None for all that is the platform's."""

    def __init__(self, base_url: str, mailbox: Mailbox, surveys: dict[str, str]) -> None:
        self.base_url = base_url
        self.mailbox = mailbox
        self.surveys = surveys

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes] | None:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return None
        path = environ.get("PATH_INFO") or "/"
        if f"http://{environ.get('HTTP_HOST', '')}" != self.base_url:
            # The session's cookie and the check of the origin are bound to one host name.
            start_response(PERMANENT, [("Location", f"{self.base_url}{_asked(environ)}"), ("Content-Length", "0")])
            return []
        if path == STYLE_PATH:
            return _send(start_response, "200 OK", "text/css; charset=utf-8", STYLE)
        html = self._page(path, parse_qs(environ.get("QUERY_STRING", "")))
        if html is None:
            return None
        return _send(start_response, "200 OK", "text/html; charset=utf-8", html.encode())

    def _page(self, path: str, query: dict[str, list[str]]) -> str | None:
        if path == "/":
            return framed("Welcome", self._start())
        if path == "/mail":
            return framed("Mail", mail_list(self.mailbox, _number(query.get("page", ["1"])[0])))
        mail = self.mailbox.read(path.removeprefix("/mail/")) if path.startswith("/mail/") else None
        return framed(mail.subject, mail_page(mail)) if mail else None

    def _start(self) -> str:
        cards = "".join(card(*one) for one in self._cards())
        people = "".join(
            f"<li><strong>{escape(one.name)}</strong><span>{escape(one.does)}</span>"
            f"<span>User name <code>{escape(one.username)}</code></span></li>"
            for one in STAFF
        )
        return (
            f'<h1>{escape(NAME)} is open</h1><p class="lead">Parley helps a school district ask its community and '
            "answer it: surveys with results everybody can trust, and dialogues in which every message gets its reply. "
            "This demo district, its people and their words are made up. Everything stays on this computer.</p>"
            f'<h2 id="try">Try it</h2><ul class="cards" aria-labelledby="try">{cards}</ul>'
            f'<h2 id="signins">Sign-ins for the desk</h2><ul class="people" aria-labelledby="signins">{people}</ul>'
            f'<div class="notice"><p>The password of all four is <code>{escape(PASSWORD)}</code>. It opens this local '
            "demo and nothing else.</p></div>"
            "<h2>Good to know</h2><p>Safari refuses the secure session cookie on a plain <code>http</code> address; "
            "please use Chrome, Edge or Firefox for the desk. Stop with Ctrl-C; what you did is kept. "
            "<code>make reset</code> forgets everything.</p>"
        )

    def _cards(self) -> list[tuple[str, str, str, str]]:
        district = f"/d/{SLUG}"
        return [
            (
                "Answer the survey",
                "Thirty questions about the schools, in English and Spanish. Made for a phone.",
                f"{district}/s/{self.surveys.get('climate', '')}",
                "Open the survey",
            ),
            (
                "Write to the district",
                "As a parent: ask, suggest, thank. The right team gets it, and you can rate the answer.",
                f"{district}/talk",
                "Write a message",
            ),
            (
                "Work at the desk",
                "As the staff: read results, answer messages, make surveys, watch the nightly jobs.",
                f"/desk{district}",
                "Go to the desk",
            ),
            (
                "Read the mail",
                "Every letter that the platform sends lands here instead of leaving this computer.",
                "/mail",
                "Open the mail",
            ),
        ]


def card(title: str, text: str, link: str, label: str) -> str:
    button = f'<a class="button" href="{escape(link)}">{escape(label)}</a>'
    return f"<li><h3>{escape(title)}</h3><p>{escape(text)}</p>{button}</li>"


def framed(title: str, content: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)} · Parley demo</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="{ICON}"><link rel="stylesheet" href="{STYLE_PATH}"></head><body>'
        '<a class="skip" href="#main">Skip to main content</a><header class="bar"><div><strong>Parley</strong>'
        '<a href="/">Start</a><a href="/mail">Mail</a></div></header>'
        f'<main id="main" tabindex="-1">{content}</main></body></html>'
    )


def mail_list(mailbox: Mailbox, page: int) -> str:
    files = mailbox.files()
    shown = files[(page - 1) * PER_PAGE : page * PER_PAGE]
    lines = "".join(_line(mail) for file in shown if (mail := mailbox.read(file)))
    links = [f'<a href="/mail?page={page - 1}">Newer</a>'] if page > 1 else []
    links += [f'<a href="/mail?page={page + 1}">Older</a>'] if len(files) > page * PER_PAGE else []
    body = f'<ul class="mails">{lines}</ul>' if lines else "<p>No letter has been sent yet.</p>"
    more = f'<nav class="pages" aria-label="More letters">{"".join(links)}</nav>' if links else ""
    return f'<h1>Mail</h1><p class="soft">{len(files)} letters, the newest first.</p>{body}{more}'


def _line(mail: Mail) -> str:
    return f'<li><a href="/mail/{escape(mail.file)}">{escape(mail.subject)}</a><span>To {escape(mail.to)}</span></li>'


def mail_page(mail: Mail) -> str:
    return (
        f"<h1>{escape(mail.subject)}</h1><dl><dt>To</dt><dd>{escape(mail.to)}</dd><dt>Sent</dt>"
        f'<dd>{escape(mail.sent)}</dd></dl><div class="letter">{linked(mail.text)}</div>'
        '<p><a href="/mail">All letters</a></p>'
    )


def linked(text: str) -> str:
    """The text as HTML, its addresses as links."""
    parts = re.split(f"({LINK.pattern})", text)
    return "".join(
        f'<a href="{escape(part)}">{escape(part)}</a>' if number % 2 else escape(part)
        for number, part in enumerate(parts)
    )


def _asked(environ: Environ) -> str:
    query = environ.get("QUERY_STRING", "")
    return str(environ.get("PATH_INFO") or "/") + (f"?{query}" if query else "")


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 5 else 1  # noqa: PLR2004 - four digits.


def _send(start_response: StartResponse, status: str, kind: str, body: bytes) -> Iterable[bytes]:
    headers = {**HEADERS, "Content-Type": kind, "Content-Length": str(len(body))}
    start_response(status, list(headers.items()))
    return [body]
