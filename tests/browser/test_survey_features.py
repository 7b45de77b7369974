"""A scale from the bank, students and their parents' rights, and a group that is complete."""

import copy
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.api import acts
from tests.browser.conftest import DESKTOP, PHONE, Author, Visitor
from tests.browser.test_building import back, drafted, held, opened, saved
from tests.client import Browser, District

ROLE = {"type": "radiogroup", "name": "role", "title": "Who are you?", "choices": ["parent", "teacher"]}
QUOTA = {
    "name": "teachers",
    "title": "Teachers",
    "condition": "{role} = 'teacher'",
    "limit": 10,
    "message": {"default": "We have heard from enough teachers.", "es": "Ya hemos oído a suficientes docentes."},
}
TWO_PAGES: dict[str, Any] = {
    "pages": [
        {"name": "first", "elements": [ROLE]},
        {"name": "second", "elements": [{"type": "comment", "name": "why", "title": "Why?"}]},
    ],
    "quotas": [QUOTA],
}


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_scale_from_the_bank_is_published_for_students_with_a_notice(
    visitor: Visitor, district: District, author: Author
) -> None:
    survey = drafted(district, author)
    page = opened(visitor, district, author, f"/surveys/{survey}")
    page.get_by_role("button", name="Add from the item bank").click()
    page.get_by_label("Find in the bank").fill("well-being")
    expect(page.get_by_text("1 found")).to_be_visible()
    page.get_by_text("Show “Well-being on school days”").click()
    expect(page.get_by_text("I felt calm on school days.")).to_be_visible()
    visitor.look("bank")
    page.get_by_role("button", name="Add “Well-being on school days”").click()
    expect(page.get_by_role("heading", name="Table, one choice a row")).to_be_focused()
    back(visitor)
    page.get_by_role("button", name="Survey settings").click()
    page.get_by_role("checkbox", name="Students").check(force=True)
    expect(page.get_by_role("heading", name="Questions about protected areas")).to_be_visible()
    expect(page.get_by_role("group", name="Scale 1")).to_be_visible()
    visitor.look("building-settings-scales")
    saved(page)
    page.get_by_role("button", name="Publish…").click()
    publishing = page.get_by_role("dialog")
    expect(publishing.get_by_role("heading", name=re.compile("rights"))).to_be_visible()
    publishing.get_by_role("button", name="Publish").click()
    expect(publishing.get_by_text("Choose what parents had.")).to_be_visible()
    publishing.get_by_role("radio", name="gave their consent in writing").check(force=True)
    visitor.look("building-notice")
    publishing.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published. The survey is open now.").first).to_be_visible()
    (version,) = district.administrator.ok("GET", f"/surveys/{survey}/versions")["items"]
    assert version["parental_notice"] == "prior_consent"
    definition = held(district, survey)["definition"]
    assert (definition["audience"], definition["scales"][0]["bankId"]) == (["students"], "wellbeing.1")


@pytest.mark.parametrize("width", [PHONE])
def test_who_belongs_to_a_complete_group_is_told_on_the_next_page(visitor: Visitor, district: District) -> None:
    definition = copy.deepcopy(TWO_PAGES)
    survey = acts.make_survey(district.administrator, definition=definition, segments=[])
    for _ in range(10):
        assert acts.answer(Browser(district.slug), survey, {"role": "teacher"}).status == 201
    page = visitor.page
    visitor.go(f"/d/{district.slug}/s/{survey}")
    page.get_by_role("button", name="I agree, start").click()
    page.get_by_role("radio", name="teacher").check(force=True)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you, this group is complete")
    expect(page.get_by_text("We have heard from enough teachers.")).to_be_visible()
    visitor.look("respond-full")
    assert visitor.leftovers() == {}
