"""The gate of HTTP: authenticate, authorise, parse, call, map errors, log one line.

`allow=` is a required keyword: a route without a permission cannot be written.
"""

import time
from collections.abc import Callable
from typing import Any

import msgspec
from chalice.app import Blueprint, Request, Response
from msgspec import Struct

from chalicelib.aws import meter
from chalicelib.districts.service import find_district
from chalicelib.entry import log, parse
from chalicelib.entry.authorise import COOKIE, ELSEWHERE_COOKIE, authorise, cookie_of, source_of
from chalicelib.entry.call import Call, Nothing, Reply
from chalicelib.entry.closed import WhileClosed, require_open, rule_of
from chalicelib.identity import devices
from chalicelib.identity.permissions import Permission
from chalicelib.kernel.errors import ParleyError, TooMany, Unauthenticated

PREFIX = "/api/d/{slug}"
SMALL, LARGE = 64 * 1024, 5 * 1024 * 1024
Handler = Callable[[Call[Any, Any]], Any]
SAFE_HEADERS = {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


class Route(Struct, frozen=True):
    """A route as documents and tests see it."""

    method: str
    path: str
    name: str
    allow: Permission
    body: Any
    query: Any
    reply: Any
    status: int
    most: int
    text: str
    fresh: bool = False
    while_closed: WhileClosed = WhileClosed.REFUSED


ROUTES: list[Route] = []


class Gate(Blueprint):
    """A blueprint whose routes all pass the gate."""

    def on(
        self,
        method: str,
        path: str,
        *,
        allow: Permission,
        reply: Any,
        body: Any = Nothing,
        query: Any = Nothing,
        status: int = 200,
        most: int = SMALL,
        fresh: bool = False,
        while_closed: WhileClosed | None = None,
    ) -> Callable[[Handler], Handler]:
        """Declare a route below the district: who may call it, what it takes, what it gives.

        With `fresh` the caller has to have proved in the last ten minutes who they are. In a district that has left, a
        GET reads on and anything else is refused, unless `while_closed` says otherwise.
        """

        def register(handler: Handler) -> Handler:
            text = (handler.__doc__ or "").strip()
            name: str = getattr(handler, "__name__", "")
            closed = rule_of(method, while_closed)
            route = Route(method, PREFIX + path, name, allow, body, query, reply, status, most, text, fresh, closed)
            ROUTES.append(route)

            def served(**params: str) -> Response:
                return serve(route, handler, self.current_request, params)

            served.__name__ = name
            # No content type is refused by Chalice, whose refusal has another shape than ours.
            self.route(route.path, methods=[method], name=name, content_types=[])(served)
            return handler

        return register


def serve(route: Route, handler: Handler, request: Request, params: dict[str, str]) -> Response:
    """One request through the gate; never raises."""
    started = time.perf_counter()
    request_id = str(request.context.get("requestId", ""))
    line: dict[str, Any] = {"route": route.path, "method": route.method, "request_id": request_id}
    with meter.metered() as cost:
        try:
            response = _answered(route, handler, request, params, line)
        except ParleyError as error:
            response = refused(error, request_id, ends_session=route.allow is not Permission.PUBLIC)
            line["code"] = error.code
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the caller gets the one error shape.
            line["fault"], line["at"] = log.fault_of(error)
            response = _failed(request_id)
    log.write_line("request", status=response.status_code, **line, **cost_of(cost, started))
    return response


def cost_of(cost: meter.Meter, started: float) -> dict[str, Any]:
    return {
        "milliseconds": round((time.perf_counter() - started) * 1000, 1),
        "dynamodb_calls": cost.of("dynamodb"),
        "kms_calls": cost.of("kms"),
        "read_units": cost.read_units,
        "write_units": cost.write_units,
    }


def _answered(
    route: Route, handler: Handler, request: Request, params: dict[str, str], line: dict[str, Any]
) -> Response:
    district = find_district(params["slug"])
    line["district"] = district.id
    require_open(district, route.while_closed, route.allow)
    session = authorise(route, district, request, params)
    if route.method in {"POST", "PUT"}:
        parse.check_json_type(request.headers.get("content-type", ""))
    call: Call[Any, Any] = Call(
        district=district,
        session=session,
        params=params,
        body=parse.read_body(_raw(request), route.body, route.most),
        query=parse.read_query(_flat(request), route.query),
        request_id=line["request_id"],
        address=source_of(request),
        cookie=cookie_of(request),
        agent=str(request.headers.get("user-agent", "")),
        browser=cookie_of(request, devices.COOKIE),
        elsewhere=cookie_of(request, ELSEWHERE_COOKIE),
        share_pass=str(request.headers.get("parley-share", "")),
    )
    given = handler(call)
    body, headers = (given.body, given.headers) if isinstance(given, Reply) else (given, {})
    return Response(msgspec.json.encode(body).decode(), {**SAFE_HEADERS, **headers}, route.status)


def _raw(request: Request) -> bytes:
    """The body as bytes; Chalice gives text where the gateway sent text."""
    raw = request.raw_body
    return raw.encode() if isinstance(raw, str) else raw


def _flat(request: Request) -> dict[str, str]:
    sent: Any = request.query_params or {}
    return {name: sent[name] for name in sent}


def refused(error: ParleyError, request_id: str, *, ends_session: bool) -> Response:
    """The one error shape; where a session was needed and is none, its cookie goes too."""
    retry = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else {}
    signed_out = {"Set-Cookie": cookie_header("", 0)} if ends_session and isinstance(error, Unauthenticated) else {}
    body = {"error": error.code, "message": error.message, "fields": error.fields, "request_id": request_id}
    return Response(msgspec.json.encode(body).decode(), {**SAFE_HEADERS, **retry, **signed_out}, error.status)


def _failed(request_id: str) -> Response:
    said = {"error": "error", "message": "Something went wrong on our side.", "fields": {}, "request_id": request_id}
    return Response(msgspec.json.encode(said).decode(), dict(SAFE_HEADERS), 500)


def cookie_header(value: str, age: int | None = None) -> str:
    """The session cookie: for this session of the browser alone, for this host alone, out of reach of scripts."""
    ends = "" if age is None else f"; Max-Age={age}"
    return f"{COOKIE}={value}; Secure; HttpOnly; SameSite=Lax; Path=/{ends}"
