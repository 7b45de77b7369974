"""What each step of an export makes: some files of the archive, or pieces of them."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

import msgspec

from chalicelib.approvals import service as approvals
from chalicelib.assurance import archive_service as audit
from chalicelib.assurance import ledger_service as ledger
from chalicelib.dialogues import archive_service as dialogues
from chalicelib.dialogues.archived import ArchivedThread, months
from chalicelib.districts.service import get_district
from chalicelib.exports import plan as planning
from chalicelib.exports.cells import (
    EVENT,
    PARTICIPANT,
    PERSON,
    THREAD,
    answer_cells,
    answer_heading,
    days_of,
    event_cells,
    folder_of,
    numbered,
    participant_cells,
    person_cells,
    thread_cells,
)
from chalicelib.exports.district_service import access_of, address_of, allowances, every_request, settings_of
from chalicelib.exports.manifest import FILES_INDEX
from chalicelib.exports.pieces_service import Made, Piece, keep_file, keep_piece, read_piece
from chalicelib.exports.plan import Plan, PlannedSurvey, Step
from chalicelib.exports.tables import Workbook, csv_lines
from chalicelib.identity import archive_service as people
from chalicelib.identity import designation_service as designations
from chalicelib.kernel import clock
from chalicelib.privacy.hold_archive_service import archived_holds
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.sharing import archive_service as shares
from chalicelib.surveys import archive_service as surveys
from chalicelib.surveys.archived import ArchivedAnswer
from chalicelib.surveys.archived_files import ArchivedFile
from chalicelib.surveys.export import Path
from chalicelib.surveys.file_archive_service import found_files
from chalicelib.surveys.service import find_head
from chalicelib.surveys.store import SurveyRow
from chalicelib.surveys.tally_service import count_answers
from chalicelib.surveys.upload_service import Kept

T = TypeVar("T")
JOB = "export_district"
EVENTS_IN_A_WORKBOOK = 200_000


def make_plan(keys: DistrictKeys) -> Plan:
    """Everything that there is to read, as it is now."""
    district_id, today = keys.district_id, clock.iso(clock.now())[:10]
    heads = surveys.every_survey(district_id)
    thread, answer = dialogues.oldest_thread(district_id), surveys.oldest_answer(keys)
    first = min(day for day in (audit.day_of_opening(district_id), thread[:10], answer[:10], today) if day)
    return Plan(
        [_planned(keys, head) for head in heads],
        list(months(thread, today)) if thread else [],
        list(months(first, today)),
    )


def _planned(keys: DistrictKeys, head: SurveyRow) -> PlannedSurvey:
    parts = planning.parts_for(count_answers(keys, head)) if head.version else 0
    return PlannedSurvey(head.sk, parts, head.mode != "anonymous")


class Maker:
    """One export at work: its keys, its id and its plan."""

    def __init__(self, keys: DistrictKeys, export_id: str, plan: Plan) -> None:
        self._keys = keys
        self._export_id = export_id
        self._plan = plan
        self._surveys = {one.survey: one for one in plan.surveys}
        self._kinds: dict[str, Callable[[Step], Iterator[Piece]]] = {
            planning.DISTRICT: self._district,
            planning.SURVEY: self._survey,
            planning.ROSTER: self._roster,
            planning.ANSWERS: self._answers,
            planning.WORKBOOK: self._workbook,
            planning.THREADS: self._threads,
            planning.DIALOGUES: self._dialogues,
            planning.AUDIT: self._audit,
        }

    def make(self, step: Step) -> Made:
        """Do one step; doing it again is harmless."""
        return Made(list(self._kinds[step.kind](step)))

    # --- Writing

    def _keep(self, path: str, data: bytes, rows: int = 1) -> Piece:
        return keep_piece(self._keys, self._export_id, path, data, rows)

    def _lines(self, path: str, records: Sequence[Any]) -> Piece:
        encoder = msgspec.json.Encoder(order="deterministic")
        data = b"".join(encoder.encode(record) + b"\n" for record in records)
        return self._keep(path, data, len(records))

    def _one(self, path: str, record: Any) -> Piece:
        data = msgspec.json.format(msgspec.json.encode(record, order="deterministic"), indent=1) + b"\n"
        return self._keep(path, data)

    def _csv(self, path: str, rows: list[list[str]], heading: list[str] | None) -> Piece:
        return self._keep(path, csv_lines(([heading] if heading else []) + rows), len(rows))

    def _made(self, steps: Sequence[Step], path: str, kind: type[T]) -> Iterator[T]:
        """The records that earlier steps wrote into a file."""
        decoder = msgspec.json.Decoder(kind)
        for step in steps:
            made = ledger.result_of(JOB, self._export_id, step.name, Made)
            for piece in made.pieces if made else ():
                if piece.path == path:
                    yield from map(decoder.decode, read_piece(self._keys, piece).splitlines())

    # --- The district, its people and its registers

    def _district(self, _step: Step) -> Iterator[Piece]:
        keys, district = self._keys, get_district(self._keys.district_id)
        yield self._one("district.json", settings_of(keys, district))
        yield self._lines("holds.jsonl", archived_holds(keys, partial(address_of, keys)))
        staff = people.archived_people(keys)
        yield self._lines("people.jsonl", staff)
        yield self._csv("people.csv", [person_cells(one) for one in staff], PERSON)
        yield self._lines("teams.jsonl", people.archived_teams(keys.district_id))
        yield self._lines("consents.jsonl", allowances(keys, [one.user for one in staff]))
        yield self._lines("topics.jsonl", dialogues.archived_topics(keys.district_id))
        yield self._lines("shares.jsonl", shares.archived_shares(keys))
        register = sorted(designations.list_designations(keys), key=lambda one: one.designation_id)
        yield self._lines("records/designations.jsonl", register)
        asked = sorted(approvals.list_approvals(keys), key=lambda one: one.approval_id)
        yield self._lines("records/approvals.jsonl", asked)
        yield self._lines("records/requests.jsonl", list(every_request(keys)))
        yield self._one("records/access.json", access_of(district))

    # --- Surveys

    def _survey(self, step: Step) -> Iterator[Piece]:
        district_id, folder = self._keys.district_id, folder_of(step.of)
        archived = surveys.archived_survey(district_id, find_head(district_id, step.of))
        yield self._one(f"{folder}survey.json", archived.survey)
        for name, raw in archived.definitions.items():
            yield self._keep(f"{folder}definition-{name}.json", raw)
        mailings = surveys.archived_mailings(district_id, step.of)
        if self._surveys[step.of].has_roster:
            yield self._lines(f"{folder}mailings.jsonl", mailings)

    def _roster(self, step: Step) -> Iterator[Piece]:
        folder, invited = folder_of(step.of), surveys.archived_roster(self._keys, step.of)
        yield self._lines(f"{folder}roster.jsonl", invited)
        yield self._csv(f"{folder}roster.csv", [participant_cells(one) for one in invited], PARTICIPANT)

    def _answers(self, step: Step) -> Iterator[Piece]:
        folder, planned = folder_of(step.of), self._surveys[step.of]
        found = list(surveys.archived_answers(self._keys, step.of, step.part, planned.parts))
        answers = [one for one, _ in found]
        yield self._lines(f"{folder}answers.jsonl", answers)
        paths = self._columns(step.of)
        heading = answer_heading(paths) if step.part == 0 else None
        yield self._csv(f"{folder}answers.csv", [self._line(step.of, one, paths) for one in answers], heading)
        index = list(self._files(step.of, [(one.response, files) for one, files in found]))
        if index:
            yield self._lines(f"{folder}{FILES_INDEX}", index)

    def _files(self, survey_id: str, claimed: list[tuple[str, dict[str, Kept]]]) -> Iterator[ArchivedFile]:
        """Keep the files of answers, and give the lines of their index."""
        for one in found_files(self._keys, survey_id, claimed):
            if one.content is not None:
                keep_file(self._keys, self._export_id, one.about.path, one.about.sha256, one.content)
            yield one.about

    def _line(self, survey_id: str, one: ArchivedAnswer, paths: list[Path]) -> list[str]:
        return answer_cells(one, surveys.scored_values(self._keys.district_id, survey_id, one), paths)

    def _columns(self, survey_id: str) -> list[Path]:
        return surveys.answer_columns(self._keys.district_id, find_head(self._keys.district_id, survey_id))

    def _workbook(self, step: Step) -> Iterator[Piece]:
        folder, paths = folder_of(step.of), self._columns(step.of)
        steps = planning.steps_of_workbook(self._surveys[step.of], step.part)
        book = Workbook()
        book.add("answers", answer_heading(paths))
        for one in self._made(steps, f"{folder}answers.jsonl", ArchivedAnswer):
            book.write("answers", self._line(step.of, one, paths))
        yield self._keep(f"{folder}answers{numbered(step.part)}.xlsx", book.close(), book.lines("answers") - 1)

    # --- Dialogues

    def _threads(self, step: Step) -> Iterator[Piece]:
        threads = list(dialogues.archived_threads(self._keys, step.of))
        is_first = step.of == self._plan.dialogue_months[0]
        yield self._lines("dialogues/threads.jsonl", threads)
        yield self._csv("dialogues/threads.csv", [thread_cells(one) for one in threads], THREAD if is_first else None)
        events = [cells for one in threads for cells in event_cells(one)]
        yield self._csv("dialogues/timeline.csv", events, EVENT if is_first else None)

    def _dialogues(self, _step: Step) -> Iterator[Piece]:
        steps = planning.thread_steps(self._plan)
        if not steps:
            yield self._lines("dialogues/threads.jsonl", [])
        book, number = _dialogue_book(), 0
        for one in self._made(steps, "dialogues/threads.jsonl", ArchivedThread):
            book.write("threads", thread_cells(one))
            for cells in event_cells(one):
                book.write("timeline", cells)
            if book.lines("timeline") > EVENTS_IN_A_WORKBOOK:
                yield self._book_of_dialogues(book, number)
                book, number = _dialogue_book(), number + 1
        yield self._book_of_dialogues(book, number)

    def _book_of_dialogues(self, book: Workbook, number: int) -> Piece:
        return self._keep(f"dialogues/dialogues{numbered(number)}.xlsx", book.close(), book.lines("timeline") - 1)

    # --- The audit log

    def _audit(self, step: Step) -> Iterator[Piece]:
        entries = list(audit.archived_entries(self._keys.district_id, days_of(step.of)))
        yield self._lines("records/audit.jsonl", entries)


def _dialogue_book() -> Workbook:
    book = Workbook()
    book.add("threads", THREAD)
    book.add("timeline", EVENT)
    return book
