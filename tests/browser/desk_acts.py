"""What staff do first in the desk of any district: sign in, and go to a page by its name in the menu."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.client import PASSWORD, District

Window = Callable[..., Visitor]


def sign_in(visitors: Window, district: District, username: str) -> Visitor:
    visitor = visitors()
    visitor.go(f"/desk/d/{district.slug}/")
    visitor.page.get_by_label("User name").fill(username)
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.page.get_by_role("button", name="Sign in", exact=True).click()
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("What needs you today")
    return visitor


def menu(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()
    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
