"""Passwords: PBKDF2-HMAC-SHA-256 with 600,000 rounds and a 16-byte salt, then an HMAC by a key that never leaves KMS.

Sources: NIST SP 800-132 (PBKDF2), OWASP Password Storage Cheat Sheet (rounds), NIST SP 800-63B (length, no
composition rules). Stored as `$pbkdf2-sha256$v=2$i=600000$<salt>$<mac>`.
"""

import base64
import unicodedata

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from chalicelib.aws import kms
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.ids import random_bytes
from chalicelib.privacy import vault

ROUNDS = 600_000
SHORTEST, LONGEST = 15, 256
NOBODY = "$pbkdf2-sha256$v=2$i=600000$AAAAAAAAAAAAAAAAAAAAAA==$AAAA"


def check_password(password: str, username: str) -> None:
    """Raises Invalid where a new password is too short, too long, or hardly a secret."""
    folded = vault.folded(password)
    problem = ""
    if not SHORTEST <= len(password) <= LONGEST:
        problem = f"A password has {SHORTEST} to {LONGEST} characters. A sentence of your own is easy to remember."
    elif len(set(folded)) < 5 or (username and vault.folded(username) in folded):  # noqa: PLR2004 - five kinds of letters.
        problem = "This is too easy to guess: it repeats itself or holds your user name."
    if problem:
        raise Invalid("Please choose another password.", {"password": problem})


def _derived(password: str, salt: bytes) -> bytes:
    normal = unicodedata.normalize("NFC", password).encode()
    return PBKDF2HMAC(algorithm=SHA256(), length=32, salt=salt, iterations=ROUNDS).derive(normal)


def _mac(district_id: str, user_id: str, derived: bytes) -> bytes:
    return kms.mac(b"|".join((b"pw|v2", district_id.encode(), user_id.encode(), derived)))


def hash_password(district_id: str, user_id: str, password: str) -> str:
    """The stored form of a password. About 0.1 s of one core and one KMS call."""
    salt = random_bytes(16)
    mac = _mac(district_id, user_id, _derived(password, salt))
    spelled = (base64.b64encode(part).decode() for part in (salt, mac))
    return "$pbkdf2-sha256$v=2$i={}${}${}".format(ROUNDS, *spelled)


def is_password(district_id: str, user_id: str, password: str, stored: str) -> bool:
    """Whether this is the password; costs the same for the stored form of nobody."""
    salt, mac = (base64.b64decode(part) for part in stored.rsplit("$", 2)[1:])
    return vault.same(_mac(district_id, user_id, _derived(password, salt)), mac)
