"""Signed documents: canonical JSON (RFC 8785) under ECDSA P-256, whose public half checks them without us.

A signed document is `{"document": …, "signature": base64 of DER, "algorithm": "ECDSA_SHA_256", "key": base64 of the
public key's SHA-256}`; what is signed is the SHA-256 of the document's canonical JSON. Documents hold text, whole
numbers, lists and maps of them, so that every reader writes them alike.
"""

import base64
import hashlib
from typing import Any

from msgspec import Struct

from chalicelib.aws import kms

ALGORITHM = "ECDSA_SHA_256"


class Signed(Struct, frozen=True):
    """A document and its signature."""

    document: dict[str, Any]
    signature: str
    algorithm: str
    key: str


def canonical(document: dict[str, Any]) -> bytes:
    """The one spelling of a document (RFC 8785, JSON Canonicalization Scheme)."""
    import rfc8785  # noqa: PLC0415 - loaded by those that sign; reading what was signed does not need it.

    return rfc8785.dumps(document)


def sign_document(document: dict[str, Any]) -> Signed:
    """The document, signed by the installation. Two KMS calls."""
    signature = kms.sign(hashlib.sha256(canonical(document)).digest())
    return Signed(document, base64.b64encode(signature).decode(), ALGORITHM, key_name(kms.public_key()))


def key_name(public_key: bytes) -> str:
    """What names a public key: the SHA-256 of its DER, in base64."""
    return base64.b64encode(hashlib.sha256(public_key).digest()).decode()
