"""What people do to sign in and with their own account, in a browser."""

import time

import pyotp
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visitor
from tests.client import PASSWORD, District

NEW_PASSWORD = "nine quiet owls under snow"
STEP = 30


class App:
    """Somebody's authenticator app, which waits where a code is about to end; each code is asked for once."""

    def __init__(self, secret: str) -> None:
        self.app, self.last = pyotp.TOTP(secret), 0

    def code(self) -> str:
        while time.time() % STEP > STEP - 4:
            time.sleep(0.2)
        now = int(time.time()) // STEP
        self.last = max(now - 1, self.last + 1)
        assert self.last <= now + 1
        return self.app.generate_otp(self.last)


def give_password(visitor: Visitor, username: str, password: str = PASSWORD) -> Page:
    page = visitor.page
    if "/desk/d/signing" not in page.url:
        visitor.go("/desk/d/signing/")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    return page


def is_in(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("What needs you today")


def account_of(visitor: Visitor, username: str) -> Page:
    page = give_password(visitor, username)
    is_in(page)
    page.get_by_role("link", name="My account").click()
    expect(page.get_by_role("heading", level=1, name="My account")).to_be_visible()
    expect(page.get_by_role("heading", name="API tokens")).to_be_visible()
    return page


def sign_out(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def add_passkey(page: Page, name: str) -> None:
    page.get_by_label("Name of the new passkey").fill(name)
    page.get_by_role("button", name="Add a passkey").click()
    agree(page)


def agree(page: Page) -> None:
    """Our own question before the browser's, where it has not been answered yet."""
    gate = page.get_by_role("dialog", name="May we ask your device?")
    if gate.is_visible():
        gate.get_by_role("button", name="Allow").click()


def add_app(page: Page) -> App:
    page.get_by_role("button", name="Set up the app").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    app = App(page.locator("code.key").inner_text().replace(" ", ""))
    page.get_by_label("Code from your authenticator app").fill(app.code())
    page.get_by_role("button", name="Confirm").click()
    return app


def kept_codes(page: Page) -> list[str]:
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_focused()
    codes = page.locator(".recovery-codes code").all_inner_texts()
    assert len(set(codes)) == 10
    return codes


def save_codes(page: Page) -> None:
    page.get_by_role("button", name="I have saved them").click()
    expect(page.get_by_role("heading", name="Recovery codes", exact=True)).to_be_focused()


def part(page: Page, title: str) -> Locator:
    return page.get_by_role("main").locator("section").filter(has=page.get_by_role("heading", name=title, exact=True))


def grow_old(district: District, user_id: str, seconds: int = 11 * 60) -> None:
    """Let every proof that somebody gave be older than it is."""
    client, table = district.platform.client("dynamodb"), "local-districts"
    held = client.scan(
        TableName=table,
        FilterExpression="attribute_exists(proved_at) AND user_id = :user",
        ExpressionAttributeValues={":user": {"S": user_id}},
    )["Items"]
    assert held
    for row in held:
        client.update_item(
            TableName=table,
            Key={"pk": row["pk"], "sk": row["sk"]},
            UpdateExpression="SET proved_at = proved_at - :seconds",
            ExpressionAttributeValues={":seconds": {"N": str(seconds)}},
        )
