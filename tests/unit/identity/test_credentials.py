"""The hash of a password takes all its rounds, and reads a password as the standard says."""

import hashlib

from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from chalicelib.identity import credentials


def test_a_password_is_derived_as_another_library_derives_it(monkeypatch):
    monkeypatch.setattr(credentials, "PBKDF2HMAC", PBKDF2HMAC)  # Tests of the platform put a quicker one in its place.
    salt = bytes(range(credentials.SALT_BYTES))
    expected = hashlib.pbkdf2_hmac("sha256", "contraseña".encode(), salt, 600_000)
    assert credentials._derived("contrasen\u0303a", salt, credentials.ROUNDS) == expected


def test_a_stored_form_is_read_as_it_was_spelled(monkeypatch):
    monkeypatch.setattr(credentials, "key_mark", lambda: "0a1b2c3d")
    salt, mac = bytes(range(16)), bytes(32)
    parts = credentials.read_stored(credentials.spelled(salt, mac))
    assert (parts.version, parts.rounds, parts.salt, parts.key, parts.mac) == (2, 600_000, salt, "0a1b2c3d", mac)
