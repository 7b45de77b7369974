"""A survey is built by keyboard alone; and no edit is lost, whatever becomes of the server."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Author, Visitor
from tests.browser.keyboard import Keyboard
from tests.client import PASSWORD, District

Window = Callable[..., Visitor]
CHOICES = ["Yes", "Sometimes", "No"]
# The items of three pages: kind as the palette finds it, words, and what makes it complete.
KINDS = ["Single choice", "Several choices", "Long answer", "Rating", "Short answer", "Yes or no", "Choice from a list"]
CHOOSING = {"Single choice", "Several choices", "Choice from a list"}
ITEMS = 30


def sign_in(keys: Keyboard, visitor: Visitor, district: District, author: Author) -> None:
    visitor.go(f"/desk/d/{district.slug}/")
    expect(visitor.page.get_by_label("User name")).to_be_visible()
    keys.to("User name")
    keys.type(author.username)
    keys.to("Password")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("What needs you today")


def begin_survey(keys: Keyboard, visitor: Visitor, title: str) -> str:
    keys.to("Surveys$")
    keys.press("Enter")
    expect(visitor.page.get_by_role("link", name="New survey")).to_be_visible()
    keys.to("New survey$")
    keys.press("Enter")
    keys.to("From an empty page")
    keys.to("Title")
    keys.type(title)
    keys.press("Enter")
    expect(visitor.page.get_by_role("heading", name="Pages and questions")).to_be_visible()
    found = re.search(r"/surveys/(svy_[a-z2-7]+)", visitor.page.url)
    assert found
    return found[1]


def add(keys: Keyboard, kind: str, words: str) -> None:
    """Ctrl and Enter, a few letters of the kind, Enter, and the words: the focus is where they go."""
    keys.press("Control+Enter")
    keys.wait_at("Find a kind of question")
    keys.type(kind)
    keys.press("Enter")
    keys.wait_at("Question$")
    keys.type(words)
    if kind in CHOOSING:
        keys.to("Add a choice")
        for choice in CHOICES:
            keys.type(choice)
            keys.press("Enter")


def saved_definition(district: District, survey: str) -> Any:
    return district.administrator.ok("GET", f"/surveys/{survey}")["definition"]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("width", [1280])
def test_a_survey_of_thirty_items_in_two_languages_is_built_by_keyboard_alone(
    visitor: Visitor, district: District, author: Author, figure: Callable[[str], None]
) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    sign_in(keys, visitor, district, author)
    survey = begin_survey(keys, visitor, "By keys alone")
    visitor.look("builder-empty")
    for number in range(1, ITEMS + 1):
        kind = KINDS[(number - 1) % len(KINDS)]
        add(keys, kind, f"Item {number}, {kind.lower()}?")
        if number in {10, 20}:
            keys.press("Escape")
            keys.to("Add page", back=True)
            keys.press("Enter")
            keys.wait_at("Title of the page")
            keys.type(f"Part {number // 10 + 1}")
    saved(visitor)
    visitor.look("builder-list")
    show_only_when(keys, "Item 3, ", "Item 1, single", "Sometimes")
    show_only_when(keys, "Item 30, ", "Item 6, yes", "No")
    visitor.look("builder-condition")
    move_up(keys, "Item 30, ", times=2)
    expect(page.get_by_role("status").filter(has_text="now number 8 of 10 in Part 3")).to_be_attached()
    translate(keys, visitor)
    saved(visitor)
    definition = saved_definition(district, survey)
    elements = [one for part in definition["pages"] for one in part["elements"]]
    assert len(elements) == ITEMS
    assert elements[2]["visibleIf"] == "{question1} = 'sometimes'"
    assert (elements[27]["name"], elements[27]["visibleIf"]) == ("question30", "{question6} = false")
    assert all(one["title"]["es"].startswith("En español") for one in elements)
    assert district.administrator.ok("POST", "/surveys/check", {"definition": definition}) == {
        "ok": True,
        "problems": {},
        "hints": [],
    }
    publish(keys, visitor)
    assert not keys.has_pointed
    figure(f"{keys.pressed} keys for {ITEMS} items in two languages")
    answer_as_a_family(visitor, district, survey)


def saved(visitor: Visitor) -> None:
    expect(visitor.page.get_by_text("Saved", exact=True)).to_be_visible()
    expect(visitor.page.get_by_text("Nothing to mend.")).to_be_visible()


def open_item(keys: Keyboard, words: str) -> None:
    """From wherever the focus is: to the list's beginning, and from there to an item."""
    keys.press("Escape")
    keys.to("Add question", back=True)
    keys.to(f".*{words}")
    keys.press("Enter")
    keys.wait_at(f".*{words}")


def show_only_when(keys: Keyboard, item: str, question: str, value: str) -> None:
    open_item(keys, item)
    keys.to("Add a condition")
    keys.press("Enter")
    keys.wait_at("Question$")
    keys.type(question)
    keys.to("Value$")
    keys.type(value)


def move_up(keys: Keyboard, item: str, times: int) -> None:
    open_item(keys, item)
    keys.press("Escape")
    keys.wait_at(f".*{item}")
    for _ in range(times):
        keys.press("Alt+ArrowUp")
        keys.wait_at(f".*{item}")


def translate(keys: Keyboard, visitor: Visitor) -> None:
    """Every text in Spanish, one after the other down the table."""
    keys.to("Languages$", back=True)
    keys.press("Enter")
    keys.to("Add a language")
    keys.type("Spanish")
    keys.to("Add$")
    keys.press("Enter")
    missing = visitor.page.get_by_text(re.compile("^[0-9]+ missing$"))
    expect(missing).to_be_visible()
    visitor.look("builder-missing")
    for number in range(int(missing.inner_text().split()[0])):
        keys.to(".* in Spanish$")
        keys.type(f"En español {number + 1}")
    expect(visitor.page.get_by_text("complete", exact=True)).to_be_visible()
    visitor.look("builder-translations")


def publish(keys: Keyboard, visitor: Visitor) -> None:
    keys.to("Publish…", back=True)
    keys.press("Enter")
    expect(visitor.page.get_by_role("dialog")).to_be_visible()
    visitor.look("builder-publish")
    keys.to("Publish$")
    keys.press("Enter")
    expect(visitor.page.get_by_text("Published. The survey is open now.").first).to_be_visible()


def answer_as_a_family(visitor: Visitor, district: District, survey: str) -> None:
    """What was built is answered in Spanish; its logic works."""
    page = visitor.page
    visitor.go(f"/d/{district.slug}/s/{survey}?lang=es")
    page.get_by_role("button", name="Acepto, empezar").click()
    expect(page.get_by_text("En español 1", exact=True)).to_be_visible()
    expect(page.get_by_text("En español 9", exact=True)).to_be_hidden()
    page.get_by_role("radio", name="En español 3").check(force=True)
    expect(page.get_by_text("En español 9", exact=True)).to_be_visible()


def test_a_click_among_the_keys_would_be_seen(visitor: Visitor, district: District) -> None:
    keys = Keyboard(visitor.page)
    visitor.go(f"/d/{district.slug}/status")
    keys.press("Tab")
    assert not keys.has_pointed
    visitor.page.mouse.click(5, 5)
    visitor.page.wait_for_load_state("networkidle")
    assert keys.has_pointed
