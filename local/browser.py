"""Find the Chromium that the browser tests and pictures use, or fetch one: `python -m local.browser`.

Looked for in this order: $CHROMIUM, a system Chromium or Chrome, Playwright's own download, the system's packages (as
root). A test never skips for want of a browser: where none can be had, this fails.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


class NoBrowserError(Exception):
    """There is no Chromium and none could be fetched."""


def find_chromium() -> str | None:
    """The path of a Chromium on this machine; None where there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    return found or next((path for path in MAC if Path(path).exists()), None) or _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow to import, and seldom needed.

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def require_chromium() -> str:
    """The path of a Chromium, fetched where there is none; NoBrowserError where that fails."""
    found = find_chromium()
    if found is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
        found = find_chromium()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "--yes", "--quiet", "chromium"], check=False)
        found = find_chromium()
    if found is None:
        raise NoBrowserError(
            "The browser tests need Chromium or Chrome. Install one, or name it: CHROMIUM=/path make test"
        )
    return found


if __name__ == "__main__":
    try:
        require_chromium()
    except NoBrowserError as error:
        sys.exit(str(error))
