"""A real browser against the whole platform, served as `make run` serves it."""

import logging
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    FileChooser,
    Page,
    Playwright,
    sync_playwright,
)

from chalicelib.entry import log
from local.front import Front
from local.platform import Platform, load_app
from local.serving import served
from tests.api.share_acts import refreshed
from tests.browser.axe import violations_of
from tests.client import District, open_district
from tests.conftest import IS_THOROUGH

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
# A refusal that a person is meant to meet: the browser reports it to the console, as any reply that is not a good one.
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


def chromium_path() -> str | None:
    """$CHROMIUM, a system's browser, or None for Playwright's own download."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in SYSTEM_BROWSERS if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def request_log(platform: Platform) -> Path:
    """What this process logs while it serves; it lies with the other data, as under `make run`, and is searched too."""
    path = Path(platform.aws.state).parent / "requests.log"
    kept = logging.FileHandler(path)
    kept.setFormatter(log._logger().registered_formatter)
    log._logger().addHandler(kept)
    logging.getLogger().addHandler(kept)
    return path


class Server:
    """What serves pages and API; it can be killed, with every connection, and started again."""

    def __init__(self, port: int) -> None:
        self.port, self.running, self.is_running = port, ExitStack(), False

    def start(self) -> None:
        self.running.enter_context(served(Front(load_app()), self.port))
        self.is_running = True

    def kill(self) -> None:
        self.running.close()
        self.is_running = False


@pytest.fixture(scope="session")
def session_server(platform: Platform, request_log: Path) -> Iterator[Server]:
    """The one server of this process."""
    port = urlsplit(platform.base_url).port
    assert port
    server = Server(port)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def server(session_server: Server) -> Iterator[Server]:
    """The server, for a test that kills it; afterwards it runs for the others."""
    yield session_server
    if not session_server.is_running:
        session_server.start()


@pytest.fixture(scope="session")
def site(platform: Platform, session_server: Server) -> str:
    """The address at which this process serves pages and API."""
    return platform.base_url


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
        self.choosers: list[FileChooser] = []
        # From the beginning: the browser is asked for its choosers in its own time, and one opened before is lost.
        self.page.on("filechooser", lambda opened: self.choosers.append(opened))  # noqa: PLW0108
        self.page.on("request", self._note)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _note(self, request: object) -> None:
        address = str(request.url)  # type: ignore[attr-defined]
        if not address.startswith((self.site, "data:", "blob:")):
            self.foreign.append(address)

    def _hear(self, said: ConsoleMessage) -> None:
        """Keep an error of our own pages; what another host fails to give is noted where it is asked for."""
        is_ours = said.location["url"].startswith((self.site, "about:")) or not said.location["url"]
        if said.type == "error" and is_ours and not REFUSED.match(said.text):
            self.faults.append(said.text)

    def go(self, path: str) -> None:
        address = path if path.startswith("http") else self.site + path
        if address.partition("#")[0] == self.page.url.partition("#")[0]:
            self.page.goto("about:blank")
        self.page.goto(address)

    def leftovers(self) -> dict[str, object]:
        """Whatever the browser still holds of the pages it has seen: nothing, for somebody of the public."""
        held = self.page.evaluate(LEFTOVERS) | {"cookies": self.context.cookies()}
        return {kind: found for kind, found in held.items() if found}

    def chooser(self) -> FileChooser:
        """The device's chooser of files that has just been opened."""
        for _ in range(100):
            if self.choosers:
                return self.choosers.pop()
            self.page.wait_for_timeout(50)
        raise AssertionError("No chooser of files was opened.")

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


PHONE, DESKTOP = 360, 1280


@pytest.fixture(params=[PHONE, DESKTOP] if IS_THOROUGH else [PHONE])
def width(request: pytest.FixtureRequest) -> int:
    """A window's width: a phone's, where most goes wrong; under `make thorough`, and where a test says so, both."""
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
    assert [fault for visitor in opened for fault in visitor.faults] == []


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
