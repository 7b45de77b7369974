"""The pages of a survey that the server writes: the first one, and the form that needs no script."""

import csv
import io
import re
from html import unescape
from urllib.parse import urlencode

import pytest

from chalicelib.aws.meter import metered
from local.platform import load_app
from tests.api import acts
from tests.client import CONSENT, Answered, Browser, District

load_app()
PLAIN = {
    "title": {"default": "Buses & <schools>", "es": "Autobuses"},
    "elements": [
        {
            "type": "radiogroup",
            "name": "safe",
            "title": {"default": "Do you feel safe?", "es": "¿Se siente seguro?"},
            "isRequired": True,
            "choices": ["yes", "no"],
            "showOtherItem": True,
        },
        {"type": "checkbox", "name": "ways", "choices": ["bus", "car", 3]},
        {"type": "rating", "name": "score"},
        {"type": "text", "name": "age", "inputType": "number", "max": 99},
        {"type": "comment", "name": "why"},
    ],
}
GOOD = {"safe": "yes", "ways": ["bus", "3"], "score": "4", "age": "7", "why": "Because."}


@pytest.fixture(scope="module")
def survey(alice: Browser) -> str:
    return acts.make_survey(alice, definition=PLAIN, segments=[])


@pytest.fixture
def anybody(lakeview: District) -> Browser:
    return lakeview.visitor("203.0.113.98")


def address(survey: str, lang: str = "en") -> str:
    return f"/d/lakeview/s/{survey}/plain?lang={lang}"


def opened(visitor: Browser, survey: str, lang: str = "en") -> Answered:
    return visitor.call("GET", address(survey, lang))


def hidden(page: Answered, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.body.decode())
    assert found
    return unescape(found[1])


def send(visitor: Browser, survey: str, page: Answered, answers: dict[str, object], **more: str) -> Answered:
    form = {f"data.{name}": value for name, value in answers.items()}
    form |= {"key": hidden(page, "key"), "version": hidden(page, "version"), "consent": CONSENT["version"], **more}
    lang = more.pop("lang", "en")
    return posted(visitor, survey, urlencode(form, doseq=True), lang)


def posted(visitor: Browser, survey: str, form: str, lang: str = "en", **headers: str) -> Answered:
    kind = headers.pop("content_type", "application/x-www-form-urlencoded")
    return visitor.call("POST", address(survey, lang), raw=form.encode(), content_type=kind, **headers)


def receipt(answered: Answered) -> str:
    assert answered.status == 201, answered.body.decode()
    found = re.search(r"<code>([a-z2-7-]+)</code>", answered.body.decode())
    assert found
    return found[1]


def test_an_answer_without_scripts_counts_like_any_other(anybody: Browser, survey: str, alice: Browser) -> None:
    page = opened(anybody, survey)
    assert page.status == 200
    assert b"<script" not in page.body
    assert "Buses &amp; &lt;schools&gt;" in page.body.decode()
    first, again = (receipt(send(anybody, survey, page, GOOD)) for _ in range(2))
    assert first == again
    assert exported(alice, survey) == [
        {"safe": "yes", "ways": "bus; 3", "score": "4", "age": "7", "why": "Because.", "language": "en"}
    ]


def exported(alice: Browser, survey: str) -> list[dict[str, str]]:
    """What was stored, without the ids and times, and without what is empty."""
    text, cursor = "", ""
    while cursor is not None:
        part = alice.ok("GET", f"/surveys/{survey}/export?cursor={cursor}")
        text, cursor = text + part["csv"], part["next"]
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    ours = {"safe", "ways", "score", "age", "why", "language"}
    return [{name: value for name, value in row.items() if name in ours and value} for row in rows]


def test_mistakes_stand_at_their_fields_and_nothing_is_lost(anybody: Browser, survey: str) -> None:
    page = opened(anybody, survey, "es")
    assert "¿Se siente seguro?" in page.body.decode()
    refused = send(anybody, survey, page, {"age": "120", "why": "<b>Why</b>", "safe": ""}, lang="es")
    shown = refused.body.decode()
    assert refused.status == 400
    assert "Responda esta pregunta." in shown
    assert "Responda con 99 o menos." in shown
    assert 'value="120"' in shown
    assert "&lt;b&gt;Why&lt;/b&gt;</textarea>" in shown
    assert hidden(refused, "key") == hidden(page, "key")
    assert receipt(send(anybody, survey, refused, GOOD))


def test_without_consent_nothing_is_taken(anybody: Browser, survey: str) -> None:
    refused = send(anybody, survey, opened(anybody, survey), GOOD, consent="")
    assert refused.status == 403
    assert 'id="consent-error">Your answers can be taken only if you agree.' in refused.body.decode()
    assert 'value="yes" checked' in refused.body.decode()


def test_another_answer_under_a_used_key_is_told_so(anybody: Browser, survey: str) -> None:
    page = opened(anybody, survey)
    receipt(send(anybody, survey, page, GOOD))
    refused = send(anybody, survey, page, {**GOOD, "safe": "no"})
    assert refused.status == 409
    assert "sent from this form already" in refused.body.decode()


