"""Browsers that have signed in before: a cookie of randomness, of which an account keeps a digest.

The cookie signs nobody in and says nothing about anybody; it only earns tries of its own where strangers have used up
the account's. The digest is bound to the account, so that two accounts in one browser cannot be told to share it.
"""

import re
from collections.abc import Sequence

from chalicelib.kernel import ids
from chalicelib.privacy import vault

COOKIE = "__Host-device"
COOKIE_SECONDS = 365 * 86_400
MOST_DEVICES = 10
_FORM = re.compile(r"[A-Za-z0-9_-]{43}")


def digest_of(district_id: str, user_id: str, browser: str) -> str:
    """What an account keeps of a browser's cookie; nothing for a value that is not of our making."""
    return vault.digest(f"device|{district_id}|{user_id}|{browser}") if _FORM.fullmatch(browser) else ""


def known_digest(held: Sequence[str], district_id: str, user_id: str, browser: str) -> str:
    """The digest of a browser that the account knows, or nothing."""
    digest = digest_of(district_id, user_id, browser)
    return digest if digest and digest in held else ""


def own_or_new(browser: str) -> str:
    """The value that a browser already sends, which other accounts in it may stand on, or a new one."""
    return browser if _FORM.fullmatch(browser) else ids.token()


def with_device(held: Sequence[str], digest: str) -> list[str]:
    """An account's devices with one more, the oldest going first."""
    return [*(one for one in held if one != digest), digest][-MOST_DEVICES:]


def header(browser: str) -> str:
    """The header that sets the cookie for a year: for this host alone, out of reach of scripts."""
    return f"{COOKIE}={browser}; Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age={COOKIE_SECONDS}"
