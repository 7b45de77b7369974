"""A family sends files with its answer from a phone: what a photo knew of its place stays on the phone."""

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Route, expect

from tests.api import acts
from tests.browser.conftest import Visitor
from tests.client import District

Window = Callable[..., Visitor]
SECRET = b"GPS 44.9537 N 93.0900 W"
DRAWN = """([width, height]) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height];
    canvas.getContext("2d").fillRect(0, 0, 40, 40);
    return canvas.toDataURL("image/jpeg");
}"""


def photo(family: Visitor, width: int = 2400) -> bytes:
    """A JPEG with a comment in it, as cameras write places and devices."""
    plain = base64.b64decode(str(family.page.evaluate(DRAWN, [width, 60])).partition(",")[2])
    comment = b"\xff\xfe" + (len(SECRET) + 2).to_bytes(2) + SECRET
    return plain[:2] + comment + plain[2:]


def file(name: str, kind: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": content}


def begun(visitors: Window, district: District, **asked: Any) -> tuple[Visitor, str]:
    """A family at a question for files of a survey; with the survey's id."""
    definition = {"pages": [{"name": "p", "elements": [{**acts.FILE_QUESTION, **asked}]}]}
    survey = acts.make_survey(district.administrator, definition=definition, segments=[])
    family = visitors()
    family.go(f"/d/{district.slug}/s/{survey}")
    family.page.get_by_role("button", name="I agree, start").click()
    return family, survey


def choose(family: Visitor, *files: FilePayload) -> None:
    family.page.get_by_role("button", name=re.compile("^(Choose|Add)")).press("Enter")
    family.chooser().set_files(list(files))


def kept(district: District, survey: str, content: str) -> bytes:
    """The bytes that the platform gives of a file of the survey's only answer."""
    alice = district.administrator
    path = f"/surveys/{survey}/responses/{acts.only_answer(alice, survey)}/files/{content.removeprefix('upload:')}"
    return base64.b64decode(alice.ok("GET", path)["content"])


def test_a_photo_is_sent_without_its_traces(visitors: Window, district: District) -> None:
    family, survey = begun(visitors, district, acceptedTypes="image/*")
    sent = photo(family)
    assert SECRET in sent
    with family.page.expect_response("**/uploads") as replied:
        choose(family, file("cat.jpg", "image/jpeg", sent))
    expect(family.page.get_by_text("Sent: cat.jpg")).to_be_visible()
    family.look("respond-file")
    family.page.get_by_role("button", name="Complete").click()
    expect(family.page.get_by_role("heading", name="Thank you")).to_be_visible()
    stored = kept(district, survey, str(replied.value.json()["content"]))
    assert stored.startswith(b"\xff\xd8\xff")
    assert SECRET not in stored
    assert b"\x07\xd0" in stored[:1000]  # Its longest side has 2,000 pixels.


def test_several_files_one_taken_back_and_one_that_came_at_the_second_try(visitors: Window, district: District) -> None:
    family, survey = begun(visitors, district, allowMultiple=True, maxFiles=2)
    page, keys = family.page, []

    def once_lost(route: Route) -> None:
        """The first file arrives, and the reply to it does not."""
        keys.append(route.request.post_data_json["key"])
        if len(keys) == 1:
            route.fetch()
            route.fulfill(status=429, json={})
        else:
            route.continue_()

    page.route("**/uploads", once_lost)
    choose(family, file("a.txt", "text/plain", b"one"))
    expect(page.get_by_text("Sent: a.txt")).to_be_visible()
    assert len(keys) == 2
    assert len(set(keys)) == 1
    choose(family, file("b.txt", "text/plain", b"two"), file("c.txt", "text/plain", b"three"))
    expect(page.get_by_text("At most 2 files.")).to_be_visible()
    choose(family, file("b.txt", "text/plain", b"two"))
    expect(page.get_by_text("Sent: b.txt")).to_be_visible()
    page.get_by_role("button", name="Remove a.txt").press("Enter")
    expect(page.get_by_role("button", name="Add a file")).to_be_focused()
    with page.expect_response("**/responses") as replied:
        page.get_by_role("button", name="Complete").click()
    (only,) = replied.value.request.post_data_json["data"]["proof"]
    assert only["name"] == "b.txt"
    assert kept(district, survey, only["content"]) == b"two"


@pytest.mark.parametrize(
    ("name", "kind", "content", "sentence"),
    [
        ("big.txt", "text/plain", b"x" * 2_000, "big.txt is too large"),
        ("odd.jpg", "image/jpeg", b"no picture", "odd.jpg cannot be opened here"),
        ("page.txt", "text/plain", b"<script>", "Choose a PDF, a PNG"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named(
    visitors: Window, district: District, name: str, kind: str, content: bytes, sentence: str
) -> None:
    family, _ = begun(visitors, district, maxSize=1_500)
    choose(family, file("good.txt", "text/plain", b"good"))
    expect(family.page.get_by_text("Sent: good.txt")).to_be_visible()
    choose(family, file(name, kind, content))
    expect(family.page.get_by_role("alert").get_by_text(sentence)).to_be_visible()
    # What was there stays.
    expect(family.page.get_by_role("button", name="Remove good.txt")).to_be_visible()
    family.look("respond-file-refused")
