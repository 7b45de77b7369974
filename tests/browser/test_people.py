"""One person's page and a survey's own: levels that never widen by themselves, security in words; and in Spanish."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from local.platform import Platform
from tests.api import acts
from tests.browser.account_acts import add_passkey
from tests.browser.conftest import Visitor
from tests.client import PASSWORD, District, new_key, open_district

Window = Callable[..., Visitor]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def cedar(platform: Platform, width: int, request: pytest.FixtureRequest) -> District:
    """A district of its own for each test, administered from the browser's address too."""
    district = open_district(platform, f"cedar{request.session.items.index(request.node)}w{width}")
    networks = ["127.0.0.1/32", "::1/128", "203.0.113.0/24"]
    district.administrator.ok("PUT", "/security", {"admin_networks": networks})
    return district


def sign_in(visitors: Window, district: District, username: str, language: str = "en-US") -> Visitor:
    visitor = visitors(language)
    page = visitor.page
    visitor.go(f"/desk/d/{district.slug}/?lang=en")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What needs you today")
    return visitor


def levels_of(district: District, user_id: str) -> list[dict[str, object]]:
    users = district.administrator.ok("GET", "/users")["items"]
    found: list[dict[str, object]] = next(one["levels"] for one in users if one["user_id"] == user_id)
    return found


def test_levels_change_and_never_widen_unseen(visitors: Window, cedar: District) -> None:
    ida = cedar.colleague("ida", "reader")
    alice = cedar.administrator
    revision = next(one["revision"] for one in alice.ok("GET", "/users")["items"] if one["user_id"] == ida.user_id)
    none = {"levels": [{"role": "reader", "surveys": []}], "revision": revision}
    revision = alice.ok("PUT", f"/users/{ida.user_id}/levels", none)["revision"]
    visitor = sign_in(visitors, cedar, "alice")
    page = visitor.page
    visitor.go(f"/desk/d/{cedar.slug}/people/{ida.user_id}")
    expect(page.get_by_role("listitem").filter(has_text="in no survey")).to_be_visible()
    held: list[Route] = []
    page.route("**/users", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it is given.
    page.get_by_role("button", name="Save levels").click()
    expect(page.get_by_text("Saved. Ida has to sign in again.")).to_be_visible()
    assert levels_of(cedar, ida.user_id) == [{"role": "reader", "surveys": []}]

    # What is typed while the page loads the saved levels again is not lost.
    page.get_by_role("button", name="Add another level").click()
    expect(page.locator("#level-1-role")).to_be_focused()
    with page.expect_response("**/users"):
        held.pop().continue_()
    page.unroute("**/users")
    added = page.get_by_role("group", name="Level 2")
    added.get_by_role("radio", name=re.compile("^Author")).check()
    for verb in ("Look", "Change and answer", "Export", "Share"):
        added.get_by_role("checkbox", name=verb, exact=True).uncheck()
    page.get_by_role("button", name="Save levels").click()
    expect(page.get_by_role("alert").get_by_text("Choose at least one thing they may do.")).to_be_visible()
    visitor.look("desk-levels")
    added.get_by_role("checkbox", name="Look", exact=True).check()
    overtake(cedar, ida.user_id)
    page.get_by_role("button", name="Save levels").click()
    expect(page.get_by_text("Somebody else changed this account.")).to_be_visible()
    expect(page.get_by_role("group", name="Level 2")).to_have_count(0)
    visitor.look("desk-overtaken")
    end_for_good(page)


def overtake(district: District, user_id: str) -> None:
    """Another administrator changes the account in the meantime."""
    alice = district.administrator
    revision = next(one["revision"] for one in alice.ok("GET", "/users")["items"] if one["user_id"] == user_id)
    alice.ok("PUT", f"/users/{user_id}/levels", {"levels": [{"role": "member"}], "revision": revision})


def end_for_good(page: Page) -> None:
    page.get_by_role("button", name="End the account").click()
    asked = page.get_by_role("dialog", name="End the account of Ida for good?")
    expect(asked.get_by_text("This cannot be taken back.")).to_be_visible()
    asked.get_by_role("button", name="End the account").click()
    expect(page.get_by_text("The account is ended.")).to_be_visible()
    expect(page.get_by_role("button", name="Suspend")).to_have_count(0)


def test_security_is_said_raised_and_lowered_by_two(visitors: Window, cedar: District) -> None:
    survey = acts.make_survey(cedar.administrator)
    visitor = sign_in(visitors, cedar, "alice")
    page = visitor.page
    visitor.go(f"/desk/d/{cedar.slug}/surveys/{survey}")
    page.get_by_role("button", name="Survey settings").click()
    expect(page.get_by_text("Standard security: results are shown")).to_be_visible()
    page.get_by_role("button", name="Raise to enhanced").click()
    expect(page.get_by_text("Enhanced security: results need a passkey")).to_be_visible()
    page.get_by_text("Lower to standard").first.click()
    page.get_by_role("button", name="Lower to standard").click()
    expect(page.get_by_text("Say why, in a few words.")).to_be_visible()
    page.get_by_label("Reason").fill("It was raised by mistake.")
    page.get_by_role("button", name="Lower to standard").click()
    expect(page.get_by_text("It waits for a second administrator")).to_be_visible()
    visitor.look("desk-security")
    assert cedar.administrator.ok("GET", f"/surveys/{survey}")["security"] == "enhanced"


def test_an_export_that_needs_two_is_asked_for_where_it_is_refused(visitors: Window, cedar: District) -> None:
    survey = acts.make_survey(cedar.administrator)
    body = {"key": new_key(), "security": "enhanced"}
    cedar.administrator.ok("PUT", f"/surveys/{survey}/security", body)
    visitor = sign_in(visitors, cedar, "alice")
    page = visitor.page
    devices = visitor.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.get_by_role("link", name="My account").click()
    add_passkey(page, "Office key")
    page.get_by_role("button", name="I have saved them").click()
    visitor.go(f"/desk/d/{cedar.slug}/surveys/{survey}/results")
    proof = page.get_by_role("dialog", name="Is it you?")
    proof.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Export")).to_be_visible()
    page.get_by_role("button", name="Prepare CSV file").click()
    expect(page.get_by_role("heading", name="An export of this survey needs a second person")).to_be_focused()
    page.get_by_label("Reason").fill("For the school board.")
    visitor.look("desk-export-needs-two")
    page.get_by_role("button", name="Ask for the export").click()
    expect(page.get_by_text("Once they agree, you can export for a day.")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("people", "Personas"),
        ("administration", "Administración"),
        ("audit", "Registro de auditoría"),
        ("shares", "Compartido"),
    ],
)
def test_the_pages_in_spanish(visitors: Window, cedar: District, path: str, title: str) -> None:
    visitor = sign_in(visitors, cedar, "alice")
    visitor.go(f"/desk/d/{cedar.slug}/{path}?lang=es")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(title)
    visitor.look(f"desk-{path}-es")
