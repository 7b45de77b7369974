"""axe-core on a page: WCAG 2.0 to 2.2, levels A and AA."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],  # What passes is judged as well, but not told place by place.
    "preload": {"assets": ["media"]},  # No rule of these tags reads style sheets.
}


def violations_of(page: Page) -> list[str]:
    """Each violation as "rule: place, place"."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: " + ", ".join(str(node["target"]) for node in rule["nodes"][:4]) for rule in found]
