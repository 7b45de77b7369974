"""A family sends a photo with its answer from a phone: what the photo knew of its place stays on the phone."""

import base64
from collections.abc import Callable

from playwright.sync_api import expect

from tests.api import acts
from tests.browser.conftest import Visitor
from tests.client import District

Window = Callable[..., Visitor]
SECRET = b"GPS 44.9537 N 93.0900 W"
DRAWN = """() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2400, 60];
    canvas.getContext("2d").fillRect(0, 0, 40, 40);
    return canvas.toDataURL("image/jpeg");
}"""


def photo(family: Visitor) -> bytes:
    """A JPEG with a comment in it, as cameras write places and devices."""
    plain = base64.b64decode(str(family.page.evaluate(DRAWN)).partition(",")[2])
    comment = b"\xff\xfe" + (len(SECRET) + 2).to_bytes(2) + SECRET
    return plain[:2] + comment + plain[2:]


def test_a_photo_is_sent_without_its_traces(visitors: Window, district: District) -> None:
    alice = district.administrator
    asked = {"pages": [{"name": "p", "elements": [{**acts.FILE_QUESTION, "acceptedTypes": "image/*"}]}]}
    survey = acts.make_survey(alice, definition=asked, segments=[])
    family = visitors()
    family.go(f"/d/{district.slug}/s/{survey}")
    family.page.get_by_role("button", name="I agree, start").click()
    chooser = family.page.locator("input[type=file]")
    chooser.wait_for(state="attached")
    sent = photo(family)
    assert SECRET in sent
    with family.page.expect_response("**/uploads") as replied:
        chooser.set_input_files({"name": "cat.jpg", "mimeType": "image/jpeg", "buffer": sent})
    expect(family.page.get_by_text("The file was sent.")).to_be_visible()
    expect(family.page.get_by_text("cat.jpg").first).to_be_visible()
    family.look("respond-file")
    family.page.get_by_role("button", name="Complete").click()
    expect(family.page.get_by_role("heading", name="Thank you")).to_be_visible()
    upload_id = str(replied.value.json()["content"]).removeprefix("upload:")
    path = f"/surveys/{survey}/responses/{acts.only_answer(alice, survey)}/files/{upload_id}"
    kept = base64.b64decode(alice.ok("GET", path)["content"])
    assert kept.startswith(b"\xff\xd8\xff")
    assert SECRET not in kept
