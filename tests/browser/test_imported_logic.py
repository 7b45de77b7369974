"""What was imported from other products is answered in the browser: every rule that was carried shows and hides there
what the engine says, and an answer goes through to its end."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from tests.browser.conftest import Visitor
from tests.client import Browser, District, new_key
from tests.unit.imports.samples import OWN, SAMPLES
from tests.unit.imports.toggling import Found, Search, asked_in, offered, rules_of, shows

Window = Callable[..., Visitor]
MODEL = """() => {
    const root = document.querySelector(".survey .sd-root-modern");
    let fiber = root[Object.keys(root).find((key) => key.startsWith("__reactFiber"))];
    while (!fiber.memoizedProps?.model?.getAllQuestions) fiber = fiber.return;
    return fiber.memoizedProps.model;
}"""
SET = """async (model, values) => {
    model.data = values;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return model.getAllQuestions().filter((one) => one.isVisibleInSurvey).map((one) => one.name);
}"""
OFFERED = """(model, [name, kind]) => {
    const question = model.getQuestionByName(name);
    const rows = () => question.visibleRows.map((row) => row.rowName ?? row.name);
    return (kind === "row" ? rows() : question.visibleChoices.map((one) => one.value)).map(String);
}"""
FIRST = """(model, name) => {
    const question = model.getQuestionByName(name);
    const cells = () => question.visibleRows[0].cells.map((cell) => cell.question);
    const asked = question.panels ? question.panels[0].questions : cells();
    return asked.filter((one) => one.isVisible).map((one) => one.name);
}"""
ON_SCREEN = """async (model, name) => {
    const question = model.getQuestionByName(name);
    if (question.page?.isVisible) model.currentPage = question.page;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return document.getElementById(question.id) !== null;
}"""
SPECIAL = {"other", "none"}


@pytest.fixture(scope="session")
def survey_author(district: District) -> Browser:
    return district.colleague("importer", "author")


def publish(author: Browser, raw: bytes) -> tuple[str, dict[str, Any]]:
    """Import a file and open the survey; its id and its definition."""
    body = {"key": new_key(), "file": base64.b64encode(raw).decode(), "mode": "anonymous"}
    survey = author.ok("POST", "/surveys/import", body)["survey"]
    author.ok("POST", f"/surveys/{survey['survey_id']}/publish", {"revision": survey["revision"]})
    return survey["survey_id"], author.ok("GET", f"/surveys/{survey['survey_id']}")["definition"]


def opened(visitors: Window, district: District, survey: str) -> Visitor:
    family = visitors()
    family.go(f"/d/{district.slug}/s/{survey}")
    family.page.get_by_role("button", name="I agree, start").click()
    family.page.locator(".survey .sd-root-modern").wait_for()
    return family


@pytest.mark.parametrize("width", [1280])
@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.timeout(300)
def test_every_rule_that_was_carried_shows_and_hides_in_the_browser(
    visitors: Window, district: District, survey_author: Browser, name: str
) -> None:
    survey, definition = publish(survey_author, SAMPLES[name])
    search = Search(definition, rules_of(definition))
    found = search.run()
    assert found or name not in OWN, "A sample of our own has rules to turn on and off."
    assert [one.rule for one in found if one.on is None or one.off is None] == []
    page = opened(visitors, district, survey).page
    for one in found:
        holds(page, search, one, is_on=True)
        holds(page, search, one, is_on=False)


def holds(page: Page, search: Search, found: Found, *, is_on: bool) -> None:
    """The page shows what the engine says, of all questions and of the one that the rule governs."""
    values, rule = found.on if is_on else found.off, found.rule
    model = page.evaluate_handle(MODEL)
    settled, state = search.settle(values or {})
    shown = page.evaluate(f"([model, values]) => ({SET})(model, values)", [model, settled])
    assert set(shown) == {item.name for item in search.questionnaire.items if item.name in state.visible}, rule
    assert shows(rule, search.questionnaire, state) is is_on
    if rule.within:
        said = page.evaluate(f"([model, name]) => ({FIRST})(model, name)", [model, rule.within])
        assert set(said) == asked_in(search.questionnaire, rule.within, state), rule
    elif rule.kind in {"choice", "row"}:
        said = page.evaluate(f"([model, asked]) => ({OFFERED})(model, asked)", [model, [rule.owner, rule.kind]])
        expected = offered(search.questionnaire.by_name[rule.owner], rule.kind, state)
        # Rows and choices may come in an order of their own.
        assert sorted(one for one in said if one not in SPECIAL) == sorted(expected), rule
    elif rule.kind == "question":
        is_there = page.evaluate(f"([model, name]) => ({ON_SCREEN})(model, name)", [model, rule.owner])
        assert is_there is is_on, rule


@pytest.mark.parametrize("width", [1280])
@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.timeout(300)
def test_an_imported_survey_is_answered_to_its_end(
    visitors: Window, district: District, survey_author: Browser, name: str
) -> None:
    survey, definition = publish(survey_author, SAMPLES[name])
    answer = Search(definition, rules_of(definition)).complete()
    assert answer
    page = opened(visitors, district, survey).page
    model = page.evaluate_handle(MODEL)
    page.evaluate(f"([model, values]) => ({SET})(model, values)", [model, answer])
    complete = page.locator(".sd-navigation__complete-btn")
    for _ in range(len(compile_questionnaire(definition).pages)):
        if complete.is_visible():
            break
        page.locator(".sd-navigation__next-btn").click()
    complete.click()
    expect(page.get_by_text("Your answers have arrived.")).to_be_visible()
