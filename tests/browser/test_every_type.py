"""Every type of question, on a phone and at a desk, in three languages, one of them from right to left.

Whoever has a keyboard alone answers each type; axe finds nothing before and after; what arrives is what was pressed.
"""

import re
from collections.abc import Callable
from itertools import product

import pytest
from playwright.sync_api import Page, Route, expect

from local.platform import Platform
from tests.api import acts
from tests.browser.conftest import Visitor
from tests.browser.type_definition import DEFINITION, TYPES
from tests.client import District, open_district
from tests.conftest import IS_THOROUGH, Figure

Window = Callable[..., Visitor]
MOST_TABS = 40
START = {"en": "I agree, start", "es": "Acepto, empezar", "ar": "أوافق، ابدأ"}
# Every width with every language under `make thorough`; else each width, and each language once.
CASES = list(product((360, 1280), START)) if IS_THOROUGH else [(360, "en"), (360, "ar"), (1280, "es")]
THANKS = {"en": "Thank you!", "es": "¡Gracias!", "ar": "شكرًا لك!"}
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40"/></svg>'
# Whether what has the focus stands in a question, and is such a thing.
IS_AT = """([name, kind]) => {
  const active = document.activeElement;
  return active.closest("[data-name]")?.dataset.name === name && active.matches(kind);
}"""
IS_OPEN = """document.activeElement.getAttribute("aria-expanded") === "true"
  && [...document.querySelectorAll("[role=option]")].some((option) => option.checkVisibility())"""
# What is pressed at each question: a word of keys is one press, a text after "=" is typed; "@" goes on to such a
# thing and "!" waits at one that comes by itself, by the name of its question where that is another; "?" opens a list.
KEYS: dict[str, list[str]] = {
    "text": ["=Elm"],
    "text_number": ["=7"],
    "text_range": ["ArrowUp"],
    "text_email": ["=a@b.example"],
    "text_date": ["=01312026"],
    "text_datetime-local": ["=01312026", "Tab", "=0830AM"],
    "text_month": ["=January", "Tab", "=2026"],
    "text_week": ["=052026"],
    "text_time": ["=0830AM"],
    "text_tel": ["=555 0100"],
    "text_url": ["=https://b.example"],
    "text_color": ["Tab"],  # The browser's own chooser opens by Enter; who passes by leaves its black.
    "text_password": ["=hush"],
    "comment": ["=Two", "Enter", "=lines"],
    "radiogroup": ["Space", "ArrowDown"],
    "checkbox": ["Space", "Tab", "Space"],
    "dropdown": ["?", "ArrowDown", "Enter"],
    "tagbox": ["?", "ArrowDown", "Enter", "Escape"],
    "buttongroup": ["Space"],
    "boolean": ["Space"],
    "rating": ["Space", "ArrowDown"],
    "rating_ten": ["Space"],
    "ranking": ["ArrowDown"],
    "slider": ["ArrowUp"],
    "imagepicker": ["Space", "ArrowDown", "ArrowDown"],
    "matrix": ["Space", "Tab", "Space"],
    "matrixdropdown": ["?", "Enter", "@input[type=text]:not([role])", "=note"],
    "matrixdynamic": ["Enter", "!input", "=row"],
    "multipletext": ["=Ana", "Tab", "=Lee"],
    "paneldynamic": ["Enter", "inner!input", "=deep"],
    "within": ["=in a panel"],
    "signaturepad": ["=Ana Lee"],
}
ARRIVES = {
    "text": "Elm",
    "text_number": 7,
    "text_range": 51,
    "text_email": "a@b.example",
    "text_date": "2026-01-31",
    "text_datetime-local": "2026-01-31T08:30",
    "text_month": "2026-01",
    "text_week": "2026-W05",
    "text_time": "08:30",
    "text_tel": "555 0100",
    "text_url": "https://b.example",
    "text_color": "#000000",
    "text_password": "hush",
    "comment": "Two\nlines",
    "radiogroup": "b",
    "checkbox": ["a", "b"],
    "dropdown": "b",
    "tagbox": ["b"],
    "buttongroup": "a",
    "boolean": True,
    "rating": 2,
    "rating_ten": 1,
    "ranking": ["b", "a", "c"],
    "slider": 1,
    "imagepicker": "c",
    "matrix": {"r1": 1, "r2": 1},
    "matrixdropdown": {"r1": {"pick": "a", "note": "note"}},
    "matrixdynamic": [{"note": "row"}],
    "multipletext": {"first": "Ana", "last": "Lee"},
    "paneldynamic": [{"inner": "deep"}],
    "within": "in a panel",
    "expression": 3,
}


