"""The gate of pages: static files of the five clients, with the headers that keep them to themselves."""

from functools import lru_cache
from pathlib import Path

from chalice.app import Request, Response

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
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-src 'self'; frame-ancestors {}"
)
FOREVER, AGAIN = "public, max-age=31536000, immutable", "no-cache"


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


def serve_file(request: Request, app: str, name: str, *, cache: str, framed: bool = False) -> Response:
    """One built file; 404 where there is none."""
    body, encoding = _encoded(request, app, name)
    policy = POLICY.format("*" if framed else "'none'")
    headers = {**HEADERS, **encoding, "Content-Security-Policy": policy, "Vary": "Accept-Encoding"}
    kind = KINDS.get(Path(name).suffix)
    if body is None or kind is None:
        return Response(b"Not found", {**headers, "Content-Type": "text/plain; charset=utf-8"}, 404)
    return Response(body, {**headers, "Content-Type": kind, "Cache-Control": cache}, 200)


def serve_shell(request: Request, app: str, *, framed: bool = False) -> Response:
    """The page of a client; its script does the rest."""
    return serve_file(request, app, "index.html", cache=AGAIN, framed=framed)
