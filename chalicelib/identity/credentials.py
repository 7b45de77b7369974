"""Passwords: PBKDF2-HMAC-SHA-256 with 600,000 rounds and a 16-byte salt, then an HMAC by a key that never leaves KMS.

Sources: NIST SP 800-132 (PBKDF2), OWASP Password Storage Cheat Sheet (rounds), NIST SP 800-63B-4 (verifiers). Stored as
`$pbkdf2-sha256$v=2$i=600000$<salt>$k=<key>$<mac>`, where k is a short digest of the KMS key's name: it tells a report
which hashes a lost key would end. A form without k is read as well.
"""

import base64
import hashlib
import unicodedata
from collections.abc import Sequence

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from msgspec import Struct

from chalicelib.aws import kms, meter
from chalicelib.identity.guessing import ALONE, BESIDE_A_FACTOR, problem_of
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.ids import random_bytes
from chalicelib.kernel.settings import settings
from chalicelib.privacy import vault

VERSION, ROUNDS, SALT_BYTES = 2, 600_000, 16
NOBODY = "$pbkdf2-sha256$v=2$i=600000$AAAAAAAAAAAAAAAAAAAAAA==$k=00000000$AAAA"


class Stored(Struct, frozen=True):
    """The parts of a stored password."""

    version: int
    rounds: int
    salt: bytes
    key: str
    mac: bytes


def check_password(password: str, *, known: Sequence[str] = (), has_factor: bool = False) -> None:
    """Raises Invalid where a new password is too short, too long, or easily guessed.

    `known` are words that others know: the user name, the name, the district's. With a second factor eight characters
    are enough, without one fifteen.
    """
    problem = problem_of(password, known, BESIDE_A_FACTOR if has_factor else ALONE)
    if problem:
        raise Invalid("Please choose another password.", {"password": problem})


class NewPassword(Struct, frozen=True):
    """A password in its stored form, and whether it is good enough beside a second factor only."""

    stored: str
    needs_factor: bool


UNSET = NewPassword(NOBODY, needs_factor=False)


def new_password(
    district_id: str, user_id: str, password: str, *, known: Sequence[str], has_factor: bool
) -> NewPassword:
    """A password that somebody chose, checked and hashed; Invalid as `check_password` says."""
    check_password(password, known=known, has_factor=has_factor)
    needs_factor = has_factor and bool(problem_of(password, known, ALONE))
    return NewPassword(hash_password(district_id, user_id, password), needs_factor)


def hash_password(district_id: str, user_id: str, password: str) -> str:
    """The stored form of a password. About 0.15 s of one core and one KMS call."""
    salt = random_bytes(SALT_BYTES)
    return spelled(salt, _mac(VERSION, district_id, user_id, _derived(password, salt, ROUNDS)))


def spelled(salt: bytes, mac: bytes) -> str:
    """A stored form of today."""
    salt_text, mac_text = (base64.b64encode(part).decode() for part in (salt, mac))
    return f"$pbkdf2-sha256$v={VERSION}$i={ROUNDS}${salt_text}$k={key_mark()}${mac_text}"


def is_password(district_id: str, user_id: str, password: str, stored: str) -> bool:
    """Whether this is the password; costs the same for the stored form of nobody, and for an old one."""
    parts = read_stored(stored)
    derived = _derived(password, parts.salt, parts.rounds)
    if parts.rounds < ROUNDS:  # The time must not tell how old a hash is, and so whether there is an account.
        _derived(password, parts.salt, ROUNDS - parts.rounds)
    return vault.same(_mac(parts.version, district_id, user_id, derived), parts.mac)


def is_old(stored: str) -> bool:
    """Whether a password should be hashed anew, now that its owner has typed it."""
    parts = read_stored(stored)
    return parts.version < VERSION or parts.rounds < ROUNDS


def read_stored(stored: str) -> Stored:
    """The parts of a stored form; ValueError where it is none."""
    _, _, version, rounds, salt, *key, mac = stored.split("$")
    mark = key[0].removeprefix("k=") if key else ""
    return Stored(
        int(version.removeprefix("v=")),
        int(rounds.removeprefix("i=")),
        base64.b64decode(salt),
        mark,
        base64.b64decode(mac),
    )


def key_mark() -> str:
    """How the KMS key of this installation is told from another in a stored form."""
    return hashlib.sha256(settings().password_key.encode()).hexdigest()[:8]


def _derived(password: str, salt: bytes, rounds: int) -> bytes:
    meter.note(f"password.hash {rounds}")
    normal = unicodedata.normalize("NFC", password).encode()
    return PBKDF2HMAC(algorithm=SHA256(), length=32, salt=salt, iterations=rounds).derive(normal)


def _mac(version: int, district_id: str, user_id: str, derived: bytes) -> bytes:
    return kms.mac(b"|".join((f"pw|v{version}".encode(), district_id.encode(), user_id.encode(), derived)))
