"""Importing an archive into an empty district: checked as a whole first, then written batch by batch.

Everything is sealed anew under the district's own keys. A run that was stopped goes on with the batch that the ledger
lacks; a batch that was half entered is completed, because what is there already is left alone.
"""

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from msgspec import Struct

from chalicelib.assurance import ledger_service as ledger
from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.s3 import Reading
from chalicelib.dialogues import restore_service as dialogues
from chalicelib.exports.district_service import take_allowances, take_settings
from chalicelib.exports.manifest import FILES_INDEX, Listed
from chalicelib.exports.reading import Archive, Definition, kind_of_data, survey_of
from chalicelib.identity import archive_service as people
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.settings import settings
from chalicelib.privacy.hold_archive_service import restore_holds
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.sharing import archive_service as shares
from chalicelib.surveys import restore_service as surveys
from chalicelib.surveys.archived import ArchivedAnswer, ArchivedSurvey
from chalicelib.surveys.archived_files import ArchivedFile
from chalicelib.surveys.file_archive_service import restore_files

JOB, BATCH = "import_district", 500
MOST_IN_FILES = 64 * 1024 * 1024  # Of the files of the answers of one batch.
Watch = Callable[[str], None]


class Rows(Struct, frozen=True):
    """How many records a step took."""

    rows: int


class Imported(Struct, frozen=True):
    """How far an import is: whether it is finished, the records in the archive, and the archive's content hash."""

    finished: bool
    rows: int
    content_hash: str


def _unwatched(_step: str) -> None:
    """Nobody looks on."""


def require_empty(district_id: str) -> None:
    """Raises Conflict where the district has people, teams, surveys, topics, dialogues or shares."""
    held = {
        "people": people.has_people,
        "surveys": surveys.has_surveys,
        "dialogues": dialogues.has_dialogues,
        "shares": shares.has_shares,
    }
    found = [name for name, has in held.items() if has(district_id)]
    if found:
        said = f"It has {', '.join(found)}. Open a new district for the archive."
        raise Conflict("An archive is imported into an empty district only.", {"district": said})


def import_archive(
    keys: DistrictKeys, actor: Actor, key: str, *, seconds: float, watch: Watch = _unwatched
) -> Imported:
    """Go on with an import for so many seconds, one batch at least.

    Raises NotFound (no such object), Invalid (naming the file and line at fault; nothing is written then) or Conflict
    (the district is not empty). `watch` is called after each step's work and again after its entry in the ledger.
    """
    stream = Reading(settings().work_bucket, key)
    archive = Archive(stream)
    unit = _unit(keys.district_id, stream.etag, archive.manifest_bytes)
    work = _Work(keys, actor, archive, unit, watch)
    rows = work.begin()
    finished = work.go_on(time.monotonic() + seconds)
    return Imported(finished, rows, archive.manifest.content_hash)


def _unit(district_id: str, etag: str, manifest: bytes) -> str:
    """What the ledger calls this archive in this district: another archive under the same key is another import."""
    return f"{district_id}#{hashlib.sha256(etag.encode() + b'#' + manifest).hexdigest()[:24]}"


