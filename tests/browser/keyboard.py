"""Somebody who has a keyboard and nothing else: Tab to a thing by its name, then press or type."""

import re

from playwright.sync_api import Page

# What a screen reader would call the thing that has the focus.
_ACTIVE = """() => {
  const active = document.activeElement;
  const labels = [...(active.labels || [])].map((label) => label.innerText).join(" ");
  return (active.getAttribute("aria-label") || labels || active.innerText || "").trim().replace(/\\s+/g, " ");
}"""
_WATCH = """for (const kind of ["pointerdown", "mousedown", "touchstart"])
  addEventListener(kind, () => { window.notePointing(); }, true)"""
MOST_TABS = 220


class Keyboard:
    """The keys, and a watch over everything that is no key."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed, self.has_pointed = page, 0, False
        # Kept here and not in the browser, where a test looks for leftovers.
        page.expose_function("notePointing", self._note_pointing)
        page.add_init_script(_WATCH)

    def _note_pointing(self) -> None:
        """A mouse, a finger or a pen was used on some page."""
        self.has_pointed = True

    @property
    def at(self) -> str:
        """The name of what has the focus."""
        return str(self.page.evaluate(_ACTIVE))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def to(self, name: str, *, back: bool = False) -> None:
        """Tab, or Shift and Tab, until something of this name (a regular expression, from its start) has the focus."""
        seen = []
        for _ in range(MOST_TABS):
            self.press("Shift+Tab" if back else "Tab")
            at = self.at
            if re.match(name, at):
                return
            seen.append(at[:40])
        raise AssertionError(f"{MOST_TABS} times Tab lead to no {name!r}, but to {seen}")

    def wait_at(self, name: str) -> None:
        """Wait until the page itself has moved the focus to something of this name."""
        for _ in range(200):
            if re.match(name, self.at):
                return
            self.page.wait_for_timeout(25)
        raise AssertionError(f"The focus is at {self.at!r}, not at {name!r}")
