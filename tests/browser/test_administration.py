"""Running a district's desk in the browser: people and what they see, the register, networks, the audit log, shares."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from local.platform import Platform
from tests.api import acts
from tests.browser.desk_acts import Window, menu, sign_in
from tests.client import Browser, District, new_key, open_district, wait_for_link


@pytest.fixture
def maple(platform: Platform, width: int, request: pytest.FixtureRequest) -> District:
    """A district of its own for each test and width, with two administrators and a survey."""
    number = request.session.items.index(request.node)
    district = open_district(platform, f"maple{number}w{width}")
    district.colleague("dora", "administrator")
    district.colleague("omar", "member")
    alice = district.administrator
    networks = ["127.0.0.0/8", "::1/128", "203.0.113.0/24"]
    alice.ok("PUT", "/security", {"admin_networks": networks})
    return district


def test_people_are_invited_limited_suspended_and_let_in_again(visitors: Window, maple: District) -> None:
    survey = acts.make_survey(maple.administrator)
    alice = sign_in(visitors, maple, "alice")
    page = alice.page
    menu(alice, "People")
    email = f"principal@{maple.slug}.example"
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("radio", name=re.compile("^Reader")).check()
    page.get_by_role("radio", name="A part of it").check()
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_role("alert").get_by_text("Say which part, or choose the whole district.")).to_be_visible()
    page.get_by_role("checkbox", name="Some schools only").check()
    page.get_by_role("checkbox", name="Some surveys only").check()
    page.get_by_label("Schools, one a line").fill("north")
    page.get_by_role("checkbox", name="Climate").check()
    page.get_by_role("checkbox", name="Names and addresses of families").uncheck()
    alice.look("desk-invite")
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_text("is on its way")).to_be_visible()
    token = wait_for_link(maple.platform, email, r"/welcome#([a-z2-7]+)")
    principal = Browser(maple.slug).accept(token, "peter", "Peter Principal")
    assert [one["survey_id"] for one in principal.ok("GET", "/surveys")["items"]] == [survey]

    page.reload()
    page.get_by_role("link", name="Peter Principal").click()
    said = page.get_by_role("listitem").filter(has_text="As Reader")
    expect(said).to_contain_text("As Reader, Peter Principal may read results")
    expect(said).to_contain_text("in the surveys Climate and of north alone")
    expect(said).to_contain_text("Not shown: names and addresses of families.")
    alice.look("desk-person")
    page.get_by_role("button", name="Suspend").click()
    page.get_by_role("dialog").get_by_role("button", name="Suspend").click()
    expect(page.get_by_text("Peter Principal is suspended.")).to_be_visible()
    assert principal.api("GET", "/session").status == 401
    page.get_by_role("button", name="Let in again").click()
    expect(page.get_by_text("Peter Principal can sign in again.")).to_be_visible()


def test_a_list_is_tried_mended_and_sent(visitors: Window, maple: District, tmp_path: Path) -> None:
    alice = sign_in(visitors, maple, "alice")
    page = alice.page
    menu(alice, "People")
    listed = tmp_path / "people.csv"
    listed.write_text("email,role\nnora@home.example,member\nnobody,member\n")
    page.get_by_label("File (CSV)").set_input_files(listed)
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("1 lines are fine; these are not.")).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile("An e-mail address such as"))).to_be_visible()
    alice.look("desk-list")
    listed.write_text("email,role\nnora@home.example,member\n")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("alert").get_by_text("Choose it again.")).to_be_visible()
    with page.expect_file_chooser() as chooser:
        page.get_by_label("File (CSV)").click()
    chooser.value.set_files(listed)
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("button", name="Invite all 1").click()
    expect(page.get_by_text("1 invitations are on their way.")).to_be_visible()


def test_the_register_the_networks_and_what_needs_two(visitors: Window, maple: District) -> None:
    survey = acts.make_survey(maple.administrator, "confidential")
    alice = sign_in(visitors, maple, "alice")
    page = alice.page
    menu(alice, "Administration")
    page.get_by_label("Person").select_option(label="Dora")
    page.get_by_label("Reason").fill("Runs the desk in summer.")
    page.get_by_role("button", name="Designate").click()
    expect(page.get_by_text("Dora is designated.")).to_be_visible()
    page.get_by_label("The desk is open to").fill("10.0.0.0/8\nnowhere")
    page.get_by_role("button", name="Save networks").click()
    expect(page.get_by_text("Line 2: A network such as")).to_be_visible()
    alice.look("desk-administration")
    body = {"key": new_key(), "security": "standard", "reason": "A trial without passkeys."}
    maple.administrator.ok("PUT", f"/surveys/{survey}/security", body)
    page.reload()
    expect(page.get_by_text("You asked for this, so somebody else decides.")).to_be_visible()

    dora = sign_in(visitors, maple, "dora")
    menu(dora, "Administration")
    expect(dora.page.get_by_text("A trial without passkeys.")).to_be_visible()
    dora.look("desk-approvals")
    dora.page.get_by_role("button", name=re.compile("^Approve: Lower the security")).click()
    expect(dora.page.get_by_text("Decided.", exact=True)).to_be_visible()
    assert maple.administrator.ok("GET", f"/surveys/{survey}")["security"] == "standard"

    menu(dora, "Audit log")
    expect(dora.page.get_by_role("cell", name=re.compile("A survey's security was lowered"))).to_be_visible()
    dora.page.get_by_label("Show only").select_option(label="What one person did")
    dora.page.get_by_label("Who").select_option(label="Alice")
    dora.page.get_by_label("Day").fill("")  # Midnight may have passed since.
    dora.page.get_by_role("button", name="Show", exact=True).click()
    expect(dora.page.get_by_role("cell", name=re.compile("Designated an administrator"))).to_be_visible()
    dora.look("desk-audit")

    page.reload()
    page.get_by_role("button", name="End the designation of Dora").click()
    page.get_by_role("dialog").get_by_role("button", name="End now").click()
    expect(page.get_by_text("The designation is ended.")).to_be_visible()
    dora.page.reload()
    expect(
        dora.page.get_by_text("Only a designated administrator").or_(dora.page.get_by_role("alert")).first
    ).to_be_visible()


def test_results_are_shared_looked_at_and_taken_back(visitors: Window, maple: District) -> None:
    survey = acts.make_survey(maple.administrator)
    for _ in range(12):
        acts.answer(maple.visitor(), survey, {"safe": "yes", "school": "north"})
    alice = sign_in(visitors, maple, "alice")
    page = alice.page
    alice.go(f"/desk/d/{maple.slug}/surveys/{survey}/results")
    expect(page.get_by_text("Standard security")).to_be_visible()
    page.get_by_label("Colleague", exact=True).last.select_option(label="Omar")
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.get_by_text("It is shared with Omar.")).to_be_visible()
    alice.look("desk-share-results")

    omar = sign_in(visitors, maple, "omar")
    menu(omar, "Shares")
    omar.page.get_by_label("Show").select_option(label="Shared with me")
    omar.page.get_by_role("link", name="Climate").click()
    expect(omar.page.get_by_role("heading", level=1)).to_have_text("Climate")
    expect(omar.page.get_by_role("heading", name="Do you feel safe?")).to_be_visible()
    omar.look("desk-received")

    menu(alice, "Shares")
    page.get_by_role("button", name="Take back what Omar sees").click()
    page.get_by_role("dialog").get_by_role("button", name="Take back").click()
    expect(page.get_by_text("Omar does not see it any more.")).to_be_visible()
    expect(page.get_by_role("cell", name="taken back")).to_be_visible()
    expect(page.get_by_role("button", name="Take back what Omar sees")).to_have_count(0)
    alice.look("desk-shares")
