"""One's own account, on a phone and a desk: a proof before what is sensitive; factors, sessions, password, tokens."""

import re

from playwright.sync_api import expect

from local.platform import Platform
from tests.browser.account_acts import (
    NEW_PASSWORD,
    account_of,
    add_app,
    add_passkey,
    give_password,
    grow_old,
    is_in,
    kept_codes,
    part,
    save_codes,
    sign_out,
)
from tests.browser.conftest import Author, Visitor
from tests.client import PASSWORD, Browser, District, wait_for_link


def test_a_passkey_is_removed_after_a_question(visitor: Visitor, author: Author):
    page = account_of(visitor, author.username)
    add_passkey(page, "Old phone")
    kept_codes(page)
    save_codes(page)
    remove = page.get_by_role("button", name="Remove Old phone")
    remove.click()
    visitor.look("account-question")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(remove).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    expect(page.get_by_text("You have no passkey yet.")).to_be_visible()
    expect(page.get_by_role("heading", name="Passkeys")).to_be_focused()
    sign_out(page)
    give_password(visitor, author.username)
    is_in(page)


def test_recovery_codes_are_made_anew_after_a_proof_by_code(district: District, visitor: Visitor, author: Author):
    page = account_of(visitor, author.username)
    app = add_app(page)
    old = kept_codes(page)
    save_codes(page)
    grow_old(district, author.user_id)
    page.get_by_role("button", name="Make new codes").click()
    page.get_by_role("button", name="Make them").click()
    proof = page.get_by_role("dialog", name="Is it you?")
    expect(proof.get_by_label("Code from")).to_be_focused()
    visitor.look("proof-code")
    proof.get_by_label("Code from").fill("000000")
    proof.get_by_role("button", name="Continue").click()
    expect(proof.get_by_text("This code is not right")).to_be_visible()
    proof.get_by_label("Code from").fill(app.code())
    proof.get_by_role("button", name="Continue").click()
    assert not set(kept_codes(page)) & set(old)


def test_what_is_sensitive_asks_for_a_proof_again_and_then_goes_on(
    district: District, visitor: Visitor, author: Author
):
    page = account_of(visitor, author.username)
    grow_old(district, author.user_id)
    button = page.get_by_role("button", name="Set up the app")
    button.focus()
    page.keyboard.press("Enter")
    proof = page.get_by_role("dialog", name="Is it you?")
    expect(proof.get_by_label("Password")).to_be_focused()
    visitor.look("proof-password")
    page.keyboard.press("Escape")
    expect(proof).to_have_count(0)
    expect(page.get_by_text("Nothing was done")).to_be_visible()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    proof.get_by_role("button", name="Cancel").click()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    proof.get_by_label("Password").fill("not my password at all")
    page.keyboard.press("Enter")
    expect(proof.get_by_text("The password is not right.")).to_be_visible()
    visitor.look("proof-wrong")
    proof.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    expect(proof).to_have_count(0)


def test_a_passkey_proves_again(district: District, visitor: Visitor, author: Author):
    page = account_of(visitor, author.username)
    add_passkey(page, "Tablet")
    kept_codes(page)
    save_codes(page)
    grow_old(district, author.user_id)
    page.get_by_role("button", name="Set up the app").click()
    proof = page.get_by_role("dialog", name="Is it you?")
    expect(proof.get_by_role("button", name="Use a passkey")).to_be_focused()
    assert proof.get_by_label("Password").count() == 0
    visitor.look("proof-passkey")
    proof.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()


