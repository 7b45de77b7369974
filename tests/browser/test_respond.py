"""The respondent's page: light, readable before its scripts, in any language, saved here and sent from there."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from local.platform import Platform
from tests.api import acts
from tests.browser.conftest import SHOTS, Visitor
from tests.browser.respond_definition import DEFINITION, ON_ONE_PAGE, WITHOUT_STREET
from tests.client import District, open_district
from tests.conftest import Figure

Window = Callable[..., Visitor]
READABLE, WHOLE = 40_000, 420_000


@pytest.fixture(scope="session")
def town(platform: Platform) -> District:
    return open_district(platform, "respondton")


@pytest.fixture
def survey(town: District) -> str:
    return acts.make_survey(town.administrator, definition=DEFINITION, segments=[])


def address(survey: str) -> str:
    return f"/d/respondton/s/{survey}"


def begin(visitor: Visitor, button: str = "I agree, start") -> Page:
    visitor.page.get_by_role("button", name=button).click()
    expect(visitor.page.locator("#survey-place")).to_be_visible()
    return visitor.page


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and finish later").click()
    page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers are saved")


def finish(page: Page) -> None:
    page.get_by_role("button", name="Complete").click()
    expect(page.get_by_text("Your answers have arrived.")).to_be_visible()


def kept(town: District, survey: str) -> list[Any]:
    rows = town.platform.client("dynamodb").scan(TableName="local-unfinished", ConsistentRead=True)["Items"]
    return [row for row in rows if f"#S#{survey}#" in row["pk"]["S"]]


def test_an_anonymous_answer_is_saved_here_and_sent_from_there(visitors: Window, town: District, survey: str) -> None:
    home = visitors()
    sent: list[str] = []
    home.page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    home.go(address(survey))
    page = begin(home)
    page.get_by_role("radio", name="No").check(force=True)
    page.get_by_role("button", name="Next").click()
    page.get_by_role("textbox", name="Why?").fill("zqjx lanterns")
    assert kept(town, survey) == []
    save(page)
    home.look("respond-saved")
    link = page.get_by_label("Your link").input_value()
    code = link.partition("#r=")[2]
    assert page.locator("code").inner_text() == code
    assert len(kept(town, survey)) == 1
    assert not [one for one in sent if code in one or "lanterns" in one]
    assert home.leftovers() == {}

    away = visitors()
    away.go(link)
    expect(away.page.get_by_text("You can go on where you stopped")).to_be_visible()
    assert "#" not in away.page.url
    away.look("respond-resume")
    page = begin(away, "I agree, continue where I stopped")
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    expect(page.get_by_text("2 of 4 questions answered")).to_be_visible()
    expect(page.get_by_role("textbox", name="Why?")).to_have_value("zqjx lanterns")
    finish(page)
    page.wait_for_load_state("networkidle")
    assert kept(town, survey) == []
    assert away.leftovers() == {}

    late = visitors()
    late.go(link)
    expect(late.page.get_by_text("We find no saved answers")).to_be_visible()


def test_a_code_is_typed_and_the_newer_of_two_devices_is_not_overwritten_unasked(
    visitors: Window, town: District, survey: str
) -> None:
    home, away = visitors(), visitors()
    home.go(address(survey))
    page = begin(home)
    page.get_by_role("textbox", name="Your street").fill("Elm")
    save(page)
    code = page.locator("code").inner_text()
    away.go(address(survey))
    away.page.get_by_text("I have saved answers").click()
    away.page.get_by_label("Your code").fill("abc")
    away.page.get_by_role("button", name="Find my answers").click()
    expect(away.page.get_by_text("This code is not complete")).to_be_visible()
    away.page.get_by_label("Your code").fill(code.upper().replace("-", " "))
    away.page.get_by_role("button", name="Find my answers").click()
    there = begin(away, "I agree, continue where I stopped")
    there.get_by_role("textbox", name="Your street").fill("Oak")
    save(there)
    page.get_by_role("button", name="Go on answering now").click()
    expect(page.get_by_role("textbox", name="Your street")).to_have_value("Elm")
    page.get_by_role("button", name="Save and finish later").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog.get_by_text("You saved answers from another device")).to_be_visible()
    home.look("respond-save-conflict")
    dialog.get_by_role("button", name="Save these instead").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers are saved")
    page.get_by_role("button", name="Delete my saved answers").click()
    expect(page.get_by_text("Your saved answers are deleted.")).to_be_visible()
    assert kept(town, survey) == []


def test_a_personal_link_goes_on_where_it_was_left_also_in_a_newer_version(
    visitors: Window, town: District, width: int
) -> None:
    alice = town.administrator
    survey = acts.make_survey(alice, "confidential", definition=DEFINITION, segments=[])
    acts.invite(alice, survey, f"resumer{width}")
    link = f"{address(survey)}#i={acts.personal_link(town, survey, f'resumer{width}')}"
    home = visitors()
    home.go(link)
    page = begin(home)
    page.get_by_role("radio", name="Yes").check(force=True)
    page.get_by_role("textbox", name="Your street").fill("Elm")
    save(page)
    expect(page.get_by_text("open the personal link in your message again")).to_be_visible()
    republish(town, survey)
    away = visitors()
    away.go(link)
    expect(away.page.get_by_text("The survey has changed since you saved")).to_be_visible()
    page = begin(away, "I agree, continue where I stopped")
    expect(page.get_by_role("radio", name="Yes")).to_be_checked()
    expect(page.get_by_text("Your street")).to_have_count(0)
    page.get_by_role("button", name="Next").click()
    finish(page)
    page.wait_for_load_state("networkidle")
    assert kept(town, survey) == []


def republish(town: District, survey: str) -> None:
    """A version that no longer asks for the street."""
    alice = town.administrator
    held = alice.ok("GET", f"/surveys/{survey}")
    body = {"title": held["title"], "definition": WITHOUT_STREET, "segments": [], "revision": held["revision"]}
    saved = alice.ok("PUT", f"/surveys/{survey}", body)
    alice.ok("POST", f"/surveys/{survey}/publish", {"revision": saved["revision"]})


def test_a_closed_survey_says_so_and_lets_what_was_saved_go(visitors: Window, town: District, survey: str) -> None:
    home = visitors()
    home.go(address(survey))
    page = begin(home)
    page.get_by_role("textbox", name="Your street").fill("Elm")
    save(page)
    link = page.get_by_label("Your link").input_value()
    town.administrator.ok("POST", f"/surveys/{survey}/close")
    home.go(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This survey is closed")
    page.get_by_role("button", name="Delete my saved answers").click()
    expect(page.get_by_role("button", name="Delete my saved answers")).to_have_count(0)
    assert kept(town, survey) == []


def test_the_language_changes_and_nothing_else_does(visitors: Window, survey: str) -> None:
    family = visitors()
    family.go(f"{address(survey)}?lang=en")
    page = begin(family)
    page.get_by_role("radio", name="Yes").check(force=True)
    page.get_by_role("textbox", name="Your street").type("Elm, half typ")
    page.get_by_role("button", name="العربية").click()
    expect(page.get_by_role("textbox", name="شارعك")).to_have_value("Elm, half typ")
    expect(page.get_by_role("radio", name="نعم")).to_be_checked()
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    expect(page.get_by_text("أُجيب عن 2 من 4 أسئلة")).to_be_visible()
    family.look("respond-arabic")
    page.get_by_role("button", name="التالي").click()
    page.get_by_role("textbox", name="لماذا؟").fill("لأن")
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    shown = page.locator(".survey [lang=vi]")
    expect(shown.get_by_role("textbox")).to_have_value("لأن")
    expect(shown.get_by_role("button", name="Hoàn thành")).to_be_visible()
    page.get_by_role("button", name="Español").click()
    page.get_by_role("button", name="Completar").click()
    expect(page.get_by_text("Sus respuestas han llegado.")).to_be_visible()


class Weight:
    """What comes over the wire: the bytes of every reply, as the browser's own network log counts them."""

    def __init__(self, page: Page) -> None:
        self.received = 0
        log = page.context.new_cdp_session(page)
        log.send("Network.enable")
        log.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, Any]) -> None:
        self.received += int(event["encodedDataLength"])


