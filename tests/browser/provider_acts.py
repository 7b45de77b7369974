"""What people do on the pages of the tests' OpenID provider."""

from playwright.sync_api import Page

from tests.browser.conftest import Visitor
from tests.provider import Provider

# The provider's own page asks for this; the tests do not let it.
FONT = "https://fonts.googleapis.com/"


def without_fonts(visitor: Visitor) -> None:
    """Let the provider's pages do without what they would fetch elsewhere."""
    visitor.page.route(f"{FONT}**", lambda route: route.abort())


def sign_in_there(page: Page, provider: Provider, name: str) -> None:
    """Fill in the provider's own two pages."""
    page.wait_for_url(f"{provider.issuer}/**")
    page.get_by_placeholder("Enter any login").fill(name)
    page.get_by_placeholder("and password").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def forget_provider(visitor: Visitor, provider: Provider) -> None:
    """What was asked of the provider is no fault of ours."""
    theirs = (provider.issuer, FONT)
    visitor.foreign[:] = [address for address in visitor.foreign if not address.startswith(theirs)]
