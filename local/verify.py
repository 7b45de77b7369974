"""`make verify FILE=… KEY=…`: whether a signed document is what an installation signed. It needs only the two files.

KEY is the installation's public key (PEM or DER), as the district was given it when it opened.
"""

import base64
import binascii
import hashlib
import sys
from pathlib import Path

import msgspec
import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from chalicelib.assurance.signing_service import ALGORITHM, Signed, key_name


class NotSigned(Exception):
    """A document that the key did not sign; the message says what is wrong with it."""


def read_key(raw: bytes) -> ec.EllipticCurvePublicKey:
    """The public key of a file; NotSigned where there is none."""
    load = serialization.load_pem_public_key if raw.startswith(b"-----") else serialization.load_der_public_key
    try:
        key = load(raw)
    except ValueError as error:
        raise NotSigned("The key file holds no public key.") from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise NotSigned("The key is not one of ECDSA.")
    return key


def require_signed(raw: bytes, key: ec.EllipticCurvePublicKey) -> Signed:
    """The signed document in a file; NotSigned where it is none, or not by this key."""
    try:
        signed = msgspec.json.decode(raw, type=Signed)
        signature = base64.b64decode(signed.signature, validate=True)
    except (msgspec.MsgspecError, binascii.Error) as error:
        raise NotSigned("The file is not a signed document.") from error
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if signed.algorithm != ALGORITHM or signed.key != key_name(der):
        raise NotSigned("Another key is named in the document.")
    try:
        digest = hashlib.sha256(rfc8785.dumps(signed.document)).digest()
        key.verify(signature, digest, ec.ECDSA(utils.Prehashed(hashes.SHA256())))
    except (InvalidSignature, rfc8785.CanonicalizationError) as error:
        raise NotSigned("The document is not as it was signed.") from error
    return signed


def main(arguments: list[str]) -> int:
    """Verify and print the document; 1 with a sentence where it cannot be trusted."""
    if len(arguments) != 2 or not all(arguments):  # noqa: PLR2004 - a file and a key.
        print("Name the document and the key: make verify FILE=certificate.json KEY=parley.pem", file=sys.stderr)
        return 1
    try:
        file, key = (Path(name).read_bytes() for name in arguments)
        signed = require_signed(file, read_key(key))
    except (OSError, NotSigned) as error:
        print(error, file=sys.stderr)
        return 1
    print(msgspec.json.format(msgspec.json.encode(signed.document), indent=2).decode())
    print("Signed by this key, and unchanged since.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
