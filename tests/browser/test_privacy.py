"""Privacy in the browser: the notice, the ways out, and our own question before the browser's; nothing stays behind."""

import re

from playwright.sync_api import Page, expect

from chalicelib.consents import announcement_service as announcements
from chalicelib.districts.service import get_district
from chalicelib.kernel.settings import settings
from chalicelib.privacy import service as privacy
from local.platform import Platform
from tests.api import acts
from tests.api.share_acts import refreshed
from tests.browser.account_acts import account_of, add_app, kept_codes
from tests.browser.conftest import Author, Visitor
from tests.browser.desk_acts import Window, menu, sign_in
from tests.client import District, open_district

# Whatever asks a person's device for something notes it here and then does what it did before.
SPIES = """
window.asked = [];
const spy = (holder, name) => {
  if (!holder || typeof holder[name] !== "function") return;
  const real = holder[name].bind(holder);
  holder[name] = (...given) => { window.asked.push(name); return real(...given); };
};
spy(navigator.mediaDevices, "getUserMedia");
spy(navigator.mediaDevices, "getDisplayMedia");
spy(navigator.contacts, "select");
spy(navigator.geolocation, "getCurrentPosition");
spy(navigator.credentials, "create");
spy(navigator.credentials, "get");
spy(window, "showOpenFilePicker");
spy(window.Notification, "requestPermission");
const click = HTMLInputElement.prototype.click;
HTMLInputElement.prototype.click = function () {
  if (this.type === "file") window.asked.push("file");
  return click.call(this);
};
"""


def asked(page: Page) -> list[str]:
    return page.evaluate("window.asked")  # type: ignore[no-any-return]


