"""A district's whole day, as its people live it, at the width of a phone and of a desk; then nothing lies open.

Every field that a person fills in with something of their own is given a planted word. In the end those words stand in
none of the stored files: the folder of mail is the one exception.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from local.platform import Platform
from tests.browser.conftest import Visitor
from tests.browser.day_definition import DEFINITION
from tests.browser.planting import Canaries, leaks, prove_the_search
from tests.client import CONSENT, PASSWORD, Browser, letters_to, new_key, wait_for, wait_for_link

Window = Callable[..., Visitor]


@pytest.fixture
def slug(width: int) -> str:
    return f"day{width}"


@pytest.mark.timeout(300)
def test_a_districts_whole_day(
    platform: Platform, request_log: Path, visitors: Window, width: int, slug: str, tmp_path: Path
):
    plant = Canaries(width)
    alice = welcome_the_administrator(platform, visitors, slug, plant)
    bob = invite_bob(platform, visitors, alice, slug, plant)
    make_team_and_topic(alice)
    survey = publish_a_survey(alice, tmp_path, "Open to everybody", "Anonymous")
    family_answers_on_a_phone(visitors, survey, plant)
    others_answer(slug, survey)
    staff_reads_results(alice, survey)
    personal = publish_a_survey(alice, tmp_path, "By personal link", "Confidential")
    roster_is_invited(platform, alice, visitors, personal, tmp_path, plant)
    link = parent_writes(platform, visitors, slug, plant)
    team_answers(bob, plant)
    parent_rates(platform, visitors, link, plant)
    night_falls(platform, alice)
    sign_out(alice)
    assert "/threads" in request_log.read_text(), "The log of the day is searched with everything else."
    assert leaks(platform, [plant.stem, PASSWORD]) == {}
    assert len(plant.planted) == 19
    prove_the_search(platform, request_log, plant.stem)


def welcome_the_administrator(platform: Platform, visitors: Window, slug: str, plant: Canaries) -> Visitor:
    email = f"{plant('adminmail')}@home.example".lower()
    event = {"slug": slug, "name": "Lakeview", "timezone": "America/New_York", "email": email}
    platform.run_job("open_district", {**event, "admin_networks": ["127.0.0.0/8"], "admin_proof": "any"})
    token = wait_for_link(platform, email, r"/welcome#([a-z2-7]+)")
    alice = visitors()
    join(alice, slug, token, f"alice{plant('username').lower()}", f"Alice {plant('name')}")
    alice.look("desk-home")
    return alice


def join(visitor: Visitor, slug: str, token: str, username: str, name: str) -> None:
    page = visitor.page
    visitor.go(f"/desk/d/{slug}/welcome#{token}")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    visitor.look("desk-welcome")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What needs you today")


def invite_bob(platform: Platform, visitors: Window, alice: Visitor, slug: str, plant: Canaries) -> Visitor:
    page, email = alice.page, f"{plant('bobmail')}@home.example".lower()
    menu(alice, "People")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Member").check()
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_text("is on its way")).to_be_visible()
    alice.look("desk-people")
    bob = visitors()
    join(bob, slug, wait_for_link(platform, email, r"/welcome#([a-z2-7]+)"), "bobby", f"Bob {plant('bobname')}")
    return bob


def menu(visitor: Visitor, name: str) -> None:
    page = visitor.page
    opener = page.get_by_role("button", name="Main menu")
    if opener.is_visible() and not page.get_by_role("link", name=name, exact=True).first.is_visible():
        opener.click()
    page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def make_team_and_topic(alice: Visitor) -> None:
    page = alice.page
    menu(alice, "Topics and teams")
    page.get_by_role("button", name="New team").click()
    page.get_by_label("Name of the team").fill("Transport")
    page.get_by_role("group", name="Members").get_by_label(re.compile("Bob")).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Transport")).to_be_visible()
    page.get_by_role("button", name="New topic").click()
    page.get_by_label("Name in English").fill("School buses")
    page.get_by_label("Name in Spanish").fill("Autobuses escolares")
    page.get_by_label("Owner").select_option(
        label=page.get_by_label("Owner").locator("option", has_text="Bob").inner_text()
    )
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="School buses")).to_be_visible()
    alice.look("desk-topics")


def publish_a_survey(alice: Visitor, folder: Path, title: str, mode: str) -> str:
    page = alice.page
    menu(alice, "Surveys")
    alice.look("desk-surveys")
    page.get_by_role("link", name="New survey").click()
    page.get_by_label("From a definition (JSON)").check()
    page.get_by_label("Title").fill(title)
    source = folder / "definition.json"
    source.write_text(json.dumps(DEFINITION))
    page.locator("input[type=file]").set_input_files(source)
    page.get_by_role("radio", name=re.compile(f"^{mode}")).check()
    alice.look("desk-new-survey")
    page.get_by_role("button", name="Create survey").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.get_by_role("button", name="Survey settings").click()
    page.get_by_role("group", name="Compare results by").get_by_label("School", exact=True).check()
    expect(page.get_by_text("Nothing to mend.")).to_be_visible()
    alice.look("desk-edit")
    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("dialog").get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published. The survey is open now.").first).to_be_visible()
    found = re.search(r"/surveys/(svy_[a-z2-7]+)", page.url)
    assert found
    page.get_by_role("link", name="Share", exact=True).click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    alice.look(f"desk-share-{mode.lower()}")
    return found[1]


def family_answers_on_a_phone(visitors: Window, survey: str, plant: Canaries) -> None:
    family = visitors("es-US")
    page = family.page
    family.go(f"/d/day{family.width}/s/{survey}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("¿Cómo va la escuela?")
    family.look("respond-start-es")
    page.get_by_role("button", name="Acepto, empezar").click()
    page.get_by_text("Sí", exact=True).click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("Do you feel safe at school?")).to_be_visible()
    page.get_by_role("radio", name="No").check(force=True)
    page.get_by_role("textbox", name="What should change?").fill(plant("why"))
    page.get_by_role("textbox", name="Your street").fill(plant("street"))
    family.look("respond-first")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("The bus")).to_be_visible()
    family.look("respond-second")
    page.get_by_role("button", name="Complete").click()
    expect(page.get_by_text("Your answers have arrived.")).to_be_visible()
    family.look("respond-thanks")
    assert family.leftovers() == {}


def others_answer(slug: str, survey: str) -> None:
    """Eleven more families, so that there is something to read."""
    visitor = Browser(slug)
    for number in range(11):
        data = {"safe": "yes", "bus": 1 + number % 5, "school": "North", "agree": {"Teachers listen": "Yes"}}
        body = {"key": new_key(), "version": 1, "locale": "en", "data": data, "consent": CONSENT}
        visitor.ok("POST", f"/surveys/{survey}/responses", body)


def staff_reads_results(alice: Visitor, survey: str) -> None:
    page = alice.page
    alice.go(f"/desk/d/day{alice.width}/surveys/{survey}/results")

    def counted() -> bool:
        page.reload()
        page.wait_for_load_state("networkidle")
        return page.get_by_text("12", exact=True).count() > 0

    wait_for(counted, "twelve answers on the results page")
    expect(page.get_by_text("Do you feel safe at school?").first).to_be_visible()
    alice.look("desk-results")
    page.get_by_role("button", name="Prepare CSV file").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Save")).click()
    text = Path(download.value.path()).read_text()
    assert len(text.splitlines()) == 13


def roster_is_invited(
    platform: Platform, alice: Visitor, visitors: Window, survey: str, folder: Path, plant: Canaries
) -> None:
    page, ana, ben = alice.page, f"{plant('ana')}@home.example".lower(), f"{plant('ben')}@home.example".lower()
    roster = folder / "roster.csv"
    roster.write_text(
        "email,name,language,school,role\n"
        f"{ana},Ana {plant('ananame')},es,{plant('school')},parent\n{ben},Ben,en,,{plant('role')}\n"
    )
    page.goto(f"{alice.site}/desk/d/day{alice.width}/surveys/{survey}/share")
    page.get_by_label("CSV file").set_input_files(roster)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("2 people were added.")).to_be_visible()
    page.get_by_role("button", name="Send invitations").click()
    expect(page.get_by_text("2 messages are on their way.")).to_be_visible()
    alice.look("desk-roster")
    pattern = r"(/d/\S+/s/svy_\S+#i=\S+)"
    wait_for_link(platform, ben, pattern)
    family = visitors("es-US")
    family.go(wait_for_link(platform, ana, pattern))
    family.look("respond-personal-start")
    assert "#" not in family.page.url
    family.page.get_by_role("button", name="Acepto, empezar").click()
    family.page.get_by_text("Sí", exact=True).click()
    family.page.get_by_role("button", name="Siguiente").click()
    family.page.get_by_role("button", name="Completar").click()
    expect(family.page.get_by_text("Sus respuestas han llegado.")).to_be_visible()
    page.get_by_role("button", name="Send a reminder").click()
    wait_for(lambda: len(letters_to(platform, ben)) == 2, "Ben's reminder")
    assert len(letters_to(platform, ana)) == 1
    again = visitors()
    again.go(wait_for_link(platform, ana, pattern))
    expect(again.page.get_by_role("heading", level=1)).to_be_visible()
    again.look("respond-used")


def parent_writes(platform: Platform, visitors: Window, slug: str, plant: Canaries) -> str:
    parent, email = visitors(), f"{plant('writermail')}@home.example".lower()
    page = parent.page
    parent.go(f"/d/{slug}/talk")
    page.get_by_label("What is it about?").select_option(label="School buses")
    page.get_by_label("A question").check()
    page.get_by_label("Your message").fill(f"When does bus 7 leave? {plant('message')}")
    page.get_by_label("Your name").fill(f"Dana {plant('writername')}")
    page.get_by_label("Your e-mail address").fill(email)
    parent.look("talk-form")
    page.get_by_role("button", name="Send message").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    parent.look("talk-sent")
    return wait_for_link(platform, email, r"(/d/\S+/talk/thread#\S+)")


def team_answers(bob: Visitor, plant: Canaries) -> None:
    page = bob.page
    menu(bob, "Inbox")
    expect(page.get_by_role("link", name=re.compile("When does bus 7 leave"))).to_be_visible()
    bob.look("desk-inbox")
    page.get_by_role("link", name=re.compile("When does bus 7 leave")).click()
    page.get_by_text("Add a note for colleagues").click()
    page.get_by_label("Note, not seen by the writer").fill(plant("note"))
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("The note is saved.")).to_be_visible()
    page.get_by_label("Your answer").fill(f"At 7:05. {plant('reply')}")
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_text("Your answer is on its way.")).to_be_visible()
    page.get_by_label("Status").select_option(label="Closed")
    page.get_by_role("button", name="Set status").click()
    expect(page.get_by_text("Changed.")).to_be_visible()
    bob.look("desk-thread")


def parent_rates(platform: Platform, visitors: Window, link: str, plant: Canaries) -> None:
    parent = visitors()
    page = parent.page
    parent.go(link)
    expect(page.get_by_text("At 7:05.")).to_be_visible()
    parent.look("talk-thread")
    page.get_by_role("radio", name="9").check()
    page.get_by_label("Would you like to say why?").fill(plant("rating"))
    page.get_by_role("button", name="Send rating").click()
    expect(page.get_by_text("You gave us 9 of 10.")).to_be_visible()
    page.get_by_label("Your message").fill(plant("thanks"))
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Your message has been added.")).to_be_visible()


def night_falls(platform: Platform, alice: Visitor) -> None:
    assert platform.run_job("back_up_daily", {})["tables"] == 9
    assert platform.run_job("plan_retention", {})["districts"] >= 1
    alice.go(f"/desk/d/day{alice.width}/jobs")
    expect(alice.page.get_by_role("heading", name="Daily backup")).to_be_visible()
    alice.look("desk-jobs")


def sign_out(alice: Visitor) -> None:
    alice.page.get_by_role("button", name="Sign out").click()
    expect(alice.page.get_by_role("heading", name="Sign in")).to_be_visible()
    alice.look("desk-sign-in")
