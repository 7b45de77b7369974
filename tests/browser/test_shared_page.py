"""What somebody outside the district is shown: by letter, code and pass, on a phone and on a desk, in two languages."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from local.platform import Platform
from tests.api import acts
from tests.api.share_acts import filled_survey, refreshed, shared
from tests.browser.conftest import Visitor
from tests.browser.guest_acts import enter, newest_code
from tests.client import District, open_district, wait_for_link

Window = Callable[..., Visitor]
MARK = "qzvwk"


@pytest.fixture(scope="module")
def district(platform: Platform) -> District:
    return open_district(platform, "sharepage")


@pytest.fixture(scope="module")
def survey(district: District) -> str:
    return filled_survey(district)


@pytest.fixture(scope="module")
def topic(district: District) -> str:
    alice = district.administrator
    made = acts.make_topic(alice, acts.make_team(alice, alice.user_id), alice.user_id)
    acts.write_to(district.visitor(), made, f"The bus {MARK} is late.", name="Wendy Writer", email="w@home.example")
    return made


def invite(district: District, email: str, **said: object) -> tuple[str, str]:
    """Share with somebody outside; gives the share and the link in the letter."""
    alice = refreshed(district.administrator, "alice")
    share_id = shared(alice, recipient={"email": email, "language": said.pop("language", "en")}, **said)
    return share_id, str(wait_for_link(district.platform, email, r"(http\S+/shared#\S+)"))


def test_results_are_shown_by_code_and_closed_by_revoking(
    district: District, survey: str, visitors: Window, width: int, tmp_path: Path
) -> None:
    email = f"board{width}@elsewhere.example"
    said = {"survey_id": survey, "schools": ["north", "small"], "verbs": ["read", "export"], "most_views": 9}
    share_id, link = invite(district, email, **said)
    guest = visitors()
    page = guest.page
    guest.go(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Shared with you")
    guest.look("visit-door")
    a_wrong_code_says_so(guest)
    page.get_by_label("Code").fill(newest_code(district, email, 1))
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Climate")
    expect(page.get_by_text("View 1 of 9.")).to_be_visible()
    expect(page.get_by_role("heading", name="Do you feel safe?")).to_be_visible()
    assert page.get_by_role("heading", name="How old is your child?").count() == 0
    assert page.get_by_label("Show").input_value() == "school:north"
    assert page.get_by_label("Show").locator("option").all_inner_texts() == ["north", "small (hidden)"]
    guest.look("visit-results")
    page.get_by_role("button", name="Prepare CSV file").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save file").click()
    download.value.save_as(tmp_path / "counts.csv")
    assert "school:north,Do you feel safe?,,yes" in (tmp_path / "counts.csv").read_text()
    refreshed(district.administrator, "alice").ok("DELETE", f"/shares/{share_id}")
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_text("ya no está compartido con usted")).to_be_visible()
    assert page.get_by_role("heading", name="Do you feel safe?").count() == 0
    guest.look("visit-ended")


def a_wrong_code_says_so(guest: Visitor) -> None:
    page = guest.page
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_text("a code is on its way")).to_be_visible()
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("alert").get_by_role("link", name="Please write the 8 digits of the code.")).to_be_visible()
    page.get_by_label("Code").fill("0000 0000")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("alert").get_by_text("This code or link is not valid")).to_be_visible()
    guest.look("visit-wrong-code")


def test_dialogues_are_read_and_left(district: District, topic: str, visitors: Window, width: int) -> None:
    email = f"partner{width}@elsewhere.example"
    _, link = invite(district, email, kind="dialogues", topic_id=topic, fields=["free_text"])
    guest = visitors()
    page = guest.page
    guest.go(link)
    enter(district, page, email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Dialogues: Buses")
    guest.look("visit-dialogues")
    page.get_by_role("button", name=re.compile("^Read")).click()
    expect(page.locator(".message-text")).to_have_text(f"The bus {MARK} is late.")
    assert page.get_by_text("Wendy").count() == 0
    guest.look("visit-dialogue")
    page.get_by_role("button", name="Back to the list").click()
    expect(page.get_by_role("button", name=re.compile("^Read"))).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You have signed out.")).to_be_visible()
    assert MARK not in page.content()
    guest.look("visit-left")
    kept = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    assert kept == [0, 0, ""]


def test_in_spanish(district: District, survey: str, visitors: Window, width: int) -> None:
    email = f"familia{width}@elsewhere.example"
    _, link = invite(district, email, survey_id=survey, language="es")
    guest = visitors("es-MX")
    page = guest.page
    guest.go(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Compartido con usted")
    page.get_by_role("button", name="Enviarme un código").click()
    page.get_by_label("Código").fill(str(wait_for_link(district.platform, email, r"Su código: (\d{8})")))
    page.get_by_role("button", name="Abrir").click()
    expect(page.get_by_text("Personas que respondieron")).to_be_visible()
    page.get_by_label("Mostrar").select_option("school:south")
    expect(page.locator("dd", has_text="12")).to_be_visible()
    guest.look("visit-spanish")


def test_a_link_that_is_cut_short(district: District, visitors: Window) -> None:
    guest = visitors()
    guest.go(f"/d/{district.slug}/shared")
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("The link is not complete")
    guest.look("visit-no-link")
