"""Lists of records and their ends: cursors are one's own, and a page goes on where it stopped."""

from typing import Any

from tests.api import acts
from tests.client import Browser


def with_schools(number: int) -> dict[str, Any]:
    school = {"type": "dropdown", "name": "school", "title": "School", "choices": [f"s{one}" for one in range(number)]}
    return {"elements": [school]}


def test_a_long_preview_goes_on_and_its_cursor_is_good_for_nothing_else(alice: Browser, charlie: Browser) -> None:
    acts.make_survey(alice, definition=with_schools(20))
    first = alice.ok("GET", "/retention/preview?kind=answer&days=100")
    assert first["next"]
    path = f"/retention/preview?kind=answer&days=100&cursor={first['next']}"
    assert alice.api("GET", path).status == 200
    for other in ("kind=answer&days=101", "kind=dialogue&days=100", "kind=answer&days=100&by=day"):
        assert alice.api("GET", f"/retention/preview?{other}&cursor={first['next']}").status == 400
    foreign, garbage = (charlie.api("GET", one) for one in (path, path[:-5]))
    assert foreign.status == garbage.status == 400
    assert foreign.json["fields"] == garbage.json["fields"]


def test_a_preview_and_a_purge_take_no_foreign_cursor(alice: Browser, charlie: Browser) -> None:
    cursor = alice.ok("GET", "/retention/preview?kind=answer&days=100")["next"]
    assert charlie.api("GET", f"/retention/purges?cursor={cursor}").status == 400
    assert alice.api("GET", f"/retention/purges?cursor={cursor}").status == 400
    assert alice.api("GET", "/retention/preview?kind=session").status == 400
    assert alice.api("GET", "/retention/preview?kind=answer&by=year").status == 400
