"""Pieces of files, between the step that makes them and the archive: sealed, in the bucket whose objects live a day."""

import gzip
import hashlib

from msgspec import Struct

from chalicelib.aws import s3
from chalicelib.kernel.settings import settings
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DistrictKeys


class Piece(Struct, frozen=True):
    """Some bytes of a file of the archive, and how many rows they hold."""

    path: str
    key: str
    rows: int


class Made(Struct, frozen=True):
    """What a step made, as the ledger has it."""

    pieces: list[Piece]


def folder_of(export_id: str) -> str:
    """Where everything of an export lies; an export's random id leads nowhere but there."""
    return f"exports/{export_id}/"


def keep_piece(keys: DistrictKeys, export_id: str, path: str, data: bytes, rows: int) -> Piece:
    """Seal and keep some bytes; the key names what they are, so that of two runs at once neither spoils the other's."""
    name = hashlib.sha256(path.encode() + b"\0" + data).hexdigest()
    piece = Piece(path, f"{folder_of(export_id)}pieces/{name}", rows)
    _put(keys, piece.key, gzip.compress(data, 1, mtime=0))
    return piece


def piece_of_file(export_id: str, path: str, sha256: str) -> Piece:
    """The piece that one file of an answer is as a whole: found by its hash, because no ledger names so many."""
    name = hashlib.sha256(f"{path}\0{sha256}".encode()).hexdigest()
    return Piece(path, f"{folder_of(export_id)}pieces/{name}", 1)


def keep_file(keys: DistrictKeys, export_id: str, path: str, sha256: str, content: bytes) -> None:
    """Seal and keep a file of an answer, not compressed: most are so already."""
    _put(keys, piece_of_file(export_id, path, sha256).key, gzip.compress(content, 0, mtime=0))


def _put(keys: DistrictKeys, key: str, packed: bytes) -> None:
    s3.put_object(settings().work_bucket, key, vault.encrypt(_secret(keys), packed, key.encode()))


def read_piece(keys: DistrictKeys, piece: Piece) -> bytes:
    """The bytes of a piece; NotFound where its day is over, SealError where it was changed."""
    sealed = s3.get_object(settings().work_bucket, piece.key)
    return gzip.decompress(vault.decrypt(_secret(keys), sealed, piece.key.encode()))


def _secret(keys: DistrictKeys) -> bytes:
    return vault.derive(keys.index, "export-piece")
