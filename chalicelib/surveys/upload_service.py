"""Files of answers: taken in sealed, claimed by one answer in its transaction, and gone with it.

A file is an object in a bucket, sealed under a key of its own. Until an answer claims it, a row tells of it, and its
key lies among the keys with an order to go. The answer that claims it takes the key into what it seals itself: from
then on the file opens only through its answer, whose key ends both. No row tells who sent a file, nor when, beyond the
hour.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb, s3
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.kernel.ids import LETTERS, random_id
from chalicelib.kernel.settings import settings
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.erasure_service import note_erasure
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place
from chalicelib.surveys.engine.elements import Item, Questionnaire
from chalicelib.surveys.engine.profile.limits import LARGEST_FILE
from chalicelib.surveys.engine.uploads import is_accepted
from chalicelib.surveys.file_kinds import clean_name, kind_of
from chalicelib.surveys.store import RESPONSE_SHARDS, UploadRow, shard_of, uploads_pk

MOST_IN_AN_ANSWER = 20
HOUR, WAITS = 3600, timedelta(hours=24)
REFERENCE = "upload:"


class Kept(Struct, frozen=True):
    """What an answer seals of a file that it has claimed: where it lies, what opens it, and what it was."""

    object: str
    secret: bytes
    question: str
    name: str
    type: str
    size: int
    sha256: str


class Waiting(Struct, frozen=True):
    """What is sealed of a file that no answer has claimed."""

    survey: str
    question: str
    name: str
    type: str
    size: int
    sha256: str


class Uploaded(Struct, frozen=True):
    """What stands for a file in an answer."""

    name: str
    type: str
    content: str


class Claim(Struct, frozen=True):
    """The files of an answer by their references, the writes that give them to it, and the path of each."""

    files: dict[str, Kept]
    writes: list[Write]
    paths: list[str]


def take_in(
    keys: DistrictKeys, survey_id: str, question: str, item: Item, *, key: str, name: str, content: bytes
) -> Uploaded:
    """Keep a file for a day, until an answer claims it; the same key again gives the same reference.

    Raises Invalid (the field at fault), Conflict (the key was used for another file).
    """
    kind = _checked(item, name, content)
    upload_id = privacy.id_from(keys, "upl", survey_id, question, key)
    digest = hashlib.sha256(content).hexdigest()
    about = Waiting(survey_id, question, clean_name(name, kind), kind, len(content), digest)
    if item.upload and not is_accepted(item.upload, about.name, kind):
        raise Invalid("The file was not stored.", {"content": "Choose a file of a type that is asked for."})
    sealing = _remembered(keys, upload_id, about)
    keep_content(sealing, content)
    return Uploaded(about.name, kind, f"{REFERENCE}{upload_id}")


def _checked(item: Item, name: str, content: bytes) -> str:
    if not name.strip():
        raise Invalid("The file was not stored.", {"name": "Give the file its name."})
    if not content:
        raise Invalid("The file was not stored.", {"content": "The file is empty."})
    most = min(item.upload.largest or LARGEST_FILE, LARGEST_FILE) if item.upload else LARGEST_FILE
    if len(content) > most:
        raise Invalid("The file was not stored.", {"content": f"A file may have at most {most} bytes."})
    kind = kind_of(content)
    if kind is None:
        wanted = "Choose a PDF, a PNG, JPEG or WebP picture, plain text, or a Word or Excel file without macros."
        raise Invalid("The file was not stored.", {"content": wanted})
    return kind


def _remembered(keys: DistrictKeys, upload_id: str, about: Waiting) -> DataKey:
    """The row comes before the object, so that no object is without one; its key's end is ordered with it."""
    pk = uploads_pk(keys.district_id, shard_of(upload_id))
    key, stored = privacy.new_key(keys, random_id("fil"))
    row = UploadRow(
        pk,
        upload_id,
        subject=key.subject,
        hour=clock.hour(clock.now()),
        sealed=vault.seal(key, Place(UploadRow.TABLE, pk, upload_id), about),
    )
    goes_in = int(WAITS.total_seconds()) + HOUR - clock.seconds() % HOUR
    try:
        dynamodb.transact(
            dynamodb.put_new(row), stored, note_erasure(keys.district_id, key.subject, rows_go_in=goes_in)
        )
    except TakenError:
        return _same(keys, pk, upload_id, about)
    return key


def _same(keys: DistrictKeys, pk: str, upload_id: str, about: Waiting) -> DataKey:
    row = dynamodb.get(UploadRow, pk, upload_id)
    held = privacy.key_of(keys, row.subject) if row else None
    if row is None or held is None or _opened(held, row) != about:
        raise Conflict("This key was used for another file.", {"key": "Make a new key for a new file."})
    return held


def _opened(key: DataKey, row: UploadRow) -> Waiting:
    return vault.unseal(key, Place(row.TABLE, row.pk, row.sk), row.sealed, Waiting)


def _bound(district_id: str, file_id: str) -> bytes:
    return f"1|{district_id}|files|{file_id}".encode()


def keep_content(key: DataKey, content: bytes) -> None:
    """Put a file's bytes where its key's subject says, sealed under it; again is the same object."""
    used, bound = vault.derive(key.secret, "v1|files|content"), _bound(key.district_id, key.subject)
    place = f"{key.district_id}/{key.subject}"
    s3.put_object(settings().files_bucket, place, vault.encrypt(used, content, bound))


