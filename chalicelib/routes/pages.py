"""The browser clients: five shells, and their content-hashed files."""

import re

from chalice.app import Blueprint, Response

from chalicelib.entry.pages import AGAIN, FOREVER, PASSKEYS, serve_file, serve_shell

routes = Blueprint(__name__)
APPS = frozenset({"respond", "talk", "desk", "visit", "privacy", "status"})
_FILE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,119}")


@routes.route("/assets/{app}/{file}", methods=["GET"])
def get_asset(app: str, file: str) -> Response:
    name = f"assets/{file}" if app in APPS and _FILE.fullmatch(file) else ""
    return serve_file(routes.current_request, app if name else "", name, cache=FOREVER)


@routes.route("/widget.js", methods=["GET"])
def get_widget() -> Response:
    return serve_file(routes.current_request, "talk", "widget.js", cache=AGAIN, framed=True)


@routes.route("/d/{slug}/talk", methods=["GET"])
def get_talk_page(slug: str) -> Response:  # noqa: ARG001 - the page's script reads its own address.
    return serve_shell(routes.current_request, "talk", framed=True)


@routes.route("/d/{slug}/talk/thread", methods=["GET"])
def get_thread_page(slug: str) -> Response:  # noqa: ARG001 - as above.
    return serve_shell(routes.current_request, "talk")


@routes.route("/d/{slug}/certificate", methods=["GET"])
def get_certificate_page(slug: str) -> Response:  # noqa: ARG001 - as above.
    return serve_shell(routes.current_request, "visit")


@routes.route("/d/{slug}/requests", methods=["GET"])
def get_requests_page(slug: str) -> Response:  # noqa: ARG001 - as above.
    return serve_shell(routes.current_request, "talk")


@routes.route("/d/{slug}/requests/{step}", methods=["GET"])
def get_request_page(slug: str, step: str) -> Response:  # noqa: ARG001 - as above.
    return serve_shell(routes.current_request, "talk")


@routes.route("/d/{slug}/shared", methods=["GET"])
def get_shared_page(slug: str) -> Response:  # noqa: ARG001 - as above.
    return serve_shell(routes.current_request, "visit")


@routes.route("/d/{slug}/privacy", methods=["GET"])
def get_privacy_page(slug: str) -> Response:  # noqa: ARG001 - as above.
    return serve_shell(routes.current_request, "privacy")


@routes.route("/d/{slug}/status", methods=["GET"])
def get_status_page(slug: str) -> Response:  # noqa: ARG001 - as above.
    return serve_shell(routes.current_request, "status")


def _desk_page(slug: str, **_: str) -> Response:  # noqa: ARG001 - as above.
    return serve_shell(routes.current_request, "desk", asks=PASSKEYS)


for depth in range(5):
    parts = "".join(f"/{{part{number}}}" for number in range(1, depth + 1))
    routes.route(f"/desk/d/{{slug}}{parts}", methods=["GET"], name=f"get_desk_page_{depth}")(_desk_page)
