"""Sealing: AES-256-GCM under a key per person, so that erasing one small key erases every copy of what it sealed.

A sealed value is `format 1 | algorithm 1 | key version 2 | nonce 12 | ciphertext | tag 16`. Its key is
HKDF-SHA-256(data key, "v1|table|attribute"); its associated data names district, logical table, partition key, sort
key, attribute and row version, so that a ciphertext can neither be moved nor rolled back. Sources: NIST SP 800-38D
(GCM), RFC 5869 (HKDF), NIST SP 800-57 (key separation).
"""

import hashlib
import hmac
import unicodedata
from typing import TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

from chalicelib.kernel.ids import random_bytes

T = TypeVar("T")
FORMAT, AES_256_GCM = 1, 1
NONCE, TAG, HEADER = 12, 16, 4
OFFLINE_BITS = 4096


class SealError(Exception):
    """A sealed value does not open: wrong key, wrong place, altered or cut. Never says which."""


class DataKey(Struct, frozen=True):
    """The key of one person, or of one anonymous answer."""

    district_id: str
    subject: str
    version: int
    secret: bytes


class DistrictKeys(Struct, frozen=True):
    """A district's open keys: held in memory for at most five minutes, never stored."""

    district_id: str
    version: int
    kek: bytes
    index: bytes


class Place(Struct, frozen=True):
    """Where a sealed value stands: it opens nowhere else."""

    table: str
    pk: str
    sk: str
    attribute: str = "sealed"
    version: int = 1


def derive(secret: bytes, label: str) -> bytes:
    """HKDF-SHA-256 (RFC 5869) with an empty salt: a 256-bit key for one labelled use."""
    extracted = hmac.digest(b"\0" * 32, secret, "sha256")
    return hmac.digest(extracted, label.encode() + b"\x01", "sha256")


def _bound(*parts: str | int) -> bytes:
    return msgspec.json.encode(parts)


def _header(version: int) -> bytes:
    return bytes((FORMAT, AES_256_GCM)) + version.to_bytes(2)


def _aad(key: DataKey, place: Place) -> bytes:
    return _bound(FORMAT, key.district_id, place.table, place.pk, place.sk, place.attribute, place.version)


def encrypt(secret: bytes, plain: bytes, aad: bytes, version: int = 1) -> bytes:
    """The plain bytes sealed under a 256-bit key, with header and fresh nonce."""
    nonce = random_bytes(NONCE)
    return _header(version) + nonce + AESGCM(secret).encrypt(nonce, plain, aad)


def decrypt(secret: bytes, sealed: bytes, aad: bytes) -> bytes:
    """What `encrypt` sealed; SealError for anything else."""
    if len(sealed) < HEADER + NONCE + TAG or sealed[:2] != bytes((FORMAT, AES_256_GCM)):
        raise SealError
    try:
        return AESGCM(secret).decrypt(sealed[HEADER : HEADER + NONCE], sealed[HEADER + NONCE :], aad)
    except InvalidTag:
        raise SealError from None


def seal(key: DataKey, place: Place, value: object) -> bytes:
    """A JSON value or Struct, sealed for one place."""
    used = derive(key.secret, f"v1|{place.table}|{place.attribute}")
    return encrypt(used, msgspec.json.encode(value), _aad(key, place), key.version)


def unseal(key: DataKey, place: Place, sealed: bytes, kind: type[T]) -> T:
    """The value that was sealed for this place; SealError otherwise."""
    used = derive(key.secret, f"v1|{place.table}|{place.attribute}")
    return msgspec.json.decode(decrypt(used, sealed, _aad(key, place)), type=kind)


def opens(key: DataKey, place: Place, sealed: bytes) -> bool:
    """Whether a key opens what is sealed for a place, whatever it is."""
    try:
        decrypt(derive(key.secret, f"v1|{place.table}|{place.attribute}"), sealed, _aad(key, place))
    except SealError:
        return False
    return True


def wrap(kek: bytes, key: DataKey) -> bytes:
    """The data key's secret, sealed under the district's key."""
    return encrypt(derive(kek, "wrap"), key.secret, _bound(key.district_id, key.subject, key.version))


def unwrap(kek: bytes, district_id: str, subject: str, version: int, wrapped: bytes) -> DataKey:
    """The data key that `wrap` sealed for this district and subject; SealError otherwise."""
    secret = decrypt(derive(kek, "wrap"), wrapped, _bound(district_id, subject, version))
    return DataKey(district_id, subject, version, secret)


def fingerprint(secret: bytes, label: str, value: object) -> bytes:
    """A keyed digest of a payload: equal payloads compare equal, and nobody without the key can guess one."""
    return hmac.digest(derive(secret, label), msgspec.json.encode(value, order="sorted"), "sha256")


def same(left: bytes, right: bytes) -> bool:
    """Whether two digests are equal, in constant time."""
    return hmac.compare_digest(left, right)


def folded(text: str) -> str:
    """Text as it is compared for look-up: NFC, trimmed, lower case."""
    return unicodedata.normalize("NFC", text.strip()).lower()


def blind(index_secret: bytes, kind: str, text: str) -> str:
    """The blind index of an e-mail address or user name: HMAC-SHA-256 of its folded form, in hex."""
    return hmac.digest(derive(index_secret, f"blind|{kind}"), folded(text).encode(), "sha256").hex()


def digest(text: str) -> str:
    """SHA-256 in hex of a token that is itself 256 random bits, so that a table holds no usable token."""
    return hashlib.sha256(text.encode()).hexdigest()


def public_key_name(der: bytes) -> str:
    """What names an offline key: the SHA-256 of its public half, in hex."""
    return hashlib.sha256(der).hexdigest()


def seal_offline(der: bytes, plain: bytes, aad: bytes) -> bytes:
    """Plain bytes that only the private half of an RSA key opens: `key's SHA-256 32 | wrapped secret | sealed`.

    The secret is fresh, wrapped by RSA-OAEP with SHA-256 (RFC 8017), and seals as `encrypt` does. SealError for a
    key that is not RSA of 4096 bits or more.
    """
    public = serialization.load_der_public_key(der)
    if not isinstance(public, rsa.RSAPublicKey) or public.key_size < OFFLINE_BITS:
        raise SealError
    secret = random_bytes(32)
    oaep = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
    return hashlib.sha256(der).digest() + public.encrypt(secret, oaep) + encrypt(secret, plain, aad)