def test_administration_asks_for_a_passkey_and_leads_to_where_one_is_added(
    platform: Platform, visitor: Visitor, width: int
):
    slug, email = f"strict{width}", f"admin{width}@strict.example"
    event = {"slug": slug, "name": "Strict", "timezone": "America/New_York", "email": email}
    platform.run_job("open_district", {**event, "admin_networks": ["127.0.0.0/8"], "admin_proof": "passkey"})
    visitor.go(wait_for_link(platform, email, rf"(/desk/d/{slug}/welcome#\S+)"))
    page = visitor.page
    page.get_by_label("Your name").fill("Alice")
    page.get_by_label("User name").fill("alice")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Jobs").click()
    proof = page.get_by_role("dialog", name="Is it you?")
    expect(proof.get_by_text("This step needs a passkey.")).to_be_visible()
    visitor.look("proof-no-passkey")
    proof.get_by_role("button", name="Go to My account").click()
    expect(page.get_by_role("heading", name="My account")).to_be_focused()
    add_passkey(page, "Key ring")
    kept_codes(page)
    save_codes(page)
    page.get_by_role("link", name="Jobs").click()
    proof.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Daily backup")).to_be_visible()


def test_sessions_are_listed_and_ended(visitor: Visitor, author: Author):
    others = [Browser("signing").sign_in(author.username) for _ in range(3)]
    page = account_of(visitor, author.username)
    listed = part(page, "Where you are signed in")
    # Three by hand, this one, and the one that came with accepting the invitation.
    expect(listed.get_by_role("listitem")).to_have_count(5)
    expect(listed.get_by_text("this one")).to_have_count(1)
    expect(listed.get_by_text(re.compile("Chrome on Linux, since"))).to_be_visible()
    visitor.look("account-sessions")
    listed.get_by_role("button", name=re.compile("^Sign out Unknown browser")).first.click()
    expect(page.get_by_text("Signed out there.")).to_be_visible()
    expect(listed.get_by_role("listitem")).to_have_count(4)
    assert sum(other.api("GET", "/session").status == 401 for other in others) <= 1
    listed.get_by_role("button", name="Sign out everywhere else").click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out everywhere else").click()
    expect(page.get_by_text("You are signed in only here now.")).to_be_visible()
    expect(listed.get_by_role("listitem")).to_have_count(1)
    assert [other.api("GET", "/session").status for other in others] == [401] * 3
    sign_out(page)


def test_the_password_is_changed(visitor: Visitor, author: Author):
    other = Browser("signing").sign_in(author.username)
    page = account_of(visitor, author.username)
    page.get_by_role("button", name="Change password").click()
    visitor.look("account-password-empty")
    page.get_by_label("Your password until now").fill("not my password at all")
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("This is not your password.")).to_be_visible()
    page.get_by_label("Your password until now").fill(PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("Your password is changed.")).to_be_visible()
    assert other.api("GET", "/session").status == 401
    expect(part(page, "Where you are signed in").get_by_role("listitem")).to_have_count(1)
    sign_out(page)
    give_password(visitor, author.username, NEW_PASSWORD)
    is_in(page)


def test_a_token_is_shown_once_and_ends(visitor: Visitor, author: Author):
    page = account_of(visitor, author.username)
    mine = part(page, "API tokens")
    mine.get_by_role("button", name="Make a token").click()
    expect(mine.get_by_role("alert")).to_be_focused()
    visitor.look("account-token-empty")
    assert mine.get_by_label("Manage people").count() == 0
    mine.get_by_label("Name").fill("Nightly figures")
    mine.get_by_label("Read surveys").check()
    mine.get_by_label("Days until it ends").fill("30")
    mine.get_by_role("button", name="Make a token").click()
    expect(page.get_by_role("heading", name="Your new token")).to_be_focused()
    token = mine.get_by_label("Token", exact=True).input_value()
    visitor.look("account-token")
    mine.get_by_role("button", name="I have copied it").click()
    expect(mine.get_by_text(re.compile("Read surveys · until"))).to_be_visible()
    assert token not in page.content()
    program = Browser("signing")
    assert program.api("GET", "/surveys", authorization=f"Bearer {token}").status == 200
    mine.get_by_role("button", name="End Nightly figures").click()
    page.get_by_role("dialog").get_by_role("button", name="End").click()
    expect(page.get_by_text("The token is ended.")).to_be_visible()
    assert program.api("GET", "/surveys", authorization=f"Bearer {token}").status == 401
