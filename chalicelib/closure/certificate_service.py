"""Certificates as they are stored and read: signed, in the bucket of backups, for everybody who knows their id."""

import base64
import re
from functools import cache

import msgspec
from msgspec import Struct

from chalicelib.assurance.signing_service import ALGORITHM, Signed, key_name
from chalicelib.aws import kms, s3
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.settings import settings

PREFIX = "certificates/"
_ID = re.compile(r"crt_[a-z2-7]{26}")


class PublicKey(Struct, frozen=True):
    """The public half of the installation's signing key: PEM, its name in documents, and the algorithm."""

    pem: str
    key: str
    algorithm: str


def store_certificate(district_id: str, certificate_id: str, signed: Signed) -> None:
    """Store a signed certificate; the same again is another version of the same."""
    if signed.document["district"]["id"] != district_id:
        raise NotFound
    s3.put_object(settings().backup_bucket, _key(certificate_id), msgspec.json.encode(signed))


def read_certificate(district_id: str, certificate_id: str) -> Signed:
    """A certificate of a district; NotFound otherwise. One GetObject."""
    if not _ID.fullmatch(certificate_id):
        raise NotFound
    signed = msgspec.json.decode(s3.get_object(settings().backup_bucket, _key(certificate_id)), type=Signed)
    if signed.document["district"]["id"] != district_id:
        raise NotFound
    return signed


def _key(certificate_id: str) -> str:
    return f"{PREFIX}{certificate_id}.json"


@cache
def public_key() -> PublicKey:
    """The key that checks what this installation signed. One KMS call in the life of a process."""
    der = kms.public_key()
    text = base64.b64encode(der).decode()
    lines = "\n".join(text[start : start + 64] for start in range(0, len(text), 64))
    pem = f"-----BEGIN PUBLIC KEY-----\n{lines}\n-----END PUBLIC KEY-----\n"
    return PublicKey(pem, key_name(der), ALGORITHM)