class _Work:
    """One run of an import."""

    def __init__(self, keys: DistrictKeys, actor: Actor, archive: Archive, unit: str, watch: Watch) -> None:
        self._keys = keys
        self._actor = actor
        self._archive = archive
        self._unit = unit
        self._watch = watch
        self._entered = set(ledger.steps_of(JOB, unit))
        self._survey: ArchivedSurvey | None = None
        self._files: dict[str, list[ArchivedFile]] = {}

    def _once(self, step: str, work: Callable[[], int]) -> int:
        def watched() -> Rows:
            made = Rows(work())
            self._watch(step)
            return made

        made = ledger.once(JOB, self._unit, step, watched, Rows).rows
        self._watch(step)
        return made

    def _record(self, verb: str, rows: int) -> int:
        district_id = self._keys.district_id
        detail = {"content": self._archive.manifest.content_hash, "rows": str(rows)}
        dynamodb.transact(assurance.record(district_id, self._actor, verb, district_id, **detail))
        return rows

    def begin(self) -> int:
        """Check the archive and the district, once for all runs; gives the number of records."""
        if "1 begun" not in self._entered:
            require_empty(self._keys.district_id)
        rows = self._once("0 checked", self._archive.check)
        return self._once("1 begun", partial(self._record, "district.import_begun", rows))

    def go_on(self, until: float) -> bool:
        """Take the batches that are not taken; False where the time is over before the last."""
        for step, work in self._steps():
            if step not in self._entered:
                self._once(step, work)
                if time.monotonic() >= until:
                    return False
        self._once("9 finished", partial(self._record, "district.imported", 0))
        return True

    def _steps(self) -> Iterator[tuple[str, Callable[[], int]]]:
        """Every step in order; a survey's head comes after everything else of it."""
        taken = [one for one in self._archive.files_of_data() if not one.path.endswith(f"/{FILES_INDEX}")]
        for listed in taken:
            if self._survey and survey_of(listed.path) != self._survey.survey:
                yield self._head()
            for number, some in enumerate(self._batches(listed)):
                yield f"5 {listed.path}#{number:05d}", partial(self._take, listed, some)
        if self._survey:
            yield self._head()

    def _head(self) -> tuple[str, Callable[[], int]]:
        assert self._survey is not None
        survey, self._survey = self._survey, None
        return f"5 surveys/{survey.survey}/head", partial(surveys.restore_head, self._keys, survey)

    def _batches(self, listed: Listed) -> Iterator[list[Any]]:
        some, heavy = list[Any](), 0
        for _, record in self._archive.records(listed):
            if isinstance(record, ArchivedSurvey):
                self._survey, self._files = record, self._index(record.survey)
                return
            some.append(record)
            heavy += self._bytes_of_files(record)
            if len(some) == BATCH or heavy >= MOST_IN_FILES:
                yield some
                some, heavy = [], 0
        if some:
            yield some

    def _index(self, survey_id: str) -> dict[str, list[ArchivedFile]]:
        """The files of a survey's answers, by answer; none in an archive that was made without them."""
        path, found = f"surveys/{survey_id}/{FILES_INDEX}", defaultdict(list)
        for listed in self._archive.files_of_data():
            if listed.path == path:
                for _, one in self._archive.records(listed):
                    found[one.response].append(one)
        return dict(found)

    def _bytes_of_files(self, record: Any) -> int:
        is_answer = isinstance(record, ArchivedAnswer)
        return sum(one.size for one in self._files.get(record.response, ())) if is_answer else 0

    def _take(self, listed: Listed, some: list[Any]) -> int:
        """Write one batch; gives how many records it held."""
        keys, survey_id, kind = self._keys, survey_of(listed.path), kind_of_data(listed.path)
        assert kind is not None
        takers: dict[str, Callable[[], object]] = {
            "settings": lambda: take_settings(keys, some[0]),
            "holds": lambda: restore_holds(keys, some),
            "people": lambda: people.restore_people(keys, some),
            "teams": lambda: people.restore_teams(keys, some),
            "consents": lambda: take_allowances(keys, some),
            "topics": lambda: dialogues.restore_topics(keys, some),
            "shares": lambda: shares.restore_shares(keys, some),
            "definition": lambda: self._restore_definition(listed.path, some[0]),
            "mailings": lambda: surveys.restore_mailings(keys, survey_id, some),
            "roster": lambda: surveys.restore_roster(keys, survey_id, some),
            "answers": lambda: self._restore_answers(survey_id, some),
            "threads": lambda: dialogues.restore_threads(keys, some),
        }
        takers[kind.name]()
        return len(some)

    def _restore_answers(self, survey_id: str, some: list[ArchivedAnswer]) -> int:
        files = restore_files(self._keys, survey_id, some, self._files, self._archive.whole)
        return surveys.restore_answers(self._keys, survey_id, some, files)

    def _restore_definition(self, path: str, definition: Definition) -> int:
        assert self._survey is not None
        name = path.rpartition("definition-")[2].removesuffix(".json")
        about = next(one for one in self._survey.definitions if one.name == name)
        return surveys.restore_definition(self._keys, self._survey.survey, about, definition.raw)
