"""Law 4: one error shape for every failure, and no failure tells what it stumbled over."""

import json
from base64 import b64decode

import msgspec
import pytest
from chalice.app import Request
from msgspec import Struct

from chalicelib.entry import http, log
from chalicelib.entry.call import Nothing
from chalicelib.entry.http import PREFIX, Route
from chalicelib.identity.permissions import Permission
from chalicelib.kernel.errors import Forbidden, ParleyError, TooMany, Unauthenticated
from infrastructure.application import load_app

SECRET = "Rosa from Maple Street"
SHAPE = ["error", "message", "fields", "request_id"]


class Sent(Struct, forbid_unknown_fields=True):
    number: int = 0
    data: dict[str, int] = {}


class OnlyHere(ParleyError):
    """A refusal that somebody adds later."""

    status, code = 418, "only_here"


def every_refusal():
    found, waiting = [ParleyError], [ParleyError]
    while waiting:
        below = waiting.pop().__subclasses__()
        found += below
        waiting += below
    return [kind for kind in found if kind is not OnlyHere]


def event(method="POST", path=f"{PREFIX}/planted", body="{}", kind="application/json", **more):
    return {
        "multiValueQueryStringParameters": None,
        "headers": {"content-type": kind, "accept": "*/*"},
        "pathParameters": {"slug": "lakeview"},
        "requestContext": {"httpMethod": method, "resourcePath": path, "requestId": "req-1", "identity": {}},
        "body": body,
        "stageVariables": None,
        **more,
    }


def served(handler, allow=Permission.PUBLIC, **sent):
    route = Route("POST", f"{PREFIX}/planted", "planted", allow, Sent, Nothing, Nothing, 200, 1024, "Planted.")
    return http.serve(route, handler, Request(event(**sent)), {"slug": "lakeview"})


def raising(error):
    def handler(_call):
        raise error

    return handler


def is_one_shape(response):
    body = json.loads(response.body)
    kept = {"X-Content-Type-Options", "Cache-Control", "Content-Type", "Content-Security-Policy"}
    return list(body) == SHAPE and body["request_id"] == "req-1" and kept <= set(response.headers)


@pytest.mark.parametrize("kind", [*every_refusal(), OnlyHere])
def test_every_refusal_has_the_one_shape(kind, lakeview):
    response = served(raising(kind("A sentence.")))
    assert response.status_code == kind.status
    assert is_one_shape(response)
    assert json.loads(response.body)["error"] == kind.code
    assert json.loads(response.body)["message"] == "A sentence."


def test_every_refusal_has_a_status_and_a_code_of_its_own():
    kinds = every_refusal()
    assert len({kind.code for kind in kinds}) == len(kinds) == 13
    assert len({kind.status for kind in kinds if kind.__base__ is not Forbidden}) == 10


def test_a_shape_with_more_in_it_would_be_seen():
    body = dict.fromkeys([*SHAPE, "trace"], "") | {"request_id": "req-1"}
    assert not is_one_shape(http.Response(json.dumps(body), http.SAFE_HEADERS, 500))


@pytest.mark.parametrize(
    "error",
    [
        ValueError(SECRET),
        KeyError(SECRET),
        AttributeError(SECRET),
        RecursionError(SECRET),
        ZeroDivisionError(SECRET),
        msgspec.ValidationError(SECRET),
        ExceptionGroup(SECRET, [ValueError(SECRET)]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_nobody_expected_has_the_one_shape_and_tells_nothing(error, lakeview, logged):
    response = served(raising(error))
    assert response.status_code == 500
    assert is_one_shape(response)
    assert SECRET not in response.body + logged.getvalue()


def test_a_refusal_is_logged_without_its_words(lakeview, logged):
    served(raising(Unauthenticated(SECRET, {SECRET: SECRET})))
    line = logged.getvalue()
    assert '"code":"unauthenticated"' in line.replace(": ", ":")
    assert SECRET not in line


def test_a_fault_is_logged_by_its_kind_and_its_place(lakeview):
    def handler(call):
        return log.write_line("planted", answer=SECRET)

    with pytest.raises(log.ForbiddenFieldError) as caught:
        handler(None)
    kind, place = log.fault_of(caught.value)
    assert kind == "ForbiddenFieldError"
    assert place.startswith("chalicelib.entry.log:")


def test_who_comes_too_often_is_told_when_to_come_again(lakeview):
    assert served(raising(TooMany("Slowly.", retry_after=7))).headers["Retry-After"] == "7"


def test_who_is_not_signed_in_loses_the_cookie(lakeview):
    refused = served(lambda call: None, allow=Permission.SIGNED_IN)
    assert refused.status_code == 401
    assert "Max-Age=0" in refused.headers["Set-Cookie"]


def test_a_refusal_in_public_leaves_the_session_that_may_be_there(lakeview):
    assert "Set-Cookie" not in served(raising(Unauthenticated("The password is wrong."))).headers


@pytest.mark.parametrize(
    ("status", "sent"),
    [
        (400, {"body": "{"}),
        (400, {"body": "[]"}),
        (400, {"body": f'{{"number": "{SECRET}"}}'}),
        (400, {"body": f'{{"data": {{"q1": "{SECRET}"}}}}'}),
        (400, {"body": "[" * 1020}),
        (400, {"kind": "text/plain"}),
        (400, {"multiValueQueryStringParameters": {"odd": [SECRET]}}),
        (413, {"body": " " * 2000}),
    ],
)
def test_what_a_route_does_not_take_is_refused_in_the_one_shape_and_not_repeated(status, sent, lakeview):
    response = served(lambda call: call.body, **sent)
    assert response.status_code == status
    assert is_one_shape(response)
    assert SECRET not in response.body
    assert json.loads(response.body)["fields"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "image/png", ""])
def test_the_framework_refuses_nothing_in_a_shape_of_its_own(kind, lakeview):
    reply = load_app()(event(path=f"{PREFIX}/session", kind=kind), None)
    assert reply["statusCode"] == 400
    assert list(json.loads(decoded(reply))) == SHAPE


def decoded(reply):
    return b64decode(reply["body"]) if reply.get("isBase64Encoded") else reply["body"]
