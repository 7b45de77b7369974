"""Signing in, on a phone and a desk: by password, passkey, code and recovery code; a forgotten password; in Spanish."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright, expect

from local.platform import Platform
from tests.browser.account_acts import (
    NEW_PASSWORD,
    App,
    account_of,
    add_app,
    add_passkey,
    give_password,
    is_in,
    kept_codes,
    save_codes,
    sign_out,
)
from tests.browser.conftest import QUIET, Author, Visitor, chromium_path
from tests.client import PASSWORD, Browser, wait_for_link

Window = Callable[..., Visitor]


def test_the_sign_in_page_says_what_is_wrong(visitor: Visitor, author: Author):
    page = visitor.page
    visitor.go("/desk/d/signing/")
    expect(page.get_by_text("Parley never asks for it by mail.")).to_be_visible()
    visitor.look("sign-in")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    visitor.look("sign-in-empty")
    page.get_by_label("Password").fill("something else entirely")
    page.get_by_role("button", name="Show password").click()
    expect(page.get_by_label("Password")).to_have_attribute("type", "text")
    page.get_by_label("User name").fill(author.username)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("The user name or the password is not right.")).to_be_visible()
    expect(page.get_by_label("Password")).to_have_attribute("type", "password")
    visitor.look("sign-in-wrong")


def test_a_browser_that_was_closed_asks_for_name_and_password_again(
    playwright: Playwright, site: str, author: Author, tmp_path: Path
):
    def opened() -> BrowserContext:
        return playwright.chromium.launch_persistent_context(
            tmp_path, executable_path=chromium_path(), args=list(QUIET)
        )

    with opened() as first:
        page = first.new_page()
        page.goto(f"{site}/desk/d/signing/")
        page.get_by_label("User name").fill(author.username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        is_in(page)
        page.reload()
        is_in(page)
    with opened() as second:
        page = second.new_page()
        page.goto(f"{site}/desk/d/signing/")
        expect(page.get_by_label("Password")).to_be_visible()
        assert [one["name"] for one in second.cookies()] == ["__Host-device"]


def test_a_passkey_is_made_and_signs_in_alone_and_second(visitor: Visitor, author: Author):
    page = account_of(visitor, author.username)
    visitor.look("account")
    add_passkey(page, "Work laptop")
    kept_codes(page)
    visitor.look("account-codes")
    save_codes(page)
    expect(page.get_by_text("Work laptop", exact=True)).to_be_visible()
    add_passkey(page, "The same again")
    expect(page.get_by_text("This device holds a passkey for your account already.")).to_be_visible()
    visitor.look("account-passkey")
    sign_out(page)
    page.get_by_role("button", name="Use a passkey").click()
    is_in(page)
    sign_out(page)
    give_password(visitor, author.username)
    expect(page.get_by_role("heading", name="One more step")).to_be_focused()
    visitor.look("second-step-passkey")
    page.get_by_role("button", name="Use a passkey").click()
    is_in(page)


def test_a_browser_without_json_for_passkeys_uses_them_too(visitor: Visitor, author: Author):
    visitor.page.add_init_script("""
        delete PublicKeyCredential.parseRequestOptionsFromJSON;
        delete PublicKeyCredential.parseCreationOptionsFromJSON;
        delete PublicKeyCredential.prototype.toJSON;
    """)
    page = account_of(visitor, author.username)
    assert page.evaluate("'toJSON' in PublicKeyCredential.prototype") is False
    add_passkey(page, "Old tablet")
    kept_codes(page)
    save_codes(page)
    sign_out(page)
    page.get_by_role("button", name="Use a passkey").click()
    is_in(page)


def test_an_app_is_set_up_and_asked_for_and_a_recovery_code_stands_in_once(visitor: Visitor, author: Author):
    page = account_of(visitor, author.username)
    page.get_by_role("button", name="Set up the app").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    visitor.look("account-app")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading", name="Authenticator app")).to_be_focused()
    app = add_app(page)
    codes = kept_codes(page)
    save_codes(page)
    expect(page.get_by_text("10 codes left.")).to_be_visible()
    sign_out(page)
    give_password(visitor, author.username)
    expect(page.get_by_role("heading", name="One more step")).to_be_focused()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("Code from")).to_be_focused()
    page.get_by_label("Code from").fill("000000")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("This code is not right")).to_be_visible()
    visitor.look("second-step-wrong")
    code = app.code()
    page.get_by_label("Code from").fill(f"{code[:3]} {code[3:]}")
    page.get_by_role("button", name="Continue").click()
    is_in(page)
    for number, is_good in ((0, True), (0, False), (1, True)):
        if page.get_by_role("navigation").count():
            sign_out(page)
        page.reload()
        give_password(visitor, author.username)
        page.get_by_role("button", name="Use a recovery code instead").click()
        expect(page.get_by_label("Recovery code")).to_be_focused()
        page.get_by_label("Recovery code").fill(codes[number])
        page.get_by_role("button", name="Continue").click()
        if is_good:
            is_in(page)
        else:
            expect(page.get_by_text("This code is not right")).to_be_visible()
            visitor.look("second-step-recovery")
    page.get_by_role("link", name="My account").click()
    expect(page.get_by_text("8 codes left.")).to_be_visible()


def test_a_session_ended_elsewhere_brings_the_sign_in_page_and_keeps_the_work(visitor: Visitor, author: Author):
    page = account_of(visitor, author.username)
    page.get_by_label("What the token is for.").or_(page.get_by_label("Name", exact=True)).fill("Half written")
    Browser("signing").sign_in(author.username).ok("DELETE", "/me/sessions")
    page.get_by_role("button", name="Set up the app").click()
    expect(page.get_by_role("heading", name="Please sign in again")).to_be_focused()
    visitor.look("sign-in-again")
    page.get_by_label("User name").fill(author.username)
    page.get_by_label("Password", exact=True).locator("visible=true").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Half written")


def test_a_forgotten_password_is_reset_by_letter_and_the_code_is_still_asked_for(
    platform: Platform, visitor: Visitor, author: Author
):
    page = account_of(visitor, author.username)
    app = add_app(page)
    kept_codes(page)
    save_codes(page)
    sign_out(page)
    page.get_by_role("button", name="I forgot my password").click()
    expect(page.get_by_role("heading", name="Forgotten password")).to_be_focused()
    visitor.look("forgotten")
    page.get_by_label("User name").fill(author.username)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_focused()
    visitor.look("forgotten-sent")
    link = wait_for_link(platform, f"{author.username}@signing.example", r"(/desk/d/signing/password#\S+)")
    visitor.go(link)
    expect(page.get_by_role("heading", name="Choose a new password")).to_be_visible()
    assert "#" not in page.url
    page.get_by_label("New password").fill("short")
    page.get_by_role("button", name="Set the new password").click()
    expect(page.get_by_text("Use at least").last).to_be_visible()
    visitor.look("reset")
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Set the new password").click()
    expect(page.get_by_role("heading", name="Your new password is set.")).to_be_focused()
    visitor.look("reset-done")
    page.get_by_role("link", name="Go to sign-in").click()
    give_password(visitor, author.username, NEW_PASSWORD)
    page.get_by_label("Code from").fill(app.code())
    page.get_by_role("button", name="Continue").click()
    is_in(page)
    visitor.go(link)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Set the new password").click()
    expect(page.get_by_text("This link is used or too old.")).to_be_visible()
    visitor.look("reset-gone")


def test_all_of_it_in_spanish(visitors: Window, author: Author):
    visitor = visitors("es-US")
    page = visitor.page
    visitor.go("/desk/d/signing/")
    visitor.look("es-sign-in")
    page.get_by_label("Nombre de usuario").fill(author.username)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.get_by_role("link", name="Mi cuenta").click()
    expect(page.get_by_role("heading", name="Tokens de la API")).to_be_visible()
    page.get_by_role("button", name="Configurar la aplicación").click()
    expect(page.get_by_role("img", name="Código QR")).to_be_visible()
    visitor.look("es-account")
    app = App(page.locator("code.key").inner_text().replace(" ", ""))
    page.get_by_label("Código de su aplicación").fill(app.code())
    page.get_by_role("button", name="Confirmar").click()
    expect(page.get_by_role("heading", name="Sus códigos de recuperación")).to_be_visible()
    visitor.look("es-codes")
