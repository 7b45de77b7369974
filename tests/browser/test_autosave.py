"""No edit is lost: not where the server is killed, nor where the page goes meanwhile, nor where two people edit."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.api import acts
from tests.browser.conftest import Author, Server, Visitor
from tests.client import PASSWORD, Browser, District

AWAY = "Not saved yet: the server does not answer."
UNSAVED = "async () => (await indexedDB.databases()).map(({ name }) => name)"


def opened(visitor: Visitor, district: District, author: Author, **extra: Any) -> tuple[Page, str]:
    """The builder with a survey of the author's own."""
    page = visitor.page
    survey = acts.draft_survey(Browser(district.slug).sign_in(author.username), **extra)["survey_id"]
    visitor.go(f"/desk/d/{district.slug}/surveys/{survey}")
    page.get_by_label("User name").fill(author.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Pages and questions")).to_be_visible()
    return page, survey


def choose(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).click()


def held(district: District, survey: str) -> Any:
    return district.administrator.ok("GET", f"/surveys/{survey}")


def title_of(district: District, survey: str, place: int = 0) -> Any:
    return held(district, survey)["definition"]["pages"][0]["elements"][place]["title"]


def forgive(visitor: Visitor) -> None:
    """Take out what the browser itself reports of a server that does not answer."""
    visitor.faults[:] = [fault for fault in visitor.faults if "net::ERR" not in fault]


@pytest.mark.timeout(180)
@pytest.mark.parametrize("width", [1280])
def test_a_killed_server_costs_no_edit(visitor: Visitor, server: Server, district: District, author: Author) -> None:
    page, survey = opened(visitor, district, author)
    choose(page, "Do you feel safe?")
    server.kill()
    page.get_by_label("Question", exact=True).fill("Do you feel safe on the bus?")
    expect(page.get_by_text(AWAY)).to_be_visible(timeout=30_000)
    page.get_by_label("Help text").fill("Written while nobody answered.")
    visitor.look("builder-away")
    assert title_of(district, survey) == "Do you feel safe?"
    server.start()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible(timeout=45_000)
    element = held(district, survey)["definition"]["pages"][0]["elements"][0]
    assert (element["title"], element["description"]) == (
        "Do you feel safe on the bus?",
        "Written while nobody answered.",
    )
    assert page.evaluate(UNSAVED) == [], "What is saved is no longer in the browser."
    forgive(visitor)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("width", [1280])
def test_a_page_that_goes_while_the_server_is_dead_finds_its_edits_again(
    visitor: Visitor, server: Server, district: District, author: Author
) -> None:
    page, survey = opened(visitor, district, author)
    choose(page, "Do you feel safe?")
    server.kill()
    page.get_by_label("Question", exact=True).fill("Do you feel safe on the bus?")
    expect(page.get_by_text(AWAY)).to_be_visible(timeout=30_000)
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")
    assert title_of(district, survey) == "Do you feel safe?"
    server.start()
    visitor.go(f"/desk/d/{district.slug}/surveys/{survey}")
    expect(page.get_by_text("Edits from your last visit that had not been saved are back.")).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert title_of(district, survey) == "Do you feel safe on the bus?"
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Do you feel safe?")).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    forgive(visitor)


@pytest.mark.parametrize("width", [1280])
def test_a_save_whose_reply_is_lost_is_not_taken_for_somebody_elses(
    visitor: Visitor, district: District, author: Author
) -> None:
    page, survey = opened(visitor, district, author)
    lost = []

    def lose(route: Route) -> None:
        if route.request.method == "PUT" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route(f"**/surveys/{survey}", lose)
    choose(page, "Do you feel safe?")
    page.get_by_label("Question", exact=True).fill("Once only?")
    expect(page.get_by_text(AWAY)).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert (lost, held(district, survey)["revision"]) == ([200], 2)
    forgive(visitor)


@pytest.mark.parametrize("choice", ["Go on with mine", "Take theirs"])
@pytest.mark.parametrize("width", [360])
def test_two_authors_are_shown_both_and_one_chooses(
    visitor: Visitor, district: District, author: Author, choice: str
) -> None:
    page, survey = opened(visitor, district, author)
    theirs = held(district, survey)
    theirs["definition"]["pages"][0]["elements"][0]["title"] = "Theirs?"
    body = {name: theirs[name] for name in ("title", "definition", "segments", "revision")}
    district.administrator.ok("PUT", f"/surveys/{survey}", body)
    choose(page, "Do you feel safe?")
    page.get_by_label("Question", exact=True).fill("Mine?")
    told = page.get_by_role("status").filter(has_text="Somebody else changed this survey")
    expect(told).to_contain_text("Mine?")
    expect(told).to_contain_text("Theirs?")
    assert title_of(district, survey) == "Theirs?"
    visitor.look("builder-conflict")
    page.get_by_role("button", name=choice).click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert title_of(district, survey) == ("Mine?" if choice == "Go on with mine" else "Theirs?")
    if choice == "Take theirs":
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("Saved", exact=True)).to_be_visible()
        assert title_of(district, survey) == "Mine?"
