"""A real browser against the whole platform, served as `make run` serves it."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from waitress.server import create_server

from local.front import Front
from local.platform import Platform, load_app
from tests.api.share_acts import refreshed
from tests.browser.axe import violations_of
from tests.client import District, open_district

SYSTEM_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SHOTS = os.environ.get("PARLEY_SHOTS")


def chromium_path() -> str | None:
    """$CHROMIUM, a system's browser, or None for Playwright's own download."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in SYSTEM_BROWSERS if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def site(platform: Platform) -> Iterator[str]:
    """The address at which this process serves pages and API."""
    port = urlsplit(platform.base_url).port
    server = create_server(
        Front(load_app()), host="127.0.0.1", port=port, threads=8, clear_untrusted_proxy_headers=True
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield platform.base_url
    server.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(QUIET))
    yield browser
    browser.close()


LEFTOVERS = """async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    scripts: document.cookie,
})"""


class Visitor:
    """One person's browser window: every page it settles on is checked by axe and must stay on our host."""

    def __init__(self, context: BrowserContext, site: str, width: int) -> None:
        self.context, self.site, self.width = context, site, width
        self.page: Page = context.new_page()
        self.foreign: list[str] = []
        self.faults: list[str] = []
        self.page.on("request", self._note)
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _note(self, request: object) -> None:
        address = str(request.url)  # type: ignore[attr-defined]
        if not address.startswith((self.site, "data:", "blob:")):
            self.foreign.append(address)

    def go(self, path: str) -> None:
        address = path if path.startswith("http") else self.site + path
        if address.partition("#")[0] == self.page.url.partition("#")[0]:
            self.page.goto("about:blank")
        self.page.goto(address)

    def leftovers(self) -> dict[str, object]:
        """Whatever the browser still holds of the pages it has seen: nothing, for somebody of the public."""
        held = self.page.evaluate(LEFTOVERS) | {"cookies": self.context.cookies()}
        return {kind: found for kind, found in held.items() if found}

    def look(self, name: str) -> None:
        """The page as it stands: no axe violation, nothing wider than the window."""
        self.page.wait_for_load_state("networkidle")
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{SHOTS}/{name}-{self.width}.png", full_page=True)
        assert violations_of(self.page) == [], name
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} px wider than the window of {self.width} px"


class Author(NamedTuple):
    """Somebody of the staff who can sign in."""

    username: str
    user_id: str


@pytest.fixture(params=[360, 1280])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def visitors(chromium: Browser, site: str, width: int) -> Iterator[object]:
    """Opens windows for people who do not know each other; in the end none has left our host or met an error."""
    opened: list[Visitor] = []

    def open_window(language: str = "en-US") -> Visitor:
        context = chromium.new_context(viewport={"width": width, "height": 800}, locale=language)
        context.set_default_timeout(15_000)
        opened.append(Visitor(context, site, width))
        return opened[-1]

    yield open_window
    for visitor in opened:
        visitor.context.close()
    assert [address for visitor in opened for address in visitor.foreign] == []


@pytest.fixture(scope="session")
def district(platform: Platform) -> District:
    """A district in which people sign in."""
    return open_district(platform, "signing")


@pytest.fixture
def author(district: District, width: int, request: pytest.FixtureRequest) -> Author:
    """Somebody new for each test and width, who makes surveys."""
    refreshed(district.administrator, "alice")
    username = f"author{request.session.items.index(request.node)}w{width}"
    return Author(username, district.colleague(username, "author").user_id)


@pytest.fixture
def visitor(visitors: Callable[[], Visitor]) -> Iterator[Visitor]:
    """A window whose device holds passkeys and asks nobody; in the end nothing is left where a script could read it."""
    opened = visitors()
    devices = opened.context.new_cdp_session(opened.page)
    devices.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    yield opened
    assert opened.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
