"""The pages: each keeps to its own host, and only the form to write to the district lets itself be framed."""

import pytest

from local.platform import load_app
from tests.client import Answered, Browser

load_app()
SHELLS = {
    "/d/lakeview/s/svy_a2": "'none'",
    "/d/lakeview/talk": "*",
    "/d/lakeview/talk/thread": "'none'",
    "/d/lakeview/shared": "'none'",
    "/desk/d/lakeview": "'none'",
    "/desk/d/lakeview/surveys/svy_a2/results": "'none'",
}
NO_FILES = (
    "/assets/talk/absent.js",
    "/assets/talk/..",
    "/assets/talk/%2e%2e%2findex.html",
    "/assets/talk/index.html",
    "/assets/private/app.js",
    "/assets/../app.js",
)


@pytest.fixture
def anybody() -> Browser:
    return Browser("lakeview")


def policy_of(answered: Answered) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answered.headers["content-security-policy"].split(";"))
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize(("path", "framed_by"), SHELLS.items())
def test_a_page_loads_from_its_own_host_alone(path: str, framed_by: str, anybody: Browser) -> None:
    answered = anybody.call("GET", path)
    assert (answered.status, answered.headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = policy_of(answered)
    assert policy.pop("frame-ancestors") == framed_by
    assert policy.pop("default-src") == policy.pop("base-uri") == "'none'"
    assert policy.pop("img-src") == "'self' data:"
    assert set(policy.values()) == {"'self'"}
    assert answered.headers["x-content-type-options"] == "nosniff"
    assert answered.headers["referrer-policy"] == "no-referrer"
    assert answered.headers["cache-control"] == "no-cache"
    assert answered.cookies == []


def test_the_widget_is_one_script(anybody: Browser) -> None:
    answered = anybody.call("GET", "/widget.js")
    assert (answered.status, answered.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert b"attachShadow" in answered.body


@pytest.mark.parametrize("path", NO_FILES)
def test_what_is_no_file_of_a_page_is_not_found(path: str, anybody: Browser) -> None:
    assert anybody.call("GET", path).status == 404