def test_a_parent_reads_the_notice_in_both_languages(visitors: Window, district: District) -> None:
    parent = visitors("es-US")
    page = parent.page
    page.add_init_script(SPIES)
    parent.go(f"/d/{district.slug}/privacy")
    expect(page.get_by_role("heading", level=1)).to_have_text("Aviso de privacidad")
    expect(page.get_by_role("heading", name="Si responde una encuesta")).to_be_visible()
    parent.look("privacy-es")
    page.get_by_role("button", name="English").click()
    for name in ("If you answer a survey", "If you write to the district", "If you work here"):
        expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_text("Amazon SES", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("^New York"))).to_be_visible()
    parent.look("privacy-en")
    page.get_by_role("link", name=re.compile(r"^\d{4}-")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy notice")
    assert asked(page) == []
    assert parent.leftovers() == {}


def test_whoever_has_a_personal_link_withdraws_by_it(visitors: Window, district: District, width: int) -> None:
    refreshed(district.administrator, "alice")
    survey = acts.make_survey(district.administrator, "identified")
    acts.invite(district.administrator, survey, f"out{width}")
    link = acts.personal_link(district, survey, f"out{width}")
    person = visitors()
    page = person.page
    person.go(f"/d/{district.slug}/s/{survey}#i={link}")
    expect(page.get_by_role("link", name=re.compile("Privacy notice"))).to_be_visible()
    page.get_by_role("button", name="I do not want to take part").click()
    person.look("withdraw-question")
    page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have withdrawn")
    person.look("withdrawn")
    person.go(f"/d/{district.slug}/s/{survey}#i={link}")
    expect(page.get_by_role("heading", level=1)).to_have_text("You have withdrawn")
    assert person.leftovers() == {}


def test_a_writer_agrees_by_sending_and_takes_the_conversation_back(
    visitors: Window, district: District, width: int
) -> None:
    alice = district.administrator
    refreshed(alice, "alice")
    name = f"Yard {width}"
    acts.make_topic(alice, acts.make_team(alice, alice.user_id), alice.user_id, name)
    writer = visitors()
    page = writer.page
    page.add_init_script(SPIES)
    writer.go(f"/d/{district.slug}/talk")
    page.get_by_label("What is it about?").select_option(label=name)
    page.get_by_label("A question").check()
    page.get_by_label("Your message").fill("May we paint the wall?")
    expect(page.get_by_text("By sending, you agree")).to_be_visible()
    writer.look("talk-agreement")
    page.get_by_role("button", name="Send message").click()
    page.get_by_role("link", name="Open your conversation").click()
    page.get_by_role("button", name="Withdraw this conversation").click()
    page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This conversation is withdrawn")
    writer.look("talk-withdrawn")
    assert asked(page) == []
    assert writer.leftovers() == {}


def test_a_device_is_asked_only_after_our_own_question_and_there_is_another_way(
    visitor: Visitor, author: Author
) -> None:
    visitor.page.add_init_script(SPIES)
    page = account_of(visitor, author.username)
    gate = page.get_by_role("dialog", name="May we ask your device?")
    page.get_by_label("Name of the new passkey").fill("Laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(gate).to_be_visible()
    visitor.look("gate")
    assert asked(page) == []
    gate.get_by_role("button", name="Not now").click()
    expect(page.get_by_text("Nothing was asked of your device")).to_be_visible()
    visitor.look("gate-denied")
    assert asked(page) == []
    page.get_by_role("button", name="Authenticator app", exact=True).click()
    add_app(page)
    assert kept_codes(page)
    page.get_by_role("button", name="I have saved them").click()
    assert asked(page) == []  # Denied, and a second factor all the same.
    page.get_by_label("Name of the new passkey").fill("Laptop")
    page.get_by_role("button", name="Add a passkey").click()
    gate.get_by_role("button", name="Allow").click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    assert asked(page) == ["create"]


def test_what_is_allowed_is_listed_and_taken_back(visitor: Visitor, author: Author) -> None:
    page = account_of(visitor, author.username)
    part = page.locator("section", has=page.get_by_role("heading", name="What I allow my devices"))
    for name in ("Camera", "Photos", "Microphone", "Contacts", "Fingerprint or face"):
        expect(part.get_by_text(name, exact=True)).to_be_visible()
    expect(part.get_by_text("Never asked")).to_have_count(5)
    expect(part.get_by_text(re.compile("Without it:"))).to_have_count(5)
    page.get_by_label("Name of the new passkey").fill("Phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("dialog").get_by_role("button", name="Allow").click()
    page.get_by_role("button", name="I have saved them").click()
    take = part.get_by_role("button", name="Take back Fingerprint or face")
    take.click()
    page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    expect(page.get_by_role("dialog").get_by_text("Your passkeys stand on this.")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Remove Phone").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    take.click()
    page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    expect(page.get_by_text("It is taken back.")).to_be_visible()
    visitor.look("permissions")


def test_the_staff_sees_a_banner_of_a_new_notice_until_it_is_put_away(
    visitor: Visitor, author: Author, district: District
) -> None:
    found = get_district(district.district_id)
    keys = privacy.open_keys_of(district.district_id)
    announcements.carry_out_notice(found, keys, found.privacy_version, settings().base_url)
    page = account_of(visitor, author.username)
    expect(page.get_by_text("There is a new privacy notice")).to_be_visible()
    visitor.look("notice-banner")
    page.get_by_role("button", name="I have read it").click()
    expect(page.get_by_text("There is a new privacy notice")).to_have_count(0)


def test_an_administrator_sees_consents_and_versions(platform: Platform, visitors: Window, width: int) -> None:
    elm = open_district(platform, f"elm{width}")
    elm.administrator.ok("PUT", "/security", {"admin_networks": ["127.0.0.0/8", "203.0.113.0/24"]})
    alice = sign_in(visitors, elm, "alice")
    page = alice.page
    menu(alice, "Privacy")
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy")
    expect(page.get_by_role("row", name=re.compile("Answering a survey by name"))).to_be_visible()
    expect(page.get_by_text("of the staff told")).to_be_visible()
    alice.look("desk-privacy")
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacidad")
    alice.look("desk-privacy-es")
