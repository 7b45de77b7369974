"""Reading an archive: its manifest, its files, and each of their records, with the place of the first fault.

Nothing is trusted: a file that the manifest does not name, a hash that does not fit, a line that is not a record or
stands in the wrong order, an answer to a version that there is not - each is told with its file and its line.
"""

import hashlib
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any

import msgspec
from msgspec import Struct

from chalicelib.consents.archived import ArchivedAllowance
from chalicelib.continuity.archived import fault_of
from chalicelib.dialogues.archived import ArchivedThread, ArchivedTopic
from chalicelib.exports.manifest import DATA, FILE, MANIFEST, Listed, Manifest, Settings, content_hash, kind_of
from chalicelib.identity.archived import ArchivedPerson, ArchivedTeam
from chalicelib.kernel.errors import Invalid
from chalicelib.privacy.archived import ArchivedHold
from chalicelib.privacy.vault import folded
from chalicelib.sharing.archived import ArchivedShare
from chalicelib.surveys.archived import ArchivedAnswer, ArchivedMailing, ArchivedParticipant, ArchivedSurvey
from chalicelib.surveys.archived_files import ArchivedFile, Sent, fault_of_content, fault_of_record, sent_with
from chalicelib.surveys.engine.questionnaire import compile_questionnaire

MOST_LINE, BLOCK = 8 * 1024 * 1024, 1024 * 1024
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, KeyError)


class Definition(Struct, frozen=True):
    """A draft's or version's own bytes."""

    raw: bytes


class Kind(Struct, frozen=True):
    """A kind of file of data: which it is, what its records are, and by what they are sorted; None for a whole file."""

    name: str
    path: re.Pattern[str]
    record: Any
    order: Callable[[Any], Any] | None


def _kind(name: str, path: str, record: Any, order: Callable[[Any], Any] | None = None) -> Kind:
    return Kind(name, re.compile(path), record, order)


_SURVEY = r"surveys/(svy_[a-z2-7]{26})/"
# In the order in which an import takes them: definitions before the answers that the stream counts by them.
KINDS = (
    _kind("settings", r"district\.json", Settings),
    _kind("holds", r"holds\.jsonl", ArchivedHold, lambda one: one.hold),
    _kind("people", r"people\.jsonl", ArchivedPerson, lambda one: one.user),
    _kind("teams", r"teams\.jsonl", ArchivedTeam, lambda one: one.team),
    _kind("consents", r"consents\.jsonl", ArchivedAllowance, lambda one: one.user),
    _kind("topics", r"topics\.jsonl", ArchivedTopic, lambda one: one.topic),
    _kind("shares", r"shares\.jsonl", ArchivedShare, lambda one: one.share),
    _kind("survey", rf"{_SURVEY}survey\.json", ArchivedSurvey),
    _kind("definition", rf"{_SURVEY}definition-(draft|v\d{{4}})\.json", Definition),
    _kind("mailings", rf"{_SURVEY}mailings\.jsonl", ArchivedMailing, lambda one: one.mailing),
    _kind("roster", rf"{_SURVEY}roster\.jsonl", ArchivedParticipant, lambda one: folded(one.email)),
    _kind("answers", rf"{_SURVEY}answers\.jsonl", ArchivedAnswer, lambda one: one.response),
    _kind("files", rf"{_SURVEY}files\.jsonl", ArchivedFile, lambda one: (one.response, one.upload)),
    _kind("threads", r"dialogues/threads\.jsonl", ArchivedThread, lambda one: (one.created_at, one.thread)),
)
NEEDED = (
    "district.json", "holds.jsonl", "people.jsonl", "teams.jsonl", "consents.jsonl", "topics.jsonl", "shares.jsonl",
    "dialogues/threads.jsonl",
)  # fmt: skip


def kind_of_data(path: str) -> Kind | None:
    """The kind of a file of data, or None where it is none that an archive has."""
    return next((kind for kind in KINDS if kind.path.fullmatch(path)), None)


def survey_of(path: str) -> str:
    """The survey whose file this is, or nothing."""
    return path.split("/")[1] if path.startswith("surveys/") else ""


def _refused(place: str, said: str) -> Invalid:
    return Invalid("This archive cannot be imported. Nothing was written.", {place: said})


