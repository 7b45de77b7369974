"""What does not fit is refused with the field named, and nothing is stored."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.entry.http import PREFIX, ROUTES, Route
from chalicelib.identity.permissions import Permission
from local.platform import load_app
from tests.api import acts
from tests.api.share_acts import refreshed
from tests.api.tables import Tables, Watch
from tests.api.test_foreign_ids import EXPECTED
from tests.client import CONSENT, PASSWORD, WRITER_CONSENT, Answered, Browser, District, new_key
from tests.conftest import IS_THOROUGH

load_app()  # Importing the application declares its routes.
EXAMPLES = {
    "user": "usr_a2",
    "unfinished": "N" * 43,
    "unsaved": "M" * 43,
    "team": "tem_a2",
    "topic": "tpc_a2",
    "thread": "thr_a2",
    "survey": "svy_a2",
    "draft": "svy_a2",
    "roster_survey": "svy_a2",
    "thread_revision": 1,
    "draft_revision": 1,
    "colleague_revision": 1,
    "colleague": "usr_a2",
    "designation": "dsg_a2",
    "approval": "apr_a2",
    "other_approval": "apr_a2",
    "definition": acts.DEFINITION,
    "consent": CONSENT,
    "writer_consent": WRITER_CONSENT,
    "notice": CONSENT["version"],
    "password": PASSWORD,
}
OF_ANOTHER_TYPE: dict[type, Any] = {str: 7, int: "seven", list: "one", dict: ["one"], bool: "yes"}


def _filled(example: Any) -> Any:
    if isinstance(example, dict):
        return {name: _filled(value) for name, value in example.items()}
    if isinstance(example, list):
        return [_filled(value) for value in example]
    if isinstance(example, str) and example.startswith("$"):
        return new_key() if example == "$key" else EXAMPLES.get(example[1:], "abcdefg")
    return example


def _example(route: Route) -> tuple[str, dict[str, Any]]:
    entry = EXPECTED[f"{route.method} {route.path.removeprefix(PREFIX)}".strip()]
    path = route.path.removeprefix(PREFIX).format(**_filled(entry.get("path", {})))
    return path, _filled(entry.get("body", {}))


WRITING = [route for route in ROUTES if route.method in {"POST", "PUT"} and hasattr(route.body, "__struct_fields__")]
named = pytest.mark.parametrize("route", WRITING, ids=lambda route: f"{route.method} {route.path.removeprefix(PREFIX)}")


@pytest.fixture(scope="module")
def watch(lakeview: District, prepared: dict[str, Any]) -> Iterator[Watch]:
    """Every test here finds what it needs; from then on the tables stay as they are."""
    made = Watch(Tables(lakeview.platform, lakeview.district_id))
    yield made
    made.end()


@pytest.fixture(autouse=True)
def _proved(request: pytest.FixtureRequest, watch: Watch, alice: Browser) -> None:
    """Nothing is written while the cases of a test run, nor, under `make thorough`, while any one of them does."""
    name = request.node.nodeid if IS_THOROUGH else request.node.originalname
    if name != watch.name:
        watch.end()
        refreshed(alice, "alice")
        watch.begin(name)


@pytest.fixture(scope="module")
def prepared(alice: Browser, bob: Browser, lakeview: District) -> dict[str, Any]:
    """An open, a closed, and a confidential survey with a link that is used; a topic, and a thread with its link."""
    visitor = lakeview.visitor()
    closed, confidential, opened = (
        acts.make_survey(alice),
        acts.make_survey(alice, "confidential"),
        acts.draft_survey(alice)["survey_id"],
    )
    alice.ok("POST", f"/surveys/{closed}/close", {})
    acts.invite(alice, confidential, "gus")
    used = acts.personal_link(lakeview, confidential, "gus")
    key = new_key()
    assert acts.answer(visitor, confidential, {"safe": "yes"}, key, invitation=used).status == 201
    topic = acts.make_topic(alice, acts.make_team(alice, bob.user_id), bob.user_id)
    link = acts.write_to(visitor, topic)
    return {
        "closed": closed,
        "confidential": confidential,
        "draft": opened,
        "open": acts.make_survey(alice),
        "used": used,
        "key": key,
        "topic": topic,
        "link": link,
        "thread": acts.first_waiting(alice, topic)["thread_id"],
    }


def _refused(answered: Answered, status: int, field: str) -> None:
    assert answered.status == status, answered.body
    said = answered.json
    assert said.keys() == {"error", "message", "fields", "request_id"}
    assert any(name == field or name.startswith((f"{field}[", f"{field}.")) for name in said["fields"]), said
    assert all(said["fields"].values())


def _sender(route: Route, staff: Browser) -> Browser:
    return Browser("lakeview") if route.allow is Permission.PUBLIC else staff


def test_a_write_would_be_seen(watch: Watch, alice: Browser) -> None:
    acts.draft_survey(alice)
    with pytest.raises(AssertionError, match="test_a_write_would_be_seen"):
        watch.end()


@named
def test_broken_json_is_refused(route: Route, alice: Browser) -> None:
    path, _ = _example(route)
    for raw in (b'{"', b"\xff\xfe", b"[" * 100_000 if route.most > 64 * 1024 else b"[" * 9_000, b"[]", b"7"):
        _refused(_sender(route, alice).call(route.method, f"/api/d/lakeview{path}", raw=raw), 400, "body")


@named
def test_another_content_type_is_refused(route: Route, alice: Browser) -> None:
    path, body = _example(route)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        _refused(
            _sender(route, alice).call(route.method, f"/api/d/lakeview{path}", body, content_type=kind),
            400,
            "Content-Type",
        )


@named
def test_an_oversized_body_is_refused(route: Route, alice: Browser) -> None:
    path, body = _example(route)
    raw = json.dumps(body).encode().ljust(route.most + 1)
    _refused(_sender(route, alice).call(route.method, f"/api/d/lakeview{path}", raw=raw), 413, "body")


@named
def test_unknown_fields_are_refused(route: Route, alice: Browser) -> None:
    path, body = _example(route)
    for name in ("district_id", "roles", "state", "user_id", "is_admin"):
        if name not in body:
            _refused(_sender(route, alice).api(route.method, path, {**body, name: "x"}), 400, name)


@named
def test_each_field_of_another_type_is_refused(route: Route, alice: Browser) -> None:
    path, body = _example(route)
    for name, value in body.items():
        for wrong in (OF_ANOTHER_TYPE[type(value)], None):
            _refused(_sender(route, alice).api(route.method, path, {**body, name: wrong}), 400, name)


@named
def test_each_missing_field_is_named(route: Route, alice: Browser) -> None:
    path, body = _example(route)
    required = route.body.__struct_fields__[: len(route.body.__struct_fields__) - len(route.body.__struct_defaults__)]
    for name in [field for field in body if field in required]:
        without = {field: value for field, value in body.items() if field != name}
        _refused(_sender(route, alice).api(route.method, path, without), 400, name)


CYCLE = {
    "elements": [
        {"type": "text", "name": "a", "visibleIf": "{b} notempty"},
        {"type": "text", "name": "b", "visibleIf": "{a} notempty"},
    ]
}
ROSTER = "email,name,language\nno-address,A,en\nb@home.example,B,fr\nc@home.example,C,en\nc@home.example,D,en,x,y,z\n"
QSF = '{"SurveyEntry": {}, "SurveyElements": 7}'


def in_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


DATA = {"safe": "yes"}
ANSWER = {"version": 1, "locale": "en", "data": DATA, "consent": CONSENT}
TOPIC = {"name": {"en": "A", "es": "A"}, "description": acts.NO_TEXTS}
Case = tuple[str, str, dict[str, Any], int, str]
CASES: dict[str, Case] = {
    "a_cycle": ("POST", "/surveys", {"title": "A", "mode": "anonymous", "definition": CYCLE}, 400, "elements"),
    "no_title": ("POST", "/surveys", {"title": " ", "mode": "anonymous", "definition": acts.DEFINITION}, 400, "title"),
    "no_such_mode": ("POST", "/surveys", {"title": "A", "mode": "x", "definition": acts.DEFINITION}, 400, "mode"),
    "an_unknown_group": (
        "POST",
        "/surveys",
        {"title": "A", "mode": "anonymous", "definition": acts.DEFINITION, "segments": ["why"]},
        400,
        "segments",
    ),
    "a_group_twice": (
        "POST",
        "/surveys",
        {"title": "A", "mode": "anonymous", "definition": acts.DEFINITION, "segments": ["safe", "safe"]},
        400,
        "segments",
    ),
    "no_base64": ("POST", "/surveys/import", {"file": "{}", "mode": "anonymous"}, 400, "file"),
    "no_survey": ("POST", "/surveys/import", {"file": in_base64("hello"), "mode": "anonymous"}, 400, "content"),
    "a_broken_qsf": ("POST", "/surveys/import", {"file": in_base64(QSF), "mode": "anonymous"}, 400, "content"),
    "an_empty_file": ("POST", "/surveys/import", {"file": "", "mode": "anonymous"}, 400, "content"),
    "another_kind_of_file": ("GET", "/surveys/{draft}/file?format=pdf", {}, 400, "format"),
    "a_version_below_0": ("GET", "/surveys/{draft}/paper?version=-1", {}, 400, "version"),
    "an_old_revision": ("POST", "/surveys/{draft}/publish", {"revision": 7}, 409, "revision"),
    "an_old_draft": (
        "PUT",
        "/surveys/{draft}",
        {"title": "A", "definition": acts.DEFINITION, "revision": 7},
        409,
        "revision",
    ),
    "closing_a_draft": ("POST", "/surveys/{draft}/close", {}, 409, "state"),
    "no_such_version": ("GET", "/surveys/{open}/versions/one", {}, 400, "version"),
    "answering_a_closed_survey": ("POST", "/surveys/{closed}/responses", ANSWER, 410, "survey"),
    "an_unasked_item": ("POST", "/surveys/{open}/responses", {**ANSWER, "data": {**DATA, "x": 1}}, 400, "data.x"),
    "a_missing_item": ("POST", "/surveys/{open}/responses", {**ANSWER, "data": {}}, 400, "data.safe"),
    "an_unknown_choice": (
        "POST",
        "/surveys/{open}/responses",
        {**ANSWER, "data": {"safe": "perhaps"}},
        400,
        "data.safe",
    ),
    "an_old_consent": (
        "POST",
        "/surveys/{open}/responses",
        {**ANSWER, "consent": {"version": "1999"}},
        403,
        "consent.version",
    ),
    "no_consent": ("POST", "/surveys/{open}/responses", {**ANSWER, "consent": {}}, 403, "consent"),
    "a_message_without_consent": ("POST", "/threads", {"consent": {}}, 403, "consent"),
    "an_address_without_consent": (
        "POST",
        "/threads",
        {"email": "a@home.example", "consent": CONSENT},
        403,
        "consent.reply_email",
    ),
    "an_unknown_version": ("POST", "/surveys/{open}/responses", {**ANSWER, "version": 9}, 400, "version"),
    "a_link_nobody_asked_for": (
        "POST",
        "/surveys/{open}/responses",
        {**ANSWER, "invitation": "{used}"},
        400,
        "invitation",
    ),
    "a_second_use": (
        "POST",
        "/surveys/{confidential}/responses",
        {**ANSWER, "invitation": "{used}"},
        410,
        "invitation",
    ),
    "the_same_key_for_another_answer": (
        "POST",
        "/surveys/{confidential}/responses",
        {**ANSWER, "data": {"safe": "no"}, "invitation": "{used}", "key": "{key}"},
        409,
        "key",
    ),
    "a_broken_roster": ("POST", "/surveys/{confidential}/roster", {"csv": ROSTER}, 400, "roster"),
    "a_roster_for_everybody": ("POST", "/surveys/{open}/roster", {"csv": acts.roster_of("ida")}, 409, "mode"),
    "mailing_nobody": ("POST", "/surveys/{open}/invitations", {"kind": "first"}, 409, "state"),
    "another_mailing": ("POST", "/surveys/{confidential}/invitations", {"kind": "third"}, 400, "kind"),
    "a_group_without_value": ("GET", "/surveys/{open}/results?group=north", {}, 400, "group"),
    "a_bad_cursor": ("GET", "/surveys?cursor=AAAA", {}, 400, "cursor"),
    "a_cursor_that_is_no_text": ("GET", "/inbox?status=unopened&cursor=%C3%A9", {}, 400, "cursor"),
    "an_unknown_query": ("GET", "/surveys?limit=9", {}, 400, "limit"),
    "a_bad_status": ("GET", "/inbox?status=lost", {}, 400, "status"),
    "two_filters": ("GET", "/inbox?status=closed&team=tem_a&topic=tpc_a", {}, 400, "topic"),
    "setting_a_bad_status": ("PUT", "/threads/{thread}/status", {"status": "lost", "revision": 1}, 400, "status"),
    "an_old_thread": ("PUT", "/threads/{thread}/status", {"status": "closed", "revision": 9}, 409, "revision"),
    "an_empty_reply": ("POST", "/threads/{thread}/replies", {"message": "  "}, 400, "message"),
    "score_11": ("POST", "/talk/rating", {"link": "{link}", "score": 11}, 400, "score"),
    "score_0": ("POST", "/talk/rating", {"link": "{link}", "score": 0}, 400, "score"),
    "rating_without_answer": ("POST", "/talk/rating", {"link": "{link}", "score": 5}, 409, "score"),
    "a_long_comment": ("POST", "/talk/rating", {"link": "{link}", "score": 5, "comment": "a" * 2_001}, 400, "comment"),
    "a_honeypot": ("POST", "/threads", {"website": "https://spam.example"}, 400, "website"),
    "no_such_topic": ("POST", "/threads", {"topic_id": "tpc_a2"}, 400, "topic_id"),
    "no_such_type": ("POST", "/threads", {"type": "poem"}, 400, "type"),
    "another_language": ("POST", "/threads", {"language": "fr"}, 400, "language"),
    "a_long_name": ("POST", "/threads", {"name": "a" * 121}, 400, "name"),
    "no_address": ("POST", "/threads", {"email": "me at home"}, 400, "email"),
    "a_long_message": ("POST", "/threads", {"message": "a" * 5_001}, 400, "message"),
    "a_nameless_topic": ("POST", "/desk/topics", {**TOPIC, "name": {"en": "", "es": "A"}}, 400, "name.en"),
    "a_long_description": (
        "POST",
        "/desk/topics",
        {**TOPIC, "description": {"en": "a" * 401, "es": ""}},
        400,
        "description",
    ),
    "a_nameless_team": ("POST", "/teams", {"name": " ", "member_ids": []}, 400, "name"),
    "an_unknown_role": ("POST", "/users", {"email": "x@home.example", "levels": [{"role": "owner"}]}, 400, "levels"),
    "no_role": ("POST", "/users", {"email": "x@home.example", "levels": []}, 400, "levels"),
    "no_address_of_staff": ("POST", "/users", {"email": "x@home", "levels": [{"role": "member"}]}, 400, "email"),
}
KEYED = {"/surveys", "/surveys/import", "/threads", "/desk/topics", "/teams", "/users", "/talk/rating"}
KEYED_ENDS = ("/responses", "/roster", "/invitations", "/replies")


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_what_makes_no_sense_is_refused(case: Case, alice: Browser, prepared: dict[str, Any]) -> None:
    method, path, extra, status, field = case
    body: dict[str, Any] = {"key": new_key()} if path in KEYED or path.endswith(KEYED_ENDS) else {}
    if path == "/threads":
        body |= acts.message(prepared["topic"])
    if path == "/desk/topics":
        body |= {"team_id": "tem_a2", "owner_id": "usr_a2"}
    sent = {
        name: prepared.get(value[1:-1], value) if isinstance(value, str) else value for name, value in extra.items()
    }
    _refused(alice.api(method, path.format(**prepared), {**body, **sent} if method != "GET" else None), status, field)


def test_every_broken_line_of_a_roster_is_named(alice: Browser, prepared: dict[str, Any]) -> None:
    path = f"/surveys/{prepared['confidential']}/roster"
    fields = alice.api("POST", path, {"key": new_key(), "csv": ROSTER}).json["fields"]
    assert fields.keys() == {"roster.line 2.email", "roster.line 3.language", "roster.line 5.line"}


def test_the_checker_names_what_is_wrong_element_by_element(alice: Browser) -> None:
    told = alice.ok("POST", "/surveys/check", {"definition": CYCLE})
    assert not told["ok"]
    assert any(place.startswith("elements[0]") for place in told["problems"])
    assert alice.ok("POST", "/surveys/check", {"definition": acts.DEFINITION}) == {
        "ok": True,
        "problems": {},
        "hints": [],
    }


def test_a_draft_has_no_form_and_takes_no_answer(prepared: dict[str, Any], lakeview: District) -> None:
    visitor = lakeview.visitor()
    assert visitor.api("GET", f"/surveys/{prepared['draft']}/form").status == 404
    assert acts.answer(visitor, prepared["draft"], DATA).status == 404


def test_a_closed_survey_shows_that_it_takes_no_answer(prepared: dict[str, Any], lakeview: District) -> None:
    form = lakeview.visitor().ok("GET", f"/surveys/{prepared['closed']}/form")
    assert (form["accepting"], form["definition"]) == (False, None)


def test_unknown_addresses_and_methods_are_404_in_the_one_error_shape(alice: Browser) -> None:
    for method, path in (("GET", "/nothing"), ("PATCH", "/surveys"), ("DELETE", "/teams")):
        answered = alice.api(method, path)
        assert answered.status == 404
        assert answered.json.keys() == {"error", "message", "fields", "request_id"}