def test_a_personal_link_can_be_pasted(lakeview: District, alice: Browser) -> None:
    survey = acts.make_survey(alice, "confidential", definition=PLAIN, segments=[])
    acts.invite(alice, survey, "pat")
    visitor, link = lakeview.visitor("203.0.113.97"), acts.personal_link(lakeview, survey, "pat")
    page = opened(visitor, survey)
    wrong = send(visitor, survey, page, GOOD, invitation=f"{link[:-2]}xx")
    assert wrong.status == 404
    assert 'id="invitation-error">' in wrong.body.decode()
    whole = f" https://school.example/d/lakeview/s/{survey}#i={link} "
    assert receipt(send(visitor, survey, page, GOOD, invitation=whole))
    used = send(visitor, survey, opened(visitor, survey), GOOD, invitation=link)
    assert used.status == 410
    assert "Your answers are already here" in used.body.decode()


def test_a_survey_that_depends_on_answers_says_what_to_do(anybody: Browser, alice: Browser) -> None:
    told = opened(anybody, acts.make_survey(alice))
    assert told.status == 200
    assert "This survey needs scripts" in told.body.decode()
    assert b"<form" not in told.body


def test_a_closed_survey_and_one_that_is_not_there_are_told_on_both_pages(anybody: Browser, alice: Browser) -> None:
    closed = acts.make_survey(alice, definition=PLAIN, segments=[])
    page = opened(anybody, closed)
    alice.ok("POST", f"/surveys/{closed}/close")
    for answered in (opened(anybody, closed), send(anybody, closed, page, GOOD)):
        assert (answered.status, b"This survey is closed" in answered.body) == (410, True)
    assert b"This survey is closed" in anybody.call("GET", f"/d/lakeview/s/{closed}").body
    missing = opened(anybody, "svy_a2")
    assert (missing.status, b"We cannot find this survey" in missing.body) == (404, True)
    shell = anybody.call("GET", "/d/lakeview/s/svy_a2")
    assert (shell.status, b'<div id="first"></div>' in shell.body) == (200, True)
    assert anybody.call("GET", "/d/nowhere/s/svy_a2").status == 200


@pytest.mark.parametrize(
    ("form", "headers", "status"),
    [
        ("key=short&version=1", {}, 400),
        ("key=" + "k" * 22 + "&version=x", {}, 400),
        ("key=" + "k" * 22 + "&version=9", {}, 404),
        ("{}", {"content_type": "application/json"}, 400),
        ("key=%ff", {}, 400),
        ("&".join(f"f{number}=1" for number in range(5_001)), {}, 400),
        ("why=" + "w" * 300_000, {}, 413),
        ("key=" + "k" * 22, {"origin": "https://elsewhere.example"}, 403),
        ("key=" + "k" * 22, {"sec_fetch_site": "cross-site"}, 403),
    ],
)
def test_what_is_no_form_of_ours_is_refused_with_a_page(
    form: str, headers: dict[str, str], status: int, anybody: Browser, survey: str
) -> None:
    refused = posted(anybody, survey, form, **headers)
    assert refused.status == status
    assert refused.headers["content-type"] == "text/html; charset=utf-8"
    assert b"<h1>" in refused.body


def test_a_field_that_nobody_asks_is_refused(anybody: Browser, survey: str) -> None:
    refused = send(anybody, survey, opened(anybody, survey), {**GOOD, "forged": "1"})
    assert refused.status == 400
    assert "The survey has no such question." in refused.body.decode()


def test_the_first_page_can_be_read_before_its_scripts(anybody: Browser, survey: str) -> None:
    with metered() as cost:
        page = anybody.call("GET", f"/d/lakeview/s/{survey}", accept_language="es-MX,en;q=0.5")
    shown = page.body.decode()
    assert '<html lang="es" dir="ltr">' in shown
    for said in ("Autobuses", "¿Se siente seguro?", "<li>yes</li>", "Sus respuestas son anónimas", "30 días"):
        assert said in shown
    assert shown.index('<div id="first"><header') < shown.index('<div id="app">')
    assert '<script type="module"' in shown
    assert cost.of("dynamodb") <= 1  # The survey's head; district and version are in memory.
    assert '<html lang="ar" dir="rtl">' in anybody.call("GET", f"/d/lakeview/s/{survey}?lang=ar").body.decode()


def test_the_simple_version_is_offered_only_of_a_survey_that_has_one(
    alice: Browser, anybody: Browser, survey: str
) -> None:
    depending = {"type": "text", "name": "more", "visibleIf": "{safe} = 'no'"}
    other = acts.make_survey(alice, definition={**PLAIN, "elements": [*PLAIN["elements"], depending]}, segments=[])
    for one, has_it in ((survey, True), (other, False)):
        assert anybody.ok("GET", f"/surveys/{one}/form")["is_simple"] is has_it
        shown = anybody.call("GET", f"/d/lakeview/s/{one}?lang=en").body.decode()
        assert (f"/s/{one}/plain" in shown) is has_it
        assert ("This survey needs scripts" in shown) is not has_it
        assert ("This survey needs scripts" in opened(anybody, one).body.decode()) is not has_it


def test_pages_are_packed_and_guarded_like_files(anybody: Browser, survey: str) -> None:
    for path in (address(survey), f"/d/lakeview/s/{survey}"):
        packed = anybody.call("GET", path, accept_encoding="gzip, br")
        assert packed.headers["content-encoding"] == "gzip"
        assert (
            packed.headers["content-security-policy"]
            == anybody.call("GET", "/d/lakeview/privacy").headers["content-security-policy"]
        )
        assert "camera=()" in packed.headers["permissions-policy"]
        assert packed.cookies == []
    assert opened(anybody, survey).headers["cache-control"] == "no-store"
