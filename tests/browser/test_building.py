"""The builder's other ways: by finger on a phone, by mouse on a desk, by JSON, by template, and version by version."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.api import acts
from tests.browser.conftest import DESKTOP, PHONE, Author, Visitor
from tests.client import PASSWORD, Browser, District


def opened(visitor: Visitor, district: District, author: Author, path: str) -> Page:
    page = visitor.page
    visitor.go(f"/desk/d/{district.slug}{path}")
    page.get_by_label("User name").fill(author.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("navigation", name="Main menu")).to_be_visible()
    expect(page.get_by_text("Loading…")).to_have_count(0)
    return page


def drafted(district: District, author: Author, **extra: Any) -> str:
    return str(acts.draft_survey(Browser(district.slug).sign_in(author.username), **extra)["survey_id"])


def held(district: District, survey: str) -> Any:
    return district.administrator.ok("GET", f"/surveys/{survey}")


def names(district: District, survey: str) -> list[str]:
    return [one["name"] for part in held(district, survey)["definition"]["pages"] for one in part["elements"]]


def view(page: Page, name: str) -> None:
    page.get_by_role("group", name="Views of the survey").get_by_role("button", name=name, exact=True).click()


def saved(page: Page) -> None:
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()


def back(visitor: Visitor) -> None:
    """On a phone the properties are a view of their own."""
    if visitor.width < 1000:
        visitor.page.get_by_role("button", name="Back to the list").click()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_items_are_added_moved_copied_and_deleted_at_every_width(
    visitor: Visitor, district: District, author: Author
) -> None:
    survey = drafted(district, author)
    page = opened(visitor, district, author, f"/surveys/{survey}")
    visitor.look("building-list")
    page.get_by_role("button", name="Do you feel safe?").click()
    expect(page.get_by_role("heading", name=re.compile("Single choice"))).to_be_focused()
    visitor.look("building-panel")
    page.get_by_text("More", exact=True).click()
    visitor.look("building-more")
    back(visitor)
    page.get_by_role("button", name="Add question").click()
    visitor.look("building-palette")
    page.get_by_role("dialog").get_by_role("button", name="Rating scale").click()
    expect(page.get_by_label("Question", exact=True)).to_be_focused()
    page.keyboard.type("How was lunch?")
    back(visitor)
    page.get_by_role("button", name="Move up").click()
    page.get_by_role("button", name="Duplicate").click()
    saved(page)
    assert names(district, survey) == ["question1", "question1_1", "safe", "why", "school", "score"]
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("status").filter(has_text="How was lunch? was deleted.")).to_be_attached()
    visitor.look("building-deleted")
    page.locator(".removed").get_by_role("button", name="Undo").click()
    saved(page)
    assert names(district, survey) == ["question1", "question1_1", "safe", "why", "school", "score"]


@pytest.mark.parametrize("width", [1280])
def test_an_item_is_dragged_to_another_place(visitor: Visitor, district: District, author: Author) -> None:
    survey = drafted(district, author)
    page = opened(visitor, district, author, f"/surveys/{survey}")
    rows = page.locator(".node-row")
    rows.filter(has_text="Score").drag_to(rows.filter(has_text="Do you feel safe?"), target_position={"x": 40, "y": 4})
    saved(page)
    assert names(district, survey) == ["score", "safe", "why", "school"]


def test_a_problem_leads_to_its_field_and_keeps_the_survey_from_being_published(
    visitor: Visitor, district: District, author: Author
) -> None:
    survey = drafted(district, author)
    page = opened(visitor, district, author, f"/surveys/{survey}")
    page.get_by_role("button", name="School").click()
    for choice in ("north", "south"):
        page.get_by_role("button", name=f"Remove {choice}").click()
    page.get_by_text("More", exact=True).click()
    page.get_by_label("Name in results and conditions").fill("building")
    page.get_by_label("Name in results and conditions").press("Enter")
    saved(page)
    page.get_by_text("To mend before publishing: 1").click()
    visitor.look("building-problems")
    page.get_by_role("button", name=re.compile("Choices: List at least one value")).click()
    expect(page.get_by_role("group", name="Choices")).to_be_focused()
    expect(page.get_by_text("List at least one value.").last).to_be_visible()
    visitor.look("building-problem")
    page.get_by_role("button", name="Publish…").click()
    expect(page.get_by_text("There is something to mend first.")).to_be_visible()
    draft = held(district, survey)
    assert (draft["segments"], draft["state"]) == (["building"], "draft")


def test_the_preview_is_the_real_survey_without_what_is_faulty(
    visitor: Visitor, district: District, author: Author
) -> None:
    survey = drafted(district, author)
    page = opened(visitor, district, author, f"/surveys/{survey}")
    view(page, "Preview")
    expect(page.get_by_text("Why not?", exact=True)).to_be_hidden()
    page.get_by_role("radio", name="no").check(force=True)
    expect(page.get_by_text("Why not?", exact=True)).to_be_visible()
    visitor.look("building-preview-phone")
    page.get_by_role("button", name="Desktop").click()
    visitor.look("building-preview-desktop")
    view(page, "JSON")
    definition = held(district, survey)["definition"]
    definition["pages"][0]["elements"][1]["visibleIf"] = "iif({safe} = 'no', null, 1)"
    page.get_by_label("The whole definition.").fill(json.dumps(definition))
    visitor.look("building-json")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("To mend before publishing: 1")).to_be_visible()
    view(page, "Preview")
    expect(page.get_by_text("Left out of the preview until mended: 1")).to_be_visible()
    expect(page.get_by_text("Why not?", exact=True)).to_be_visible()


def test_a_language_from_right_to_left_is_written_and_seen(
    visitor: Visitor, district: District, author: Author
) -> None:
    survey = drafted(district, author)
    page = opened(visitor, district, author, f"/surveys/{survey}")
    view(page, "Languages")
    page.get_by_label("Add a language").select_option(label="Arabic")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("Do you feel safe? \u2013 Question in Arabic").fill("هل تشعر بالأمان؟")
    page.get_by_label("Show only what is missing").check()
    visitor.look("building-languages")
    view(page, "Preview")
    page.get_by_role("group", name="Language of the preview").get_by_role("button", name="Arabic").click()
    expect(page.get_by_text("هل تشعر بالأمان؟")).to_be_visible()
    assert page.locator(".preview").get_attribute("dir") == "rtl"
    visitor.look("building-arabic")


def test_the_builder_speaks_spanish(visitor: Visitor, district: District, author: Author) -> None:
    page = opened(visitor, district, author, f"/surveys/{drafted(district, author)}")
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("heading", name="Páginas y preguntas")).to_be_visible()
    page.get_by_role("button", name="Do you feel safe?").click()
    page.get_by_text("Más", exact=True).click()
    expect(page.get_by_label("Nombre en resultados y condiciones")).to_be_visible()
    visitor.look("building-spanish")


def test_a_survey_begins_from_a_template_and_is_published(visitor: Visitor, district: District, author: Author) -> None:
    page = opened(visitor, district, author, "/surveys/new")
    page.get_by_label("From a template").check()
    page.get_by_label("A short check with staff").check()
    page.get_by_label("Title").fill("Staff in May")
    visitor.look("building-template")
    page.get_by_role("button", name="Create survey").click()
    expect(page.get_by_role("heading", name="Staff in May")).to_be_visible()
    publish(page)
    view(page, "Languages")
    expect(page.get_by_text("complete", exact=True)).to_be_visible()


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("dialog").get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published. The survey is open now.").first).to_be_visible()


def test_a_live_survey_is_changed_told_and_published_again(
    visitor: Visitor, district: District, author: Author
) -> None:
    survey = drafted(district, author)
    page = opened(visitor, district, author, f"/surveys/{survey}")
    publish(page)
    page.get_by_role("button", name="Do you feel safe?").click()
    page.get_by_label("Add a choice").fill("sometimes")
    page.get_by_label("Add a choice").press("Enter")
    back(visitor)
    page.get_by_role("button", name="Score").click()
    page.get_by_label("Question", exact=True).fill("Your score?")
    page.get_by_role("button", name="Publish…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("region", name="Asked differently")).to_contain_text("Do you feel safe?")
    expect(dialog.get_by_role("region", name="New words")).to_contain_text("Your score?")
    visitor.look("building-changes")
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Version 2").first).to_be_visible()
    view(page, "Versions")
    page.get_by_role("button", name="Show version 1").click()
    shown = page.get_by_role("group", name="Version 1, as it was asked")
    expect(shown.get_by_text("Score", exact=True)).to_be_visible()
    expect(shown.get_by_text("sometimes")).to_be_hidden()
    visitor.look("building-versions")
    shown.get_by_role("button", name="Bring version 1 back as the draft").click()
    saved(page)
    assert held(district, survey)["definition"]["pages"][0]["elements"][3]["title"] == "Score"
