"""How the backups are proved, as everybody sees it: before the first drill, and after one; in two languages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from chalicelib.kernel import clock
from local.platform import Platform
from tests.browser.conftest import Visitor
from tests.client import District, open_district, wait_for

Window = Callable[..., Visitor]


@pytest.fixture(scope="module")
def district(platform: Platform) -> District:
    return open_district(platform, "statuspage")


def test_the_status_page_tells_how_the_last_restore_went(
    district: District, visitors: Window, width: int, platform: Platform
) -> None:
    visitor = visitors()
    page = visitor.page
    if district.visitor().ok("GET", "/status")["last"] is None:
        visitor.go(f"/d/{district.slug}/status")
        expect(page.get_by_text("There has not been a restore yet.")).to_be_visible()
        visitor.look("status-never")
        platform.run_job("back_up_daily", {"day": clock.iso(clock.now())[:10]})
        platform.run_job("drill_restore", {"now": True})
        wait_for(lambda: district.visitor().ok("GET", "/status")["last"], "the end of the drill", 60)
    visitor.go(f"/d/{district.slug}/status")
    expect(page.get_by_role("heading", level=1)).to_have_text("Status")
    expect(page.get_by_role("row", name="Items compared")).to_be_visible()
    visitor.look("status")
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Estado")
    visitor.look("status-es")
    assert visitor.faults == []