class Scripts:
    """Scripts that come to a page only when they are let through."""

    def __init__(self, page: Page) -> None:
        self.held: list[Route] | None = []
        page.route(re.compile(r"\.js$"), self._meet)

    def _meet(self, route: Route) -> None:
        if self.held is None:
            route.continue_()
        else:
            self.held.append(route)

    def let_through(self) -> None:
        waiting, self.held = self.held or [], None
        for route in waiting:
            route.continue_()


def test_the_page_is_read_before_its_scripts_and_stays_light(visitors: Window, survey: str, figure: Figure) -> None:
    visitor = visitors()
    page, scripts, weight = visitor.page, Scripts(visitor.page), Weight(visitor.page)
    page.goto(f"{visitor.site}{address(survey)}", wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_have_text("How is school?")
    expect(page.get_by_text("Do you feel safe?")).to_be_visible()
    expect(page.get_by_text("Your answers are anonymous")).to_be_visible()
    readable = weight.received
    assert 0 < readable <= READABLE
    scripts.let_through()
    begin(visitor)
    expect(page.locator("#first")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    assert READABLE < weight.received <= WHOLE
    figure(f"readable after {readable} bytes, whole after {weight.received}")


@pytest.fixture
def without_scripts(visitors: Window, width: int) -> Iterator[Page]:
    """A window of a browser that runs no script."""
    browser = visitors().context.browser
    assert browser
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800}, locale="es-US")
    yield context.new_page()
    context.close()


def test_a_survey_is_answered_without_any_script(without_scripts: Page, site: str, town: District, width: int) -> None:
    survey = acts.make_survey(town.administrator, definition=ON_ONE_PAGE, segments=[])
    page = without_scripts
    page.goto(site + address(survey))
    expect(page.get_by_role("heading", level=1)).to_have_text("¿Cómo va la escuela?")
    shoot(page, "respond-without-scripts", width)
    page.get_by_role("link", name="Responder en la versión sencilla").click()
    page.get_by_role("button", name="Enviar mis respuestas").click()
    expect(page.get_by_role("alert")).to_contain_text("Responda esta pregunta.")
    shoot(page, "plain-mistakes", width)
    page.get_by_role("radio", name="Sí").check()
    page.get_by_role("textbox", name="¿Por qué?").fill("Porque sí.")
    page.get_by_role("checkbox", name="Acepto").check()
    page.get_by_role("button", name="Enviar mis respuestas").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("¡Gracias!")
    shoot(page, "plain-thanks", width)


def test_the_simple_version_is_as_accessible_as_the_others(visitors: Window, survey: str) -> None:
    visitor = visitors()
    for language in ("en", "ar"):
        visitor.go(f"{address(survey)}/plain?lang={language}")
        visitor.look(f"plain-form-{language}")
    visitor.page.get_by_role("button", name="أرسل إجاباتي").click()
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    visitor.look("plain-form-refused")


def shoot(page: Page, name: str, width: int) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
