"""The gate of pages: files of the clients and pages made from them, with the headers that keep them to themselves."""

import gzip
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path

import msgspec
from chalice.app import Request, Response

from chalicelib.surveys.pages.first_page import Written
from chalicelib.surveys.pages.words import direction_of

ROOT = Path(__file__).parents[2]
KINDS = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".png": "image/png",
}
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
# Whatever a browser can be asked for, denied on every page. A page gets back what a feature of it needs, and that asks
# for a consent of its own before the browser asks: in the desk, a fingerprint or face for a passkey.
PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
DENIED = (
    "accelerometer",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "compute-pressure",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    *PASSKEYS,
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-src 'self'; frame-ancestors {}"
)
FOREVER, AGAIN, NEVER = "public, max-age=31536000, immutable", "no-cache", "no-store"
_SCRIPTS = re.compile(r"\s*<(?:script\b[^>]*></script>|link rel=\"modulepreload\"[^>]*>)")
_FIRST = '<div id="first"></div>'


@lru_cache(maxsize=256)
def _read(app: str, name: str) -> bytes | None:
    for folder in (ROOT / "pages" / app, ROOT / "web" / app / "dist"):
        path = folder / name
        if path.is_file():
            return path.read_bytes()
    return None


def _encoded(request: Request, app: str, name: str) -> tuple[bytes | None, dict[str, str]]:
    accepted = request.headers.get("accept-encoding", "")
    for encoding, suffix in ENCODINGS:
        body = _read(app, name + suffix) if encoding in accepted else None
        if body is not None:
            return body, {"Content-Encoding": encoding}
    return _read(app, name), {}


def permissions(asks: Sequence[str] = ()) -> str:
    """The Permissions-Policy of a page: everything denied but what it asks for, to itself alone."""
    return ", ".join(f"{name}={'(self)' if name in asks else '()'}" for name in DENIED)


def serve_file(
    request: Request, app: str, name: str, *, cache: str, framed: bool = False, asks: Sequence[str] = ()
) -> Response:
    """One built file; 404 where there is none."""
    body, encoding = _encoded(request, app, name)
    policy = POLICY.format("*" if framed else "'none'")
    own = {"Content-Security-Policy": policy, "Permissions-Policy": permissions(asks), "Vary": "Accept-Encoding"}
    headers = {**HEADERS, **encoding, **own}
    kind = KINDS.get(Path(name).suffix)
    if body is None or kind is None:
        return Response(b"Not found", {**headers, "Content-Type": "text/plain; charset=utf-8"}, 404)
    return Response(body, {**headers, "Content-Type": kind, "Cache-Control": cache}, 200)


def serve_shell(request: Request, app: str, *, framed: bool = False, asks: Sequence[str] = ()) -> Response:
    """The page of a client; its script does the rest."""
    return serve_file(request, app, "index.html", cache=AGAIN, framed=framed, asks=asks)


@lru_cache(maxsize=8)
def words_of(app: str) -> Mapping[str, Mapping[str, str]]:
    """The words of a client by language, as its build has left them."""
    return msgspec.json.decode(_read(app, "words.json") or b"{}", type=dict[str, dict[str, str]])


def serve_written(
    request: Request, app: str, written: Written, *, status: int = 200, cache: str = AGAIN, scripts: bool = True
) -> Response:
    """A client's page with what the server has written into it, to be read before its scripts come, or without any."""
    shell = (_read(app, "index.html") or b"").decode()
    shell = shell if scripts else _SCRIPTS.sub("", shell)
    language = f'<html lang="{written.language}" dir="{direction_of(written.language)}">'
    shell = re.sub(r"<html[^>]*>", language, shell, count=1)
    shell = re.sub(r"<title>[^<]*</title>", lambda _: f"<title>{escape(written.title)}</title>", shell, count=1)
    body = shell.replace(_FIRST, f'<div id="first">{written.body}</div>').encode()
    packs = "gzip" in request.headers.get("accept-encoding", "")
    return Response(
        gzip.compress(body, mtime=0) if packs else body,
        {
            **HEADERS,
            **({"Content-Encoding": "gzip"} if packs else {}),
            "Content-Security-Policy": POLICY.format("'none'"),
            "Permissions-Policy": permissions(),
            "Vary": "Accept-Encoding, Accept-Language",
            "Content-Type": KINDS[".html"],
            "Cache-Control": cache,
        },
        status,
    )
