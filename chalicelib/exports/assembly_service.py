"""Putting the archive together: pieces, hashed and packed as a stream, into one object."""

from collections import defaultdict

import msgspec
from msgspec import Struct

from chalicelib.assurance import ledger_service as ledger
from chalicelib.aws import s3
from chalicelib.aws.s3 import Upload
from chalicelib.districts.service import District
from chalicelib.exports import manifest
from chalicelib.exports.pieces_service import Made, Piece, folder_of, piece_of_file, read_piece
from chalicelib.exports.plan import Plan, steps_of
from chalicelib.exports.zipping import Zip
from chalicelib.kernel.errors import Unavailable
from chalicelib.kernel.settings import settings
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.surveys.archived_files import ArchivedFile

JOB, ASSEMBLE = "export_district", "zip"
COUNTED = {
    "holds.jsonl": "holds",
    "people.jsonl": "people",
    "teams.jsonl": "teams",
    "topics.jsonl": "topics",
    "shares.jsonl": "shares",
    "survey.json": "surveys",
    "roster.jsonl": "invited",
    "answers.jsonl": "answers",
    "files.jsonl": "files",
    "threads.jsonl": "dialogues",
    "timeline.csv": "messages",
    "audit.jsonl": "audit",
}


class Assembled(Struct, frozen=True):
    """A finished archive: its size and hashes, and how much of what is in it."""

    bytes: int
    sha256: str
    content_hash: str
    files: int
    counts: dict[str, int]


def archive_key(export_id: str) -> str:
    """Where the archive lies."""
    return f"{folder_of(export_id)}archive.zip"


def assemble(keys: DistrictKeys, district: District, export_id: str, plan: Plan, asked_at: str) -> Assembled:
    """Write the archive of an export whose steps are all done; doing it again gives the same bytes."""
    files = _pieces_by_path(export_id, plan)
    upload = Upload(settings().work_bucket, archive_key(export_id))
    made = Zip(upload)
    made.add(manifest.README, [manifest.note(district.name, asked_at[:10])])
    for path in sorted(files):
        made.add(path, (read_piece(keys, piece) for piece in files[path]), sum(piece.rows for piece in files[path]))
        if path.endswith(f"/{manifest.FILES_INDEX}"):
            _add_files(keys, export_id, made, files[path])
    counts = counts_of(files)
    listed = manifest.make(district.name, asked_at, counts, sorted(made.files, key=lambda one: one.path))
    made.add(manifest.MANIFEST, [manifest.written(listed)])
    size, sha256 = made.close()
    upload.finish()
    return Assembled(size, sha256, listed.content_hash, len(made.files), counts)


def _add_files(keys: DistrictKeys, export_id: str, made: Zip, index: list[Piece]) -> None:
    """Add the files of answers that an index names, one in memory at a time."""
    decoder = msgspec.json.Decoder(ArchivedFile)
    for piece in index:
        for one in map(decoder.decode, read_piece(keys, piece).splitlines()):
            if one.path:
                made.add(one.path, [read_piece(keys, piece_of_file(export_id, one.path, one.sha256))])


def _pieces_by_path(export_id: str, plan: Plan) -> dict[str, list[Piece]]:
    files: dict[str, list[Piece]] = defaultdict(list)
    for step in steps_of(plan):
        made = ledger.result_of(JOB, export_id, step.name, Made)
        if made is None:
            raise Unavailable("A step of this export is missing. It will be tried again.")
        for piece in made.pieces:
            files[piece.path].append(piece)
    return files


def counts_of(files: dict[str, list[Piece]]) -> dict[str, int]:
    """How many people, answers and so on the files hold."""
    counts = dict.fromkeys(COUNTED.values(), 0)
    for path, pieces in files.items():
        name = COUNTED.get(path.rpartition("/")[2])
        if name:
            counts[name] += sum(piece.rows for piece in pieces)
    return counts


def remove_pieces(export_id: str) -> None:
    """Delete what lies between the steps and the archive."""
    _remove(f"{folder_of(export_id)}pieces/")


def remove_all(export_id: str) -> None:
    """Delete everything of an export, its archive included."""
    _remove(folder_of(export_id))


def _remove(prefix: str) -> None:
    s3.delete_objects(settings().work_bucket, list(s3.keys_in(settings().work_bucket, prefix)))
