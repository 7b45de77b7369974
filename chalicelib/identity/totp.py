"""Time-based one-time codes (RFC 6238): SHA-1, six digits, steps of 30 seconds, one step of tolerance either way."""

import base64

STEP_SECONDS, TOLERANCE, ISSUER = 30, 1, "Parley"


def spelled_seed(seed: bytes) -> str:
    """A seed as apps take it: base32."""
    return base64.b32encode(seed).decode()


def address_of(seed: bytes, username: str, district: str) -> str:
    """The otpauth address that a QR code carries."""
    from pyotp import TOTP  # noqa: PLC0415 - No cold start of another route pays for it.

    return TOTP(spelled_seed(seed)).provisioning_uri(name=username, issuer_name=f"{ISSUER} {district}")


def step_of(seed: bytes, code: str, now: int, last_step: int) -> int | None:
    """The step that a code belongs to, where it is newer than the last one used; None for a wrong or an old code."""
    from pyotp import TOTP  # noqa: PLC0415 - As above.
    from pyotp.utils import strings_equal  # noqa: PLC0415 - As above.

    app = TOTP(spelled_seed(seed))
    steps = range(now // STEP_SECONDS - TOLERANCE, now // STEP_SECONDS + TOLERANCE + 1)
    found = [step for step in steps if strings_equal(code, app.generate_otp(step))]
    return next((step for step in found if step > last_step), None)