class Archive:
    """An archive that is open for reading; Invalid where it is none."""

    def __init__(self, stream: Any) -> None:
        try:
            self._zip = zipfile.ZipFile(stream)
            self.manifest_bytes = self._zip.read(MANIFEST)
            self.manifest = msgspec.json.decode(self.manifest_bytes, type=Manifest)
        except msgspec.MsgspecError as error:
            raise _refused(MANIFEST, str(error)) from None
        except DAMAGED:
            raise _refused(MANIFEST, "This is not an archive, it is damaged, or it has no manifest.") from None

    def files_of_data(self) -> list[Listed]:
        """The files that an import takes, in the order in which it does: each survey's together."""
        found = [one for one in self.manifest.files if one.kind == DATA]
        return sorted(found, key=lambda one: _rank(one.path))

    def whole(self, path: str) -> bytes:
        """All bytes of a file that is checked."""
        return self._zip.read(path)

    def records(self, listed: Listed) -> Iterator[tuple[int, Any]]:
        """The records of a file of data with their lines; Invalid at the first that is none."""
        kind = kind_of_data(listed.path)
        if kind is None:
            raise _refused(listed.path, "This is not a file of this format.")
        if kind.order is None:
            yield 1, _record(kind, listed.path, 1, self.whole(listed.path))
            return
        with self._zip.open(listed.path) as file:
            before = None
            for number, line in enumerate(_lines(file), 1):
                record = _record(kind, listed.path, number, line)
                at = kind.order(record)
                if before is not None and at <= before:
                    raise _refused(f"{listed.path} line {number}", "This record stands twice, or in the wrong order.")
                before = at
                yield number, record

    # --- Checking

    def check(self) -> int:
        """Whether the archive is whole and every record holds; gives the number of records, or raises Invalid."""
        self._check_names()
        for listed in self.manifest.files:
            self._check_bytes(listed)
        checking = Checking(self.manifest, self.whole)
        rows = sum(checking.take(listed, number, record)
                   for listed in self.files_of_data() for number, record in self.records(listed))  # fmt: skip
        checking.finish()
        return rows

    def _check_names(self) -> None:
        named, held = [one.path for one in self.manifest.files], self._zip.namelist()
        for path in sorted({*named} ^ ({*held} - {MANIFEST})):
            raise _refused(path, "The manifest and the archive do not have the same files.")
        if len(named) != len({*named}) or len(held) != len({*held}):
            raise _refused(MANIFEST, "A file stands twice.")
        for path in NEEDED:
            if path not in named:
                raise _refused(path, "This file is missing.")
        if content_hash(self.manifest.files) != self.manifest.content_hash:
            raise _refused(MANIFEST, "The content hash is not that of the files.")

    def _check_bytes(self, listed: Listed) -> None:
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(listed.path) as file:
                while size <= listed.bytes and (block := file.read(BLOCK)):
                    digest.update(block)
                    size += len(block)
        except DAMAGED:
            raise _refused(listed.path, "This file is damaged.") from None
        if (size, digest.hexdigest()) != (listed.bytes, listed.sha256):
            said = f"Its bytes are not those of the manifest.{self._first_fault(listed)}"
            raise _refused(listed.path, said)

    def _first_fault(self, listed: Listed) -> str:
        """Where a changed file is visibly broken, if it is."""
        if listed.kind != DATA:
            return ""
        try:
            for _ in self.records(listed):
                pass
        except Invalid as fault:
            return " " + " ".join(f"{place}: {said}" for place, said in fault.fields.items())
        except DAMAGED:
            return ""
        return ""


def _rank(path: str) -> tuple[int, str, int, str]:
    kind = kind_of_data(path)
    place = KINDS.index(kind) if kind else len(KINDS)
    survey = survey_of(path)
    first = next(number for number, one in enumerate(KINDS) if one.name == "survey")
    return (first if survey else place, survey, place, path)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    while line := file.readline(MOST_LINE):
        yield line


def _record(kind: Kind, path: str, number: int, raw: bytes) -> Any:
    place = path if kind.order is None else f"{path} line {number}"
    if kind.record is Definition:
        return _definition(place, raw)
    if kind.order is not None and not raw.endswith(b"\n"):
        raise _refused(place, "The line has no end: the file is cut, or a line is too long.")
    try:
        return msgspec.json.decode(raw, type=kind.record)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _refused(place, str(error)) from None