def file_items(questionnaire: Questionnaire) -> dict[str, Item]:
    """The file questions of a version by the key of their answers, those of panels and tables too."""
    return {(item.key or item.name): item for item in _every(questionnaire.items) if item.upload is not None}


def _every(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _every(item.cells)


def _references(value: Any, names: Mapping[str, Item], question: str, path: str) -> Iterator[tuple[str, str, Any]]:
    """Each file of an answer: its question, the path to it, and what stands for it."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name in names and isinstance(part, list):
                yield from ((name, f"{path}.{name}[{at}]", one) for at, one in enumerate(part))
            else:
                yield from _references(part, names, question, f"{path}.{name}")
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield from _references(part, names, question, f"{path}[{at}]")


def claim(keys: DistrictKeys, survey_id: str, questionnaire: Questionnaire, data: Mapping[str, Any]) -> Claim:
    """Give the files that a checked answer names to that answer; Invalid, by the path, where one is not to be had.

    Without files no read; else two BatchGetItem, whatever their number.
    """
    names = file_items(questionnaire)
    wanted = list(_references(dict(data), names, "", "data")) if names else []
    if not wanted:
        return Claim({}, [], [])
    if len(wanted) > MOST_IN_AN_ANSWER:
        raise Invalid("The answer was not stored.", {wanted[-1][1]: f"Give at most {MOST_IN_AN_ANSWER} files."})
    ids = [part["content"].removeprefix(REFERENCE) for _, _, part in wanted]
    if len(set(ids)) < len(ids):
        raise Invalid("The answer was not stored.", {wanted[-1][1]: "Give each file once."})
    rows = _rows(keys, ids)
    opened = privacy.keys_of(keys, [row.subject for row in rows.values()])
    files, faults = {}, {}
    for (question, path, part), upload_id in zip(wanted, ids, strict=True):
        row = rows.get(upload_id)
        key = opened.get(row.subject) if row else None
        about = _opened(key, row) if row and key else None
        if key is None or about is None or not _fits(about, survey_id, question, part):
            faults[path] = "Upload this file again: it is not here for this question, or it has been sent already."
        else:
            files[upload_id] = Kept(key.subject, key.secret, question, about.name, about.type, about.size, about.sha256)
    if faults:
        raise Invalid("The answer was not stored.", faults)
    here, taken = UploadRow.pk.exists(), [rows[one] for one in ids]
    writes = [dynamodb.delete(UploadRow, row.pk, row.sk, here) for row in taken]
    return Claim(files, writes, [path for _, path, _ in wanted])


def _rows(keys: DistrictKeys, ids: list[str]) -> dict[str, UploadRow]:
    places = [
        (UploadRow, uploads_pk(keys.district_id, shard_of(one)), one)
        for one in ids
        if len(one) > 2 and one[-2] in LETTERS  # noqa: PLR2004 - What is shorter has no last letter but one.
    ]
    found = dynamodb.batch_get(places) if places else []
    return {row.sk: row for row in found if isinstance(row, UploadRow)}


def _fits(about: Waiting, survey_id: str, question: str, part: dict[str, Any]) -> bool:
    return (about.survey, about.question, about.name, about.type) == (survey_id, question, part["name"], part["type"])


def remove_files(district_id: str, files: list[Kept]) -> None:
    """Delete the objects of answers that are gone; the same again is harmless."""
    if files:
        s3.delete_objects(settings().files_bucket, [f"{district_id}/{one.object}" for one in files])


def remove_unclaimed(district_id: str) -> int:
    """Delete files that no answer has claimed for a day; gives how many. One Query a shard.

    The row goes first, on condition that no answer took it at the same moment; its key goes by its order.
    """
    until, removed = clock.hour(clock.now() - WAITS), 0
    for shard in range(RESPONSE_SHARDS):
        for row in dynamodb.every(UploadRow, uploads_pk(district_id, shard)):
            if row.hour < until and _is_removed(row):
                s3.delete_objects(settings().files_bucket, [f"{district_id}/{row.subject}"])
                removed += 1
    return removed


def _is_removed(row: UploadRow) -> bool:
    try:
        dynamodb.transact(dynamodb.delete(UploadRow, row.pk, row.sk, UploadRow.pk.exists()))
    except TakenError:
        return False
    return True


def remove_all_files(district_id: str) -> None:
    """Delete every object of a district that leaves."""
    bucket = settings().files_bucket
    s3.delete_objects(bucket, list(s3.keys_in(bucket, f"{district_id}/")))


def read_file(keys: DistrictKeys, actor: Actor, survey_id: str, kept: Kept) -> bytes:
    """A file's bytes, after the audit entry of its reading; NotFound where the object is gone."""
    dynamodb.transact(assurance.record(keys.district_id, actor, "file.read", survey_id))
    return opened_content(keys, kept)


def opened_content(keys: DistrictKeys, kept: Kept) -> bytes:
    """A file's bytes, for whoever has written down the reading; NotFound where the object is gone."""
    sealed = s3.get_object(settings().files_bucket, f"{keys.district_id}/{kept.object}")
    used = vault.derive(kept.secret, "v1|files|content")
    content = vault.decrypt(used, sealed, _bound(keys.district_id, kept.object))
    if hashlib.sha256(content).hexdigest() != kept.sha256:
        raise NotFound
    return content
