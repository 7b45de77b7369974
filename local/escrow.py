"""`make escrow FOLDER=… KEY=…`: opens an escrow of the key table and writes its rows as JSON Lines on standard output.

FOLDER holds the objects of one day as they lie in the bucket under `escrow/`: the manifest and the sealed parts. KEY is
the private half, in PEM; a passphrase is asked for. It needs nothing else, and belongs on a machine that is not online.
"""

import getpass
import gzip
import hashlib
import sys
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from chalicelib.continuity import manifest
from chalicelib.continuity.escrow_service import Escrow
from chalicelib.privacy import vault
from chalicelib.privacy.vault import SealError

NAMED = 32  # A part begins with the SHA-256 of the key's public half; the wrapped secret is as long as the key.


class NotOpenedError(Exception):
    """An escrow that does not open; the message says why."""


def read_private_key(raw: bytes, password: bytes | None) -> rsa.RSAPrivateKey:
    """The private key of a PEM file; NotOpenedError where it holds none or the passphrase is wrong."""
    try:
        key = serialization.load_pem_private_key(raw, password)
    except (ValueError, TypeError) as error:
        raise NotOpenedError("The key file does not open.") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise NotOpenedError("The key is not one of RSA.")
    return key


def open_part(key: rsa.RSAPrivateKey, sealed: bytes, place: str) -> bytes:
    """The lines of one part, which was sealed for its place in the bucket."""
    wrapped, rest = sealed[NAMED : NAMED + key.key_size // 8], sealed[NAMED + key.key_size // 8 :]
    oaep = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
    try:
        return gzip.decompress(vault.decrypt(key.decrypt(wrapped, oaep), rest, place.encode()))
    except (ValueError, SealError) as error:
        raise NotOpenedError(f"{place} does not open with this key, or is not as it was sealed.") from error


def open_escrow(folder: Path, key: rsa.RSAPrivateKey) -> list[bytes]:
    """All lines of an escrow, held against its manifest; NotOpenedError otherwise."""
    made = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Escrow)
    der = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if hashlib.sha256(der).hexdigest() != made.key:
        raise NotOpenedError("The escrow was sealed for another key.")
    lines: list[bytes] = []
    for part in made.parts:
        plain = open_part(key, (folder / Path(part).name).read_bytes(), part)
        lines += plain.split(b"\n") if plain else []
    if len(lines) != made.items or manifest.spelled(manifest.hash_of(lines)) != made.content_hash:
        raise NotOpenedError("The escrow does not hold what its manifest says.")
    return lines


def main(arguments: list[str]) -> int:
    """Open and write the rows; 1 with a sentence where it cannot be done."""
    if len(arguments) != 2 or not all(arguments):  # noqa: PLR2004 - a folder and a key.
        print("Name the folder and the key: make escrow FOLDER=escrow/2026-11-23 KEY=escrow.pem", file=sys.stderr)
        return 1
    folder, raw = Path(arguments[0]), Path(arguments[1]).read_bytes()
    password = getpass.getpass("Passphrase: ").encode() if b"ENCRYPTED" in raw else None
    try:
        lines = open_escrow(folder, read_private_key(raw, password))
    except (OSError, NotOpenedError) as error:
        print(error, file=sys.stderr)
        return 1
    sys.stdout.buffer.write(b"\n".join(lines) + b"\n")
    print(f"{len(lines)} rows, as they were sealed.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