@pytest.fixture(scope="module")
def survey(platform: Platform) -> tuple[District, str]:
    district = open_district(platform, "typington")
    return district, acts.make_survey(district.administrator, definition=DEFINITION, segments=[])


class Typist:
    """Somebody who presses keys and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def to(self, name: str, kind: str = "*") -> None:
        """Tab on until a thing of this kind in this question has the focus."""
        for _ in range(MOST_TABS):
            if self.page.evaluate(IS_AT, [name, kind]):
                return
            self.press("Tab")
        at = self.page.evaluate("document.activeElement.outerHTML.slice(0, 300)")
        raise AssertionError(f"{MOST_TABS} times Tab lead to no {kind} of {name}, but to {at}")

    def answer(self, name: str) -> None:
        self.to(name)
        for step in KEYS[name]:
            self.do(step, name)

    def do(self, step: str, name: str) -> None:
        if step.startswith("="):
            self.page.keyboard.type(step[1:])
            self.pressed += len(step) - 1
        elif "@" in step:
            self.to(name, step.removeprefix("@"))
        elif "!" in step:
            inner, _, kind = step.partition("!")
            self.page.wait_for_function(IS_AT, arg=[inner or name, kind])
        elif step == "?":
            self.open()
        else:
            self.press(step)

    def open(self) -> None:
        """Open a list of choices."""
        self.press("ArrowDown")
        self.page.wait_for_function(IS_OPEN)


def test_every_type_of_the_profile_has_keys() -> None:
    asked = {name.partition("_")[0] for name in KEYS} | {"panel", "expression", "file", "html", "image"}
    assert asked - {"within"} == set(TYPES)
    assert KEYS.keys() | {"expression"} == ARRIVES.keys() | {"signaturepad"}


@pytest.mark.parametrize(("width", "language"), CASES)
def test_each_is_answered_by_keyboard_alone_and_axe_finds_nothing(
    visitors: Window, survey: tuple[District, str], language: str, width: int, figure: Figure
) -> None:
    district, survey_id = survey
    visitor = visitors()
    page = visitor.page
    page.route(re.compile(r"/pictures/"), _picture)
    visitor.go(f"/d/{district.slug}/s/{survey_id}?lang={language}")
    page.get_by_role("button", name=START[language]).press("Enter")
    expect(page.locator("#survey-place")).to_be_visible()
    typist = Typist(page)
    for name in KEYS:
        if name == "signaturepad":
            typist.to("file", "button")
            typist.press("Enter")
            assert visitor.chooser()
        typist.answer(name)
    assert page.evaluate("[document.documentElement.lang, getComputedStyle(document.body).direction]") == [
        language,
        "rtl" if language == "ar" else "ltr",
    ]
    visitor.look(f"types-{language}")
    page.locator(".sd-navigation__complete-btn").focus()
    with page.expect_response(re.compile(r"/responses$")) as replied:
        typist.press("Enter")
    sent = replied.value.request.post_data_json["data"]
    signature = sent.pop("signaturepad")
    assert signature.startswith("data:image/png;base64,")
    assert sent == ARRIVES
    assert replied.value.status == 201
    expect(page.get_by_role("heading", level=1)).to_have_text(THANKS[language])
    figure(f"{len(KEYS)} questions answered by {typist.pressed} keys, {language}, {width} px")


def _picture(route: Route) -> None:
    """Pictures come, but for the last, which never does."""
    if route.request.url.endswith("c.svg"):
        route.fulfill(status=404)
    else:
        route.fulfill(body=PICTURE, content_type="image/svg+xml")
