"""`make export-campaign`: whether a district of any size comes out of an archive as it went in, and again.

An archive is made up and imported into an empty district; that one is exported, its archive imported into a second
empty district, and that one exported. All three archives have to hold the same data, byte by byte.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar
from zipfile import ZipFile

from msgspec import Struct

from bench.__main__ import quiet
from bench.archives import Made
from bench.events import Context
from bench.installation import Installation
from chalicelib.assurance.actor import of_job
from chalicelib.aws import dynamodb, s3
from chalicelib.aws.s3 import Reading
from chalicelib.exports import service as exports
from chalicelib.exports.assembly_service import archive_key
from chalicelib.exports.import_service import import_archive
from chalicelib.exports.reading import Archive
from chalicelib.exports.work_service import work_on_export
from chalicelib.jobs.districts import open_district
from chalicelib.kernel.ids import random_id
from chalicelib.kernel.settings import settings
from chalicelib.privacy import service as privacy
from chalicelib.surveys.archive_service import every_survey
from chalicelib.surveys.tally_service import recount_survey
from local import platform

ACTOR, FOR_EVER = of_job("bench"), 1e9
T = TypeVar("T")


class Timed(Struct, frozen=True):
    """One stage and what it took."""

    stage: str
    seconds: float


class Outcome(Struct, frozen=True):
    """A round trip: the records, the three content hashes, the size of the archive, and the times."""

    rows: int
    hashes: list[str]
    bytes: int
    files: int
    times: list[Timed]

    @property
    def is_equal(self) -> bool:
        return len({*self.hashes}) == 1


def campaign(rows: int, seed: int) -> Outcome:
    """Two round trips of a district of so many records, in the installation that this process lives in."""
    times: list[Timed] = []

    def timed(stage: str, work: Callable[[], T]) -> T:
        started = time.perf_counter()
        made = work()
        times.append(Timed(stage, time.perf_counter() - started))
        return made

    made = Made(rows, seed)
    key = f"imports/{random_id('arc')}.zip"
    s3.put_object(settings().work_bucket, key, made.archive())
    hashes = [_manifest_of(key)]
    for number in ("first", "second"):
        district_id = _opened(f"campaign-{number}-{rows}")
        timed(f"{number} import", partial(_imported, district_id, key))
        timed(f"{number} recount", partial(_recounted, district_id))
        key = timed(f"{number} export", partial(_exported, district_id))
        hashes.append(_manifest_of(key))
    archive = s3.get_object(settings().work_bucket, key)
    with ZipFile(Reading(settings().work_bucket, key)) as held:
        files = len(held.namelist())
    return Outcome(made.counted, hashes, len(archive), files, times)


def _opened(slug: str) -> str:
    event = {"slug": slug, "name": "Empty", "timezone": "America/New_York", "email": f"admin@{slug}.example"}
    return str(open_district(event, Context())["district_id"])


def _manifest_of(key: str) -> str:
    return Archive(Reading(settings().work_bucket, key)).manifest.content_hash


def _imported(district_id: str, key: str) -> None:
    made = import_archive(privacy.open_keys_of(district_id), ACTOR, key, seconds=FOR_EVER)
    assert made.finished


def _recounted(district_id: str) -> None:
    """What the stream does on a platform; here nobody follows it."""
    keys = privacy.open_keys_of(district_id)
    for head in every_survey(district_id):
        recount_survey(keys, head.sk, repair=True)


def _exported(district_id: str) -> str:
    export_id = random_id("exp")
    dynamodb.write(dynamodb.put_new(exports.new_row(district_id, export_id, "usr_bench")))
    assert work_on_export(district_id, ACTOR, export_id, seconds=FOR_EVER)
    return archive_key(export_id)


def main(arguments: list[str] | None = None) -> int:
    """Go round twice and print; 1 where the archives differ."""
    parser = argparse.ArgumentParser(prog="python -m bench.exports", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="records of the district")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        running = platform.start(Path(folder) / "local", "http://localhost:8000", say=lambda _: None, is_synced=False)
        try:
            place = Installation(running, "exports")
            place.make()
            with quiet(), place.lived_in():
                found = campaign(chosen.rows, chosen.seed)
        finally:
            running.stop()
    print(f"{found.rows} records, {found.files} files, {found.bytes} bytes of archive")
    for one in found.times:
        print(f"{one.stage:<16}{one.seconds:>9.1f} s{found.rows / one.seconds:>10.0f} records a second")
    for name, told in zip(("made up", "first export", "second export"), found.hashes, strict=True):
        print(f"{name:<16}{told}")
    print(f"most memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
    print("equal" if found.is_equal else "NOT EQUAL")
    return 0 if found.is_equal else 1


if __name__ == "__main__":
    sys.exit(main())
