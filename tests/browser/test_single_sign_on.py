"""Single sign-on through a real provider on another site: an account is connected, signed in with, and disconnected."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from local.platform import Platform
from tests.api.share_acts import refreshed
from tests.browser.account_acts import account_of, is_in, part, sign_out
from tests.browser.conftest import Author, Visitor
from tests.browser.provider_acts import forget_provider, sign_in_there, without_fonts
from tests.client import District
from tests.provider import CLIENT_ID, CLIENT_SECRET, Provider, running

NAME = "Lakeview ID"


@pytest.fixture(scope="module")
def provider(platform: Platform, district: District) -> Iterator[Provider]:
    with running(f"{platform.base_url}/desk/d/{district.slug}/single-sign-on") as found:
        body = {"name": NAME, "issuer": found.issuer, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        refreshed(district.administrator, "alice").ok("PUT", "/security/single-sign-on", {**body, "is_on": True})
        yield found
        refreshed(district.administrator, "alice").ok("PUT", "/security/single-sign-on", {**body, "is_on": False})


def test_an_account_is_connected_signs_in_and_is_disconnected(provider: Provider, visitor: Visitor, author: Author):
    without_fonts(visitor)
    page = account_of(visitor, author.username)
    page.get_by_role("button", name="Connect").click()
    sign_in_there(page, provider, f"person-{author.username}")
    expect(page.get_by_text(f"Your account is connected with {NAME}.")).to_be_visible()
    assert "code=" not in page.url
    visitor.look("account-connected")
    sign_out(page)
    visitor.look("sign-in-single")
    page.get_by_role("button", name=f"Sign in with {NAME}").click()
    is_in(page)
    assert "code=" not in page.url
    page.get_by_role("link", name="My account").click()
    current = part(page, "Where you are signed in").get_by_role("listitem").filter(has_text="this one")
    expect(current).to_contain_text("signed in by single sign-on")
    page.get_by_role("button", name="Disconnect").click()
    page.get_by_role("dialog").get_by_role("button", name="Disconnect").click()
    expect(page.get_by_text("Your account is disconnected.")).to_be_visible()
    sign_out(page)
    page.get_by_role("button", name=f"Sign in with {NAME}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("could not confirm that it is you")
    visitor.look("single-sign-on-refused")
    page.get_by_role("link", name=re.compile("Back to sign-in")).click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    forget_provider(visitor, provider)


def test_who_stops_at_the_provider_is_told_so(visitor: Visitor):
    visitor.go("/desk/d/signing/single-sign-on?error=access_denied&state=none")
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("could not confirm that it is you")
    assert visitor.page.url.endswith("/single-sign-on")
    visitor.look("single-sign-on-stopped")
