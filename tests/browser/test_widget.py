"""The widget on a school's own site: one script tag, one button, and a frame in which a parent writes."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from local.ministack import free_port
from local.platform import Platform
from local.serving import served
from tests.api import acts
from tests.browser.conftest import Visitor
from tests.client import District, open_district

PAGE = """<!doctype html><html lang="{language}"><head><title>Maple School</title>
<script src="{site}/widget.js" data-district="{slug}" async></script></head>
<body><main><h1>Maple School</h1><p>Lunch is at noon.</p></main></body></html>"""
WORDS = "When does the gate open?"


@pytest.fixture
def maple(platform: Platform, width: int, request: pytest.FixtureRequest) -> District:
    """A district of its own for each test and width, with one topic."""
    district = open_district(platform, f"maple{request.session.items.index(request.node)}w{width}")
    alice = district.administrator
    acts.make_topic(alice, acts.make_team(alice, alice.user_id), alice.user_id)
    return district


@pytest.fixture
def school(site: str, maple: District) -> Iterator[str]:
    """The address of a school's site, which is not ours; its pages are in the language that the address names."""

    def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [PAGE.format(language=environ["PATH_INFO"].strip("/"), site=site, slug=maple.slug).encode()]

    port = free_port()
    with served(application, port):
        yield f"http://localhost:{port}"


@pytest.fixture
def parent(visitors: Callable[[], Visitor], school: str) -> Iterator[Visitor]:
    """A parent on the school's site: what that site itself is asked for is no fault of ours."""
    visitor = visitors()
    yield visitor
    visitor.foreign[:] = [address for address in visitor.foreign if not address.startswith(f"{school}/")]


def test_a_parent_writes_from_the_schools_own_site(parent: Visitor, school: str, maple: District) -> None:
    page = parent.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    parent.go(f"{school}/en")
    button = page.get_by_role("button", name="Talk to us")
    expect(button).to_have_attribute("aria-expanded", "false")
    parent.look("widget-closed")
    assert [address for address in asked if address.startswith(parent.site)] == [f"{parent.site}/widget.js"]

    button.press("Enter")
    frame = page.frame_locator("iframe[title='Talk to the school district']")
    frame.get_by_label("What is it about?").select_option(label="Buses")
    frame.get_by_label("A question").check()
    frame.get_by_label("Your message").fill(WORDS)
    parent.look("widget-open")
    frame.get_by_role("button", name="Send message").click()
    expect(frame.get_by_role("heading", level=1)).to_contain_text("Thank you")
    waiting = maple.administrator.ok("GET", "/inbox?status=unopened")["items"]
    assert [thread["preview"] for thread in waiting] == [WORDS]

    frame.get_by_role("heading", level=1).press("Escape")
    expect(page.locator("iframe")).to_be_hidden()
    expect(button).to_be_focused()


def test_the_widget_speaks_the_language_of_the_page(parent: Visitor, school: str, maple: District) -> None:
    parent.go(f"{school}/es")
    parent.page.get_by_role("button", name="Hable con nosotros").click()
    frame = parent.page.frame_locator("iframe[title='Hable con el distrito escolar']")
    expect(frame.get_by_label("Su mensaje")).to_be_visible()
    # axe sees no page of another host inside a frame, so the framed form is looked at by itself.
    parent.go(f"/d/{maple.slug}/talk?embed=1&lang=es")
    expect(parent.page.get_by_label("Su mensaje")).to_be_visible()
    parent.look("widget-framed")


def test_no_other_page_of_ours_lets_itself_be_framed(parent: Visitor, school: str, maple: District) -> None:
    parent.go(f"{school}/en")
    parent.page.evaluate(
        "address => document.body.append(Object.assign(document.createElement('iframe'), {src: address}))",
        f"{parent.site}/desk/d/{maple.slug}",
    )
    parent.page.wait_for_load_state("networkidle")
    assert parent.page.locator("iframe").last.content_frame.get_by_role("heading").count() == 0
    assert any("frame-ancestors" in fault for fault in parent.faults)
    parent.faults.clear()
