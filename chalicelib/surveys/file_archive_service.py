"""Files of answers on their way into an archive and out of one, one file in memory at a time.

An import seals each anew, under a fresh key that the new answer takes into what it seals itself. The object's name
follows from the answer's and the file's, so that a run that was stopped writes the same object again and leaves none
behind; what belongs to an answer that is stored already is left alone, because that answer holds its key.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.ids import random_bytes
from chalicelib.privacy import service as privacy
from chalicelib.privacy.vault import DataKey, DistrictKeys, SealError
from chalicelib.surveys.archived import ArchivedAnswer
from chalicelib.surveys.archived_files import ArchivedFile, place_of
from chalicelib.surveys.store import ResponseRow, response_pk, shard_of
from chalicelib.surveys.upload_service import Kept, keep_content, opened_content

SECRET_BYTES = 32
Held = Mapping[str, Sequence[ArchivedFile]]
FilesOfAnswer = dict[str, Kept]


class FoundFile(Struct, frozen=True):
    """A file for an archive: what its index says, and the bytes; none where the file itself is gone."""

    about: ArchivedFile
    content: bytes | None


def found_files(
    keys: DistrictKeys, survey_id: str, claimed: Iterable[tuple[str, FilesOfAnswer]]
) -> Iterator[FoundFile]:
    """The files of answers, by answer and file; one that is gone, or does not open, is told of without bytes."""
    for response_id, files in claimed:
        for upload_id, kept in sorted(files.items()):
            content = _content(keys, kept)
            path = "" if content is None else place_of(survey_id, upload_id, kept.type)
            said = (kept.question, kept.name, kept.type, kept.size, kept.sha256)
            yield FoundFile(ArchivedFile(response_id, upload_id, *said, path), content)


def _content(keys: DistrictKeys, kept: Kept) -> bytes | None:
    try:
        return opened_content(keys, kept)
    except (NotFound, SealError):
        return None


def restore_files(
    keys: DistrictKeys, survey_id: str, answers: Iterable[ArchivedAnswer], held: Held, read: Callable[[str], bytes]
) -> dict[str, FilesOfAnswer]:
    """Keep the files of answers that are not stored yet, by answer; `read` gives the bytes that stand at a path.

    One run at a time: two at once would each give a file another key.
    """
    with_files = [one.response for one in answers if held.get(one.response)]
    stored = _stored(keys, survey_id, with_files)
    return {
        response_id: {one.upload: _restored(keys, survey_id, one, read) for one in held[response_id]}
        for response_id in with_files
        if response_id not in stored
    }


def _stored(keys: DistrictKeys, survey_id: str, responses: Sequence[str]) -> set[str]:
    places = [(ResponseRow, response_pk(keys.district_id, survey_id, shard_of(one)), one) for one in responses]
    return {row.sk for row in dynamodb.batch_get(places) if row} if places else set()


def _restored(keys: DistrictKeys, survey_id: str, one: ArchivedFile, read: Callable[[str], bytes]) -> Kept:
    name = privacy.id_from(keys, "fil", "imported", survey_id, one.response, one.upload)
    key = DataKey(keys.district_id, name, 1, random_bytes(SECRET_BYTES))
    if one.path:
        keep_content(key, read(one.path))
    return Kept(name, key.secret, one.question, one.name, one.type, one.size, one.sha256)
