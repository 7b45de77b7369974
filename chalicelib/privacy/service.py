"""Who can read a value: district keys, keys per person, blind indexes and ids that a client's key decides."""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.aws import dynamodb, kms
from chalicelib.aws.dynamodb import Write
from chalicelib.kernel import clock
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.ids import random_bytes, spelled
from chalicelib.privacy import vault
from chalicelib.privacy.store import (
    BLIND_SK,
    CURRENT_SK,
    KEY_SK,
    BlindRow,
    ClosingKeyRow,
    DistrictKeyRow,
    KeyRow,
    blind_pk,
    district_pk,
    key_pk,
)
from chalicelib.privacy.vault import DataKey, DistrictKeys

CACHED_SECONDS = 300


_opened: dict[str, tuple[int, DistrictKeys]] = {}


def _context(district_id: str, version: int) -> dict[str, str]:
    return {"district": district_id, "use": "kek", "ver": str(version)}


def found_keys(district_id: str, kms_key: str = "") -> tuple[DistrictKeys, Write]:
    """Keys for a new district, and the write that stores them, wrapped by its own KMS key or the platform's."""
    kek, wrapped = kms.generate_data_key(_context(district_id, 1), kms_key)
    index = random_bytes(32)
    index_wrapped = vault.encrypt(vault.derive(kek, "index"), index, district_id.encode())
    place = (district_pk(district_id), CURRENT_SK)
    row = DistrictKeyRow(*place, version=1, wrapped=wrapped, index_wrapped=index_wrapped, kms_key=kms_key)
    return DistrictKeys(district_id, 1, kek, index), dynamodb.put_new(row)


def open_keys_of(district_id: str) -> DistrictKeys:
    """The district's keys; NotFound where they have been destroyed. One read and one KMS call in five minutes.

    A district that has left costs a second read: its key has moved to where it has no history.
    """
    held = _opened.get(district_id)
    if held and 0 <= clock.seconds() - held[0] < CACHED_SECONDS:
        return held[1]
    keys = _open(district_id)
    _opened[district_id] = (clock.seconds(), keys)
    return keys


def _open(district_id: str) -> DistrictKeys:
    place = (district_pk(district_id), CURRENT_SK)
    row = dynamodb.get(DistrictKeyRow, *place) or dynamodb.get(ClosingKeyRow, *place)
    if row is None:
        raise NotFound
    version = int(row.version)
    kek = kms.decrypt(row.wrapped, _context(district_id, version), row.kms_key)
    index = vault.decrypt(vault.derive(kek, "index"), row.index_wrapped, district_id.encode())
    return DistrictKeys(district_id, version, kek, index)


def rewrap(row: DistrictKeyRow, district_id: str) -> tuple[bytes, str]:
    """A district's key, wrapped by a new KMS key of its own instead of the platform's, and that KMS key."""
    context = _context(district_id, int(row.version))
    own = kms.create_district_key(district_id)
    return kms.encrypt(kms.decrypt(row.wrapped, context), context, own), own


def district_version(item: Mapping[str, Any]) -> tuple[str, int] | None:
    """The district and version of a raw row of the key table, where it is a district's current key."""
    district_id = item["pk"]["S"].split("#")[1]
    if item["pk"]["S"] != district_pk(district_id) or item["sk"]["S"] != CURRENT_SK:
        return None
    return district_id, int(item["version"]["N"])


def forget_opened_keys() -> None:
    """Drop every district key from memory."""
    _opened.clear()


def new_key(keys: DistrictKeys, subject: str) -> tuple[DataKey, Write]:
    """A fresh key for a subject, and the write that stores it wrapped where none is."""
    key = DataKey(keys.district_id, subject, 1, random_bytes(32))
    row = KeyRow(key_pk(keys.district_id, subject), KEY_SK, version=1, wrapped=vault.wrap(keys.kek, key))
    return key, dynamodb.put_new(row)


def same_key(keys: DistrictKeys, key: DataKey) -> Write:
    """The write that leaves a stored key as it is, so that using it costs what making one costs; never one erased."""
    place, wrapped = (key_pk(keys.district_id, key.subject), KEY_SK), vault.wrap(keys.kek, key)
    return dynamodb.put(KeyRow(*place, version=key.version, wrapped=wrapped), KeyRow.pk.exists())


def keys_of(keys: DistrictKeys, subjects: Iterable[str]) -> dict[str, DataKey]:
    """The keys of subjects that still have one; an erased subject is absent. One BatchGetItem for up to 100."""
    wanted = list(dict.fromkeys(subjects))
    rows = dynamodb.batch_get([(KeyRow, key_pk(keys.district_id, one), KEY_SK) for one in wanted]) if wanted else []
    pairs = [(subject, row) for subject, row in zip(wanted, rows, strict=True) if isinstance(row, KeyRow)]
    return {
        subject: vault.unwrap(keys.kek, keys.district_id, subject, int(row.version), row.wrapped)
        for subject, row in pairs
    }


def key_of(keys: DistrictKeys, subject: str) -> DataKey:
    """The key of one subject; NotFound once it has been erased."""
    found = keys_of(keys, [subject])
    if subject not in found:
        raise NotFound
    return found[subject]


def blind_place(keys: DistrictKeys, kind: str, text: str) -> tuple[str, str]:
    """The key of the row that an e-mail address or user name is looked up by."""
    return blind_pk(keys.district_id, kind, vault.blind(keys.index, kind, text)), BLIND_SK


def claim_blind(keys: DistrictKeys, kind: str, text: str, subject: str) -> Write:
    """The write that gives a name or address to a subject, only where nobody has it."""
    pk, sk = blind_place(keys, kind, text)
    return dynamodb.put_new(BlindRow(pk, sk, subject=subject))


def same_blind(keys: DistrictKeys, kind: str, text: str, subject: str) -> Write:
    """The write that leaves a name or address with the subject that has it."""
    pk, sk = blind_place(keys, kind, text)
    return dynamodb.put(BlindRow(pk, sk, subject=subject), BlindRow.subject == subject)


def find_blind(keys: DistrictKeys, kind: str, text: str) -> str | None:
    """The subject that has this name or address, or None. One GetItem."""
    row = dynamodb.get(BlindRow, *blind_place(keys, kind, text))
    return row.subject if row else None


def id_from(keys: DistrictKeys, prefix: str, *parts: str) -> str:
    """The id that a client's key decides: the same request again finds the same row. Says nothing of time or person."""
    return f"{prefix}_{spelled(vault.fingerprint(keys.index, 'id|' + prefix, parts)[:16])}"
