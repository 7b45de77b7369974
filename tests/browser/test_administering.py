"""Administration asks for a passkey, as every district does at first: who has none is shown the way to one.

And the page to which the district's own sign-in brings somebody back says so when it could not confirm them.
"""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from local.platform import Platform
from tests.browser.account_acts import agree
from tests.browser.conftest import Visitor
from tests.client import PASSWORD, letters_to, wait_for_link

Window = Callable[..., Visitor]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def welcomed(platform: Platform, visitors: Window, slug: str) -> Visitor:
    """The administrator of a new district, on a device that can keep passkeys."""
    email = f"alice@{slug}.example"
    event = {"slug": slug, "name": "Lakeview", "timezone": "America/New_York", "email": email}
    platform.run_job("open_district", {**event, "admin_networks": ["127.0.0.0/8"]})
    alice = visitors()
    devices = alice.context.new_cdp_session(alice.page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    alice.go(f"/desk/d/{slug}/welcome#{wait_for_link(platform, email, r'/welcome#([a-z2-7]+)')}")
    alice.page.get_by_label("Your name").fill("Alice")
    alice.page.get_by_label("User name").fill("alice")
    alice.page.get_by_label("Password", exact=True).fill(PASSWORD)
    alice.page.get_by_role("button", name="Begin").click()
    expect(alice.page.get_by_role("heading", level=1)).to_contain_text("What needs you today")
    return alice


def invite(page: Page, email: str) -> Locator:
    """Ask for an invitation to be sent; gives the dialog that comes up instead."""
    page.get_by_role("navigation").get_by_role("link", name="People", exact=True).click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send invitation").click()
    proof = page.get_by_role("dialog", name="Is it you?")
    expect(proof).to_be_visible()
    return proof


def test_administration_leads_to_a_passkey_and_then_goes_on(platform: Platform, visitors: Window, width: int):
    slug = f"admin{width}"
    alice = welcomed(platform, visitors, slug)
    page, email = alice.page, f"bob@{slug}.example"
    proof = invite(page, email)
    expect(proof.get_by_text("This step needs a passkey.")).to_be_visible()
    assert proof.get_by_label("Password").count() == 0
    alice.look("proof-no-passkey")
    page.keyboard.press("Escape")
    expect(proof).to_be_hidden()
    expect(page.get_by_role("button", name="Send invitation")).to_be_focused()
    expect(page.get_by_label("E-mail address")).to_have_value(email)
    invite(page, email).get_by_role("button", name="Go to My account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")
    page.get_by_label("Name of the new passkey").fill("Office key")
    page.get_by_role("button", name="Add a passkey").click()
    agree(page)
    page.get_by_role("button", name="I have saved them").click()
    proof = invite(page, email)
    alice.look("proof-by-passkey")
    assert letters_to(platform, email) == []
    expect(proof.get_by_role("button", name="Use a passkey")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"The invitation to {email} is on its way.")).to_be_visible()
    expect(proof).to_be_hidden()
    assert wait_for_link(platform, email, r"/welcome#([a-z2-7]+)")


def test_a_return_without_a_sign_in_says_so(platform: Platform, visitors: Window, width: int):
    slug = f"back{width}"
    event = {"slug": slug, "name": "Lakeview", "timezone": "America/New_York", "email": f"alice@{slug}.example"}
    platform.run_job("open_district", event)
    guest = visitors()
    guest.go(f"/desk/d/{slug}/single-sign-on?code=stolen&state=guessed")
    page = guest.page
    expect(page.get_by_role("heading", level=1)).to_have_text("The other service could not confirm that it is you")
    assert re.search(r"code=|state=|stolen", page.url) is None
    guest.look("single-sign-on-failed")
    page.get_by_role("link", name="Back to sign-in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
