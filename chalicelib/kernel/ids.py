"""The one door to randomness: ids, keys and tokens."""

import base64
import os

from chalicelib.kernel import clock

LETTERS = "abcdefghijklmnopqrstuvwxyz234567"  # In which `spelled` spells.
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def random_bytes(count: int) -> bytes:
    """Bytes from the operating system's cryptographic generator."""
    return os.urandom(count)  # noqa: TID251 - this is the door.


def random_id(prefix: str) -> str:
    """An id of 128 random bits that says nothing of when it was made: `svy_…`."""
    return f"{prefix}_{spelled(random_bytes(16))}"


def spelled(raw: bytes) -> str:
    """Bytes in lower-case base32, safe in addresses and keys."""
    return base64.b32encode(raw).decode().rstrip("=").lower()


def token() -> str:
    """A secret of 256 random bits, spelled for an address or a cookie (43 characters)."""
    return base64.urlsafe_b64encode(random_bytes(32)).decode().rstrip("=")


def ulid() -> str:
    """A lower-case ULID: sorts by its millisecond, then random. Never for an anonymous answer."""
    number = (int(clock.now().timestamp() * 1000) << 80) | int.from_bytes(random_bytes(10))
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))
