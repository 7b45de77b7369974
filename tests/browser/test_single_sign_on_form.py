"""The form for the district's single sign-on: its mistakes, its secret, and a sign-in at the provider that it names."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from local.platform import Platform
from tests.browser.account_acts import grow_old, is_in, sign_out
from tests.browser.desk_acts import Window, menu, sign_in
from tests.browser.provider_acts import forget_provider, sign_in_there, without_fonts
from tests.client import PASSWORD, District, open_district
from tests.provider import CLIENT_ID, CLIENT_SECRET, Provider, running

NAME = "Aspen ID"


@pytest.fixture
def aspen(platform: Platform, width: int, request: pytest.FixtureRequest) -> District:
    """A district of its own for each test and width, administered from this machine."""
    district = open_district(platform, f"aspen{request.session.items.index(request.node)}w{width}")
    networks = ["127.0.0.0/8", "::1/128", "203.0.113.0/24"]
    district.administrator.ok("PUT", "/security", {"admin_networks": networks})
    return district


@pytest.fixture
def provider(platform: Platform, aspen: District) -> Iterator[Provider]:
    with running(f"{platform.base_url}/desk/d/{aspen.slug}/single-sign-on") as found:
        yield found


def save(page: Page) -> None:
    page.get_by_role("button", name="Save single sign-on").click()


def fill(page: Page, **said: str) -> None:
    labels = {"name": "Name", "issuer": "Issuer", "client": "Client ID", "secret": "Client secret"}
    for name, value in said.items():
        page.get_by_label(labels[name], exact=True).fill(value)


def prove(page: Page) -> None:
    """Give the password that a sensitive step asks for again."""
    proof = page.get_by_role("dialog", name="Is it you?")
    proof.get_by_label("Password", exact=True).fill(PASSWORD)
    proof.get_by_role("button", name="Continue").click()
    expect(proof).to_be_hidden()


def test_the_provider_is_named_and_signed_in_at(visitors: Window, aspen: District, provider: Provider) -> None:
    alice = sign_in(visitors, aspen, "alice")
    without_fonts(alice)
    page = alice.page
    menu(alice, "Administration")
    address = f"{alice.site}/desk/d/{aspen.slug}/single-sign-on"
    expect(page.get_by_label("Address to return to")).to_have_value(address)
    page.get_by_text("What to enter for Google, Microsoft and ClassLink").click()
    expect(page.get_by_text("https://login.microsoftonline.com/TENANT-ID/v2.0")).to_be_visible()
    fill(page, name=NAME, issuer=provider.issuer, client=CLIENT_ID, secret=CLIENT_SECRET)
    page.get_by_role("radio", name=re.compile("^On")).check()
    grow_old(aspen, aspen.administrator.user_id)
    save(page)
    prove(page)
    expect(page.get_by_text("The button is on the sign-in page now.")).to_be_visible()
    expect(page.get_by_label("Client secret", exact=True)).to_have_value("")
    expect(page.get_by_text("A secret is held and never shown.")).to_be_visible()
    alice.look("desk-single-sign-on")
    page.get_by_role("main").get_by_role("link", name="Go to My account").click()
    page.get_by_role("button", name="Connect").click()
    sign_in_there(page, provider, "alice-there")
    expect(page.get_by_text(f"Your account is connected with {NAME}.")).to_be_visible()
    sign_out(page)
    page.get_by_role("button", name=f"Sign in with {NAME}").click()
    is_in(page)
    assert aspen.visitor().ok("GET", "/single-sign-on") == {"name": NAME, "is_on": True}
    assert CLIENT_SECRET not in page.content()
    forget_provider(alice, provider)


def test_mistakes_are_said_at_their_fields(visitors: Window, aspen: District, provider: Provider) -> None:
    alice = sign_in(visitors, aspen, "alice")
    page = alice.page
    menu(alice, "Administration")
    page.get_by_label("Name", exact=True).press("Enter")
    summary = page.get_by_role("alert").filter(has_text="There is a problem")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(4)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    alice.look("desk-single-sign-on-empty")
    fill(page, name=NAME, issuer="https://login.microsoftonline.com/common/v2.0", client=CLIENT_ID, secret="s")
    save(page)
    issuer = page.get_by_label("Issuer", exact=True)
    expect(issuer).to_have_accessible_description(re.compile(re.escape("This issuer stands for every organisation.")))
    expect(summary).to_be_focused()
    fill(page, issuer=provider.issuer.replace("127.0.0.1", "localhost"))
    page.get_by_role("radio", name=re.compile("^On")).check()
    save(page)
    expect(issuer).to_have_accessible_description(re.compile(re.escape("The provider names itself otherwise.")))
    alice.look("desk-single-sign-on-refused")
    assert aspen.administrator.ok("GET", "/security/single-sign-on")["has_secret"] is False


def test_a_held_secret_stays_with_its_provider_and_the_button_goes(
    visitors: Window, aspen: District, provider: Provider
) -> None:
    body = {"name": NAME, "issuer": provider.issuer, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    aspen.administrator.ok("PUT", "/security/single-sign-on", {**body, "is_on": True})
    alice = sign_in(visitors, aspen, "alice")
    page = alice.page
    menu(alice, "Administration")
    expect(page.get_by_label("Client ID", exact=True)).to_have_value(CLIENT_ID)
    fill(page, client="another")
    expect(page.get_by_text("It is sealed and never shown again.")).to_be_visible()
    save(page)
    expect(page.get_by_role("link", name="Write the secret that belongs to this issuer")).to_be_visible()
    fill(page, client=CLIENT_ID)
    page.get_by_role("radio", name="Off", exact=True).check()
    save(page)
    expect(page.get_by_text("Saved. Single sign-on is off.")).to_be_visible()
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("heading", name="Inicio de sesión único")).to_be_visible()
    alice.look("desk-single-sign-on-spanish")
    assert aspen.visitor().ok("GET", "/single-sign-on") == {"name": "", "is_on": False}
    assert aspen.administrator.ok("GET", "/security/single-sign-on")["has_secret"] is True
