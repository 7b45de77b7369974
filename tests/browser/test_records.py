"""Retention, legal holds and requests about personal information: the public page and the desk, in both languages."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from chalicelib.aws import dynamodb
from chalicelib.kernel import clock
from chalicelib.requests.store import REQUEST_SK, RequestRow, request_pk
from local.platform import Platform
from tests.api import acts, record_acts
from tests.browser.desk_acts import Window, menu, sign_in
from tests.client import District, letters_to, open_district, wait_for_link


@pytest.fixture
def cedar(platform: Platform, width: int, request: pytest.FixtureRequest) -> District:
    """A district of its own for each test and width, administered from this machine."""
    district = open_district(platform, f"cedar{request.session.items.index(request.node)}w{width}")
    networks = ["127.0.0.0/8", "::1/128", "203.0.113.0/24"]
    district.administrator.ok("PUT", "/security", {"admin_networks": networks})
    return district


def write_to(district: District, email: str) -> str:
    alice = district.administrator
    topic = acts.make_topic(alice, acts.make_team(alice, alice.user_id), alice.user_id)
    acts.write_to(district.visitor(), topic, "When does bus 7 leave?", email=email, name="Rosa")
    return str(acts.first_waiting(alice, topic)["thread_id"])


def link_to(page: Page, district: District, email: str, step: str) -> str:
    return f"{district.platform.base_url}/d/{district.slug}/requests/{step}#" + wait_for_link(
        district.platform, email, rf"/requests/{step}#(\S+)"
    )


def test_a_parent_asks_confirms_and_reads_what_is_kept(visitors: Window, cedar: District, width: int) -> None:
    email = f"rosa{width}@home.example"
    write_to(cedar, email)
    parent = visitors()
    page = parent.page
    parent.go(f"/d/{cedar.slug}/requests")
    expect(page.get_by_role("heading", name="What nobody can find")).to_be_visible()
    parent.look("requests")
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(3)
    parent.look("requests-mistakes")
    page.get_by_role("radio", name=re.compile("See what you keep")).check()
    page.get_by_label("Your name").fill("Rosa")
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Please look at your mail")
    parent.look("requests-sent")
    confirm = link_to(page, cedar, email, "confirm")
    parent.go(confirm)
    page.get_by_role("button", name="Yes, it was me").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("your request is confirmed")
    parent.go(confirm)
    page.get_by_role("button", name="Yes, it was me").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("leads nowhere")
    parent.look("requests-used")
    alice = sign_in(visitors, cedar, "alice")
    menu(alice, "Requests")
    alice.look("desk-requests")
    alice.page.get_by_role("link", name="Rosa").click()
    expect(alice.page.get_by_text("Dialogues: 1")).to_be_visible()
    alice.look("desk-request")
    alice.page.get_by_role("button", name="Begin to work on it").click()
    alice.page.get_by_role("button", name="Send the file").click()
    expect(alice.page.get_by_text("Done.", exact=True)).to_be_visible()
    parent.go(link_to(page, cedar, email, "file"))
    page.get_by_role("button", name="Open my file").click()
    expect(page.get_by_text("When does bus 7 leave?")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as text").click()
    assert saved.value.suggested_filename == "information.txt"
    parent.look("requests-file")
    parent.faults = [one for one in parent.faults if "410" not in one]
    assert not parent.faults


def make_late(district: District, request_id: str) -> None:
    """Let a request have come 50 days ago."""
    at = clock.iso(clock.now() - timedelta(days=5))
    pk = request_pk(district.district_id, request_id)
    dynamodb.write(dynamodb.update(RequestRow, pk, REQUEST_SK, RequestRow.due_at.set(at)))


def test_the_desk_records_refuses_and_erases(visitors: Window, cedar: District, width: int) -> None:
    alice = sign_in(visitors, cedar, "alice")
    page = alice.page
    menu(alice, "Requests")
    expect(page.get_by_text("There are none.")).to_be_visible()
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(2)
    email = f"sam{width}@home.example"
    write_to(cedar, email)
    page.get_by_label("Requests", exact=True).select_option("erasure")
    page.get_by_label("Name", exact=True).fill("Sam")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_text("Recorded. The letter is on its way.")).to_be_visible()
    record_acts.confirm(cedar, email)
    page.get_by_label("State").select_option("received")
    page.get_by_label("State").select_option("verified")
    page.get_by_role("link", name="Sam").click()
    make_late(cedar, page.url.rpartition("/")[2].partition("?")[0])
    page.reload()
    expect(page.get_by_text(re.compile("Overdue since"))).to_have_class(re.compile("overdue"))
    alice.look("desk-request-overdue")
    page.get_by_role("button", name="Begin to work on it").click()
    page.get_by_role("button", name="Erase for good").click()
    alice.look("desk-request-erase")
    page.get_by_role("dialog").get_by_role("button", name="Erase for good").click()
    expect(page.get_by_text("Done.", exact=True)).to_be_visible()
    held = f"tom{width}@home.example"
    record_acts.verified(cedar, cedar.administrator, held)
    menu(alice, "Requests")
    page.get_by_role("link", name="Rosa").click()
    page.get_by_text("Refuse", exact=True).click()
    page.get_by_label("Reason, for whoever asks").fill("Nobody of this name is known here.")
    page.get_by_role("button", name="Refuse the request").click()
    expect(page.get_by_text("Nobody of this name is known here.").first).to_be_visible()
    assert letters_to(cedar.platform, held)
    page.get_by_role("button", name="Español").click()
    alice.look("desk-request-spanish")


def test_rules_are_previewed_and_chosen_and_a_hold_is_placed(visitors: Window, cedar: District) -> None:
    survey = acts.make_survey(cedar.administrator)
    assert acts.answer(cedar.visitor(), survey, {"safe": "yes", "school": "north"}).status == 201
    alice = sign_in(visitors, cedar, "alice")
    page = alice.page
    menu(alice, "Retention")
    page.get_by_label("School", exact=True).select_option(label="north")
    page.get_by_label("Days", exact=True).fill("100")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="What would go, and when")).to_be_focused()
    expect(page.get_by_text("In all: 1")).to_be_visible()
    alice.look("desk-retention")
    page.get_by_role("button", name="Save rule").click()
    expect(page.get_by_text("The rule is saved.")).to_be_visible()
    expect(page.get_by_text("In force: 1827 days")).to_be_visible()
    page.get_by_label("Days", exact=True).fill("soon")
    page.get_by_role("button", name="Save rule").click()
    expect(page.get_by_role("link", name="Write a whole number of days.")).to_be_visible()
    page.get_by_role("radio", name="A survey", exact=True).check()
    page.get_by_label("A survey", exact=True).last.fill(survey)
    page.get_by_label("Reason", exact=True).fill("A case before the court.")
    page.get_by_role("button", name="Place hold").click()
    expect(page.get_by_text("The hold is in force.")).to_be_visible()
    page.get_by_role("button", name=re.compile("Release the hold on")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("The case is closed.")
    alice.look("desk-hold-release")
    dialog.get_by_role("button", name="Ask for the release").click()
    expect(page.get_by_text("Asked. Somebody else decides under Administration.")).to_be_visible()
    menu(alice, "Administration")
    expect(page.get_by_role("heading", name=re.compile("Release the legal hold"))).to_be_visible()
    menu(alice, "Retention")
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("heading", name="Retenciones legales")).to_be_visible()
    alice.look("desk-retention-spanish")
