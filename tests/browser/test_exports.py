"""The export of a district in the browser: asked for, watched, fetched, given up; a second person where needed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from local.platform import Platform
from tests import exporting
from tests.api import acts
from tests.browser.conftest import Visitor
from tests.browser.desk_acts import Window, menu, sign_in
from tests.client import District, open_district


@pytest.fixture
def delta(platform: Platform, width: int, request: pytest.FixtureRequest) -> District:
    """A district of its own for each test and width, administered from this machine."""
    district = open_district(platform, f"delta{request.session.items.index(request.node)}w{width}")
    networks = ["127.0.0.0/8", "::1/128", "203.0.113.0/24"]
    district.administrator.ok("PUT", "/security", {"admin_networks": networks})
    return district


def fetched(page: Page) -> bytes:
    """The archive, as the browser brings it."""
    with page.expect_download() as coming:
        page.get_by_role("button", name=re.compile("^Fetch the archive")).click()
    assert coming.value.suggested_filename.endswith(".zip")
    return Path(coming.value.path()).read_bytes()


def but_for_the_archive(visitor: Visitor) -> None:
    """The store of archives is the one other address that this page leads to."""
    visitor.foreign[:] = [address for address in visitor.foreign if "/archive.zip?" not in address]


def test_an_administrator_makes_watches_fetches_and_deletes_an_export(visitors: Window, delta: District) -> None:
    survey = acts.make_survey(delta.administrator)
    acts.answer(delta.visitor(), survey, {"safe": "no", "why": exporting.FORMULA})
    exporting.counted(delta, survey, 1)
    alice = sign_in(visitors, delta, "alice")
    page = alice.page
    menu(alice, "Export")
    expect(page.get_by_role("heading", level=1)).to_have_text("Export the district")
    expect(page.get_by_text("There is no export yet.")).to_be_visible()
    alice.look("exports-none")
    page.get_by_role("button", name="Make an export").click()
    expect(page.get_by_text("The export is under way.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Fetch the archive"))).to_be_visible(timeout=60_000)
    page.get_by_text("What is in it", exact=True).last.click()
    figure = page.locator(".figures div").filter(has=page.get_by_text("Answers", exact=True))
    expect(figure.get_by_role("definition")).to_have_text("1")
    alice.look("exports-ready")
    archive = fetched(page)
    but_for_the_archive(alice)
    shown = page.locator("code.hash").first.inner_text()
    assert exporting.manifest(archive).content_hash == shown
    expect(page.get_by_text(re.compile("good for 15 minutes"))).to_be_visible()
    page.get_by_role("button", name=re.compile("^Delete the archive")).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("The export is given up.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Fetch the archive"))).to_have_count(0)


def test_where_a_survey_is_protected_a_second_person_is_asked(visitors: Window, delta: District) -> None:
    acts.make_survey(delta.administrator, "identified")
    alice = sign_in(visitors, delta, "alice")
    page = alice.page
    menu(alice, "Export")
    page.get_by_role("button", name="Make an export").click()
    expect(page.get_by_text("so a second person has to agree")).to_be_visible()
    alice.look("exports-approval")
    page.get_by_label("Reason").fill("For the board.")
    page.get_by_role("button", name="Ask a second person").click()
    expect(page.get_by_text("waits for a second administrator")).to_be_visible()
    menu(alice, "Administration")
    expect(page.get_by_text("Export the whole district")).to_be_visible()
