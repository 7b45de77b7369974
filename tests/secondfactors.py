"""What somebody with a second factor does: adds an app or a passkey, and types a code."""

from typing import Any

from pyotp import TOTP

from chalicelib.kernel import clock
from chalicelib.kernel.settings import settings
from tests.authenticator import Authenticator
from tests.client import CONSENT, Answered, Browser


def code_of(secret: str, steps: int = 0) -> str:
    """What an app shows now, or some steps of 30 seconds away."""
    return str(TOTP(secret).at(clock.seconds() + 30 * steps))


def enrol(browser: Browser) -> tuple[str, list[str]]:
    """Give somebody an app; its secret and the recovery codes. The code of this moment is not used."""
    begun = browser.ok("POST", "/me/totp")
    assert begun["uri"].startswith("otpauth://totp/")
    with clock.frozen(clock.now()):  # Or the step could end between the code and its check.
        body = {"challenge": begun["challenge"], "code": code_of(begun["secret"], -1)}
        added: Any = browser.ok("PUT", "/me/totp", body)
    return begun["secret"], added["recovery_codes"]


def new_authenticator(**change: Any) -> Authenticator:
    """A device of passkeys that works for this platform's pages, but for the changes."""
    base_url = settings().base_url
    return Authenticator(**{"origin": base_url, "rp_id": base_url.split("/")[2].split(":")[0], **change})


def sign_in_by_passkey(slug: str, device: Authenticator) -> Browser:
    """A new browser, signed in by the only passkey of a device."""
    browser = Browser(slug)
    asked = browser.ok("POST", "/session/passkey/options", {})
    sent = {"challenge": asked["challenge"], "credential": device.prove(asked["options"])}
    session = browser.ok("POST", "/session/passkey", sent)
    browser.csrf, browser.user_id = session["csrf"], session["user"]["user_id"]
    return browser


def add_passkey(browser: Browser, device: Authenticator, name: str = "My phone") -> Answered:
    """Give somebody a passkey that lies on a device."""
    browser.ok("PUT", "/me/consents/biometric", {**CONSENT, "language": "en"})
    asked = browser.ok("POST", "/me/passkeys/options")
    body = {"challenge": asked["challenge"], "name": name, "credential": device.create(asked["options"])}
    return browser.api("POST", "/me/passkeys", body)
