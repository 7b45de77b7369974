"""What every browser test watches for is seen where it is planted: a watch that sees nothing would clear everything."""

import pytest

from tests.browser.axe import violations_of
from tests.browser.conftest import Visitor
from tests.client import District

PICTURE = (
    "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"data:image/gif;base64,R0lGODlhAQAB\">')"
)
WIDE = "document.querySelector('main').insertAdjacentHTML('beforeend', '<hr id=\"wide\">')"
WIDEN = "document.getElementById('wide').style.width = '2000px'"


@pytest.fixture
def window(visitor: Visitor, district: District) -> Visitor:
    visitor.go(f"/d/{district.slug}/talk")
    visitor.look("talk-watched")
    return visitor


def test_a_picture_without_words_is_seen(window: Visitor) -> None:
    window.page.evaluate(PICTURE)
    assert any(found.startswith("image-alt") for found in violations_of(window.page))


def test_whatever_is_wider_than_the_window_is_seen(window: Visitor) -> None:
    window.page.evaluate(WIDE)
    window.page.evaluate(WIDEN)
    with pytest.raises(AssertionError, match="px wider than the window"):
        window.look("talk-widened")


def test_a_page_that_calls_another_host_or_fails_is_seen(window: Visitor) -> None:
    window.page.evaluate("fetch('https://elsewhere.example/').catch(() => 0)")
    window.page.evaluate("console.error('planted')")
    window.page.evaluate("setTimeout(() => { throw new Error('thrown') })")
    window.page.evaluate("fetch('/api/d/no-such-district/topics')")
    window.page.wait_for_load_state("networkidle")
    told = "\n".join([*window.foreign, *window.faults])
    assert "elsewhere.example" in told
    assert "planted" in window.faults
    assert "thrown" in told
    assert "404" not in told
    window.foreign.clear()
    window.faults.clear()