def _definition(place: str, raw: bytes) -> Definition:
    try:
        compile_questionnaire(msgspec.json.decode(raw, type=dict[str, Any]))
    except msgspec.MsgspecError as error:
        raise _refused(place, str(error)) from None
    except Invalid as problem:
        raise _refused(place, "; ".join(f"{name}: {said}" for name, said in problem.fields.items())) from None
    return Definition(raw)


def _fault_of_settings(held: Settings) -> str:
    named = {rule.school for rule in held.retention} - {"", *held.schools}
    return " ".join(
        ["A rule names an unknown school."] if named else [fault_of(rule) for rule in held.retention]
    ).strip()


class Checking:
    """What the records of an archive have to say to each other."""

    def __init__(self, manifest: Manifest, whole: Callable[[str], bytes]) -> None:
        self._files = {one.path: one for one in manifest.files}
        self._whole = whole
        self._survey: ArchivedSurvey | None = None
        self._invited: set[str] = set()
        self._sent: dict[tuple[str, str], Sent] = {}
        self._unnamed = {path for path in self._files if kind_of(path) == FILE}

    def take(self, listed: Listed, number: int, record: Any) -> int:
        """Check one record; Invalid where it does not fit. Gives 1."""
        fault = ""
        if isinstance(record, ArchivedSurvey):
            self._survey, self._invited, self._sent = record, set(), {}
            fault = self._fault_of_survey(listed.path, record)
        elif survey_of(listed.path):
            fault = self._fault_within(listed.path, record)
        elif isinstance(record, Settings):
            fault = _fault_of_settings(record)
        if fault:
            raise _refused(listed.path if record is self._survey else f"{listed.path} line {number}", fault)
        return 1

    def finish(self) -> None:
        """Raises Invalid where a file belongs to no answer."""
        for path in sorted(self._unnamed):
            raise _refused(path, "No files.jsonl names this file.")

    def _fault_of_survey(self, path: str, survey: ArchivedSurvey) -> str:
        if survey_of(path) != survey.survey:
            return "The survey is not that of its folder."
        names = [one.name for one in survey.definitions]
        wanted = {"draft", *(f"v{number:04d}" for number in range(1, survey.version + 1))}
        if len(names) != len({*names}) or {*names} != wanted:
            return "Its definitions are not a draft and every version."
        missing = [name for name in names if f"surveys/{survey.survey}/definition-{name}.json" not in self._files]
        return f"The definition {missing[0]} is missing." if missing else ""

    def _fault_within(self, path: str, record: Any) -> str:
        survey = self._survey
        if survey is None or survey.survey != survey_of(path):
            return "The survey has no survey.json."
        if isinstance(record, ArchivedParticipant):
            self._invited.add(folded(record.email))
            return "An anonymous survey has no roster." if survey.mode == "anonymous" else ""
        if isinstance(record, ArchivedAnswer):
            self._sent |= {(record.response, upload): sent for upload, sent in sent_with(record.data)}
            return self._fault_of_answer(survey, record)
        if isinstance(record, ArchivedFile):
            return self._fault_of_file(survey, record)
        is_known = not isinstance(record, Definition) or path.rpartition("definition-")[2].removesuffix(".json") in {
            one.name for one in survey.definitions
        }
        return "" if is_known else "The survey does not name this definition."

    def _fault_of_answer(self, survey: ArchivedSurvey, answer: ArchivedAnswer) -> str:
        if answer.version > survey.version:
            return "The survey has no such version."
        if answer.participant and survey.mode != "identified":
            return "Only an identified survey's answers name somebody."
        if answer.participant and folded(answer.participant) not in self._invited:
            return "Nobody of this address is in the roster."
        return ""

    def _fault_of_file(self, survey: ArchivedSurvey, one: ArchivedFile) -> str:
        fault = fault_of_record(survey.survey, one, self._sent.get((one.response, one.upload)))
        if fault or not one.path:
            return fault
        listed = self._files.get(one.path)
        if listed is None:
            return f"{one.path} is missing."
        if one.path not in self._unnamed:
            return f"{one.path} is named twice."
        self._unnamed.discard(one.path)
        if (listed.bytes, listed.sha256) != (one.size, one.sha256):
            return f"The size or the SHA-256 is not that of {one.path}."
        return fault_of_content(one, self._whole(one.path))
