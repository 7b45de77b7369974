"""The platform's HTTP front on one machine: the Chalice application in process, behind waitress.

API Gateway's part is small: match the path, hand over an event, write the reply. The emulator's own API Gateway breaks
binary bodies and encoded slashes, so this front makes the same events itself.
"""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl, unquote

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Page = Callable[[dict[str, Any], StartResponse], Iterable[bytes] | None]
REASONS = {200: "OK", 201: "Created", 404: "Not Found"}
MOST_BODY = 10 * 1024 * 1024


class Context:
    """What Lambda would say of the call."""

    function_name = "api_handler"
    memory_limit_in_mb = 512

    def __init__(self, request_id: str) -> None:
        self.aws_request_id = request_id


class Front:
    """A WSGI application around a Chalice application."""

    def __init__(self, app: Any, pages: Page | None = None) -> None:
        self.app = app
        self.pages = pages
        self.patterns = [(self._pattern(path), path) for path in sorted(app.routes, key=lambda path: path.count("{"))]

    @staticmethod
    def _pattern(path: str) -> re.Pattern[str]:
        return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path)))

    def _match(self, path: str) -> tuple[str, dict[str, str]] | None:
        for pattern, resource in self.patterns:
            found = pattern.fullmatch(path)
            if found:
                return resource, found.groupdict()
        return None

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        given = self.pages(environ, start_response) if self.pages else None
        if given is not None:
            return given
        event, context = self._event(environ)
        known = event["httpMethod"] in self.app.routes.get(event["resource"], {})
        return _write(self.app(event, context) if known else _nothing_here(context), start_response)

    def _event(self, environ: dict[str, Any]) -> tuple[dict[str, Any], Context]:
        path = (unquote(environ.get("PATH_INFO", "/")).rstrip("/")) or "/"
        resource, params = self._match(path) or ("", {})
        request_id = str(uuid.uuid4())
        headers = _headers(environ)
        query: dict[str, list[str]] = {}
        for name, value in parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True):
            query.setdefault(name, []).append(value)
        body = _body(environ)
        event = {
            "resource": resource,
            "path": path,
            "httpMethod": environ["REQUEST_METHOD"],
            "headers": headers,
            "multiValueHeaders": {name: [value] for name, value in headers.items()},
            "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
            "multiValueQueryStringParameters": query or None,
            "pathParameters": params or None,
            "stageVariables": None,
            "requestContext": {
                "resourcePath": resource,
                "httpMethod": environ["REQUEST_METHOD"],
                "requestId": request_id,
                "stage": "local",
                "path": path,
                "identity": {"sourceIp": environ.get("REMOTE_ADDR", "")},
            },
            "body": base64.b64encode(body).decode(),
            "isBase64Encoded": True,
        }
        return event, Context(request_id)


def _nothing_here(context: Context) -> dict[str, Any]:
    """What API Gateway says of an address or method that no route declares, in the one error shape."""
    said = {
        "error": "not_found",
        "message": "There is nothing here.",
        "fields": {},
        "request_id": context.aws_request_id,
    }
    return {"statusCode": 404, "headers": {"Content-Type": "application/json"}, "body": json.dumps(said)}


def _headers(environ: dict[str, Any]) -> dict[str, str]:
    headers = {
        name[5:].replace("_", "-").title(): str(value) for name, value in environ.items() if name.startswith("HTTP_")
    }
    if environ.get("CONTENT_TYPE"):
        headers["Content-Type"] = environ["CONTENT_TYPE"]
    return headers


def _body(environ: dict[str, Any]) -> bytes:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body: bytes = environ["wsgi.input"].read(min(length, MOST_BODY)) if length else b""
    return body


def _write(reply: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    body = reply.get("body") or ""
    raw = base64.b64decode(body) if reply.get("isBase64Encoded") else str(body).encode()
    headers = [(name, str(value)) for name, value in (reply.get("headers") or {}).items()]
    headers += [
        (name, str(value)) for name, values in (reply.get("multiValueHeaders") or {}).items() for value in values
    ]
    status = int(reply["statusCode"])
    start_response(f"{status} {REASONS.get(status, 'Answer')}", [*headers, ("Content-Length", str(len(raw)))])
    return [raw]
