"""Signed links and sealed cursors: keys derived from the district's key by label (HKDF)."""

import base64
import binascii
import hmac
from typing import Any, TypeVar

import msgspec

from chalicelib.kernel.errors import Invalid, NotFound
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DistrictKeys, SealError

T = TypeVar("T")


def _spell(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _read(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        return b""


def sign(keys: DistrictKeys, purpose: str, claim: object) -> str:
    """A link's token: the claim and its HMAC-SHA-256, bound to district and purpose. Never expires by rotation."""
    body = msgspec.json.encode(claim)
    return f"{_spell(body)}.{_spell(_mac(keys, purpose, body))}"


def _mac(keys: DistrictKeys, purpose: str, body: bytes) -> bytes:
    return hmac.digest(vault.derive(keys.index, f"link|{purpose}"), body, "sha256")


def check_signed(keys: DistrictKeys, purpose: str, token: str, kind: type[T]) -> T:
    """The claim of a token that `sign` made for this district and purpose; NotFound for any other."""
    body, _, mac = token.partition(".")
    raw = _read(body)
    if not vault.same(_mac(keys, purpose, raw), _read(mac)):
        raise NotFound
    return msgspec.json.decode(raw, type=kind)


def seal_cursor(keys: DistrictKeys, bound_to: str, last_key: dict[str, Any] | None) -> str | None:
    """Where a list goes on, sealed, good only for the same person and the same question."""
    if last_key is None:
        return None
    secret = vault.derive(keys.kek, "cursor")
    return _spell(vault.encrypt(secret, msgspec.json.encode(last_key), bound_to.encode()))


def open_cursor(keys: DistrictKeys, bound_to: str, cursor: str) -> dict[str, Any] | None:
    """The key after which to go on; Invalid where the cursor was not made for this person and question."""
    if not cursor:
        return None
    try:
        plain = vault.decrypt(vault.derive(keys.kek, "cursor"), _read(cursor), bound_to.encode())
    except SealError:
        problem = {"cursor": "This is not a cursor of this list."}
        raise Invalid("The list cannot go on from there.", problem) from None
    last_key: dict[str, Any] = msgspec.json.decode(plain)
    return last_key
