"""A topic's messages are shared from the desk: with a colleague, with somebody outside, and listed for both sides."""

import re

import pytest
from playwright.sync_api import Page, expect

from local.platform import Platform
from tests.api import acts
from tests.browser.desk_acts import Window, menu, sign_in
from tests.browser.guest_acts import enter
from tests.client import District, new_key, open_district, wait_for_link

WORDS = "The bus is late again."
NOTE = "Only among us."


@pytest.fixture
def cedar(platform: Platform, width: int, request: pytest.FixtureRequest) -> District:
    """A district of its own for each test and width, with a topic of Mel's team and one message in it."""
    district = open_district(platform, f"cedar{request.session.items.index(request.node)}w{width}")
    alice = district.administrator
    mel = district.colleague("mel", "member")
    district.colleague("omar", "reader")
    topic = acts.make_topic(alice, acts.make_team(alice, mel.user_id, name="Drivers"), mel.user_id)
    acts.write_to(district.visitor(), topic, WORDS, name="Wendy Writer", email="wendy@home.example")
    thread = acts.first_waiting(alice, topic)["thread_id"]
    mel.ok("POST", f"/threads/{thread}/notes", {"key": new_key(), "message": NOTE})
    networks = ["127.0.0.0/8", "::1/128", "203.0.113.0/24"]
    alice.ok("PUT", "/security", {"admin_networks": networks})
    return district


def to_sharing(page: Page) -> None:
    page.get_by_label("Show only").select_option(label="Buses")
    page.get_by_role("link", name="Share messages: Buses").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Share messages: Buses")


def share(page: Page) -> None:
    page.get_by_role("button", name="Share", exact=True).click()


def test_a_colleague_reads_what_is_shared(visitors: Window, cedar: District) -> None:
    mel = sign_in(visitors, cedar, "mel")
    page = mel.page
    menu(mel, "Inbox")
    to_sharing(page)
    share(page)
    expect(page.get_by_role("alert").get_by_role("link", name="Choose a colleague.")).to_be_visible()
    mel.look("desk-share-messages")
    page.get_by_label("Colleague", exact=True).last.select_option(label="Omar")
    page.get_by_role("checkbox", name=re.compile("^What was written")).check()
    share(page)
    expect(page.get_by_text("It is shared with Omar.")).to_be_visible()

    omar = sign_in(visitors, cedar, "omar")
    menu(omar, "Shares")
    omar.page.get_by_label("Show").select_option(label="Shared with me")
    omar.page.get_by_role("link", name="Messages: Buses").click()
    expect(omar.page.get_by_role("heading", level=1)).to_have_text("Messages: Buses")
    omar.page.get_by_role("button", name=re.compile("^Read")).click()
    expect(omar.page.locator(".message-text")).to_have_text([WORDS, NOTE])
    expect(omar.page.get_by_text("Note among staff")).to_be_visible()
    assert omar.page.get_by_text("Wendy").count() == 0
    omar.look("desk-received-messages")


def test_somebody_outside_reads_it_until_it_is_taken_back(visitors: Window, cedar: District) -> None:
    email = f"paula@{cedar.slug}.elsewhere.example"
    mel = sign_in(visitors, cedar, "mel")
    page = mel.page
    menu(mel, "Inbox")
    to_sharing(page)
    page.get_by_role("radio", name="Somebody outside").check()
    page.get_by_label("E-mail address", exact=True).fill("nobody")
    page.get_by_role("textbox", name=re.compile("^Name")).fill("Paula Partner")
    page.get_by_label("Days, at most 90").fill("7")
    page.get_by_role("checkbox", name=re.compile("^What was written")).check()
    page.get_by_role("checkbox", name=re.compile("^Who wrote it")).check()
    share(page)
    expect(page.get_by_label("E-mail address", exact=True)).to_have_attribute("aria-invalid", "true")
    page.get_by_label("E-mail address", exact=True).fill(email)
    share(page)
    expect(page.get_by_text("It is shared with Paula Partner.")).to_be_visible()
    mel.look("desk-share-messages-outside")

    guest = visitors()
    guest.go(str(wait_for_link(cedar.platform, email, r"(http\S+/shared#\S+)")))
    enter(cedar, guest.page, email)
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("Dialogues: Buses")
    guest.page.get_by_role("button", name=re.compile("^Read")).click()
    expect(guest.page.locator(".message-text")).to_have_text([WORDS])
    expect(guest.page.get_by_text("Wendy Writer, wendy@home.example")).to_be_visible()
    assert NOTE not in guest.page.content()
    guest.look("visit-shared-messages")

    page.get_by_role("link", name="See all shares").click()
    page.get_by_role("button", name="Take back what Paula Partner sees").click()
    page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Paula Partner does not see it any more.")).to_be_visible()
    guest.page.get_by_role("button", name="Back to the list").click()
    guest.page.get_by_role("button", name=re.compile("^Read")).click()
    expect(guest.page.get_by_text("no longer shared with you")).to_be_visible()


def test_the_owner_of_the_district_finds_every_share_by_name(visitors: Window, cedar: District) -> None:
    mona = cedar.colleague("mona", "administrator")
    topic = mona.ok("GET", "/desk/topics")["items"][0]["topic_id"]
    alice = sign_in(visitors, cedar, "alice")
    page = alice.page
    menu(alice, "Topics and teams")
    alice.look("desk-topics")
    page.get_by_role("link", name="Share messages: Buses").click()
    page.get_by_label("Colleague", exact=True).last.select_option(label="Omar")
    share(page)
    expect(page.get_by_text("It is shared with Omar.")).to_be_visible()
    guest = {"email": "paula@elsewhere.example", "name": "Paula Partner"}
    body = {"key": new_key(), "kind": "dialogues", "topic_id": topic, "recipient": guest, "verbs": ["read"], "days": 7}
    mona.ok("POST", "/shares", body)
    menu(alice, "Shares")
    page.get_by_label("Show").select_option(label="Everything")
    rows = page.get_by_role("row").filter(has_text="Messages: Buses")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="Alice").filter(has_text="Omar")).to_be_visible()
    outside = rows.filter(has_text="Mona").filter(has_text="Paula Partner")
    expect(outside).to_contain_text("outside")
    alice.look("desk-all-shares")
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("row").filter(has_text="Mensajes: Buses")).to_have_count(2)
    alice.go(f"/desk/d/{cedar.slug}/inbox/topics/{topic}/share?lang=es")
    expect(page.get_by_role("heading", level=1)).to_have_text("Compartir mensajes: Buses")
    alice.look("desk-share-messages-spanish")
