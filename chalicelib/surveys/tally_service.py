"""Counters: kept by the stream, exactly once, and rebuilt from the answers to prove them.

One tally holds all counters of (version, segment, response shard). All records of one shard come in order from one
stream shard or its successors, so that one high-water mark, the last sequence number applied, makes each record count
once however often it is delivered.
"""

from collections import defaultdict
from typing import Any

import msgspec
from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError
from chalicelib.kernel.errors import Unavailable
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.surveys.contribution import RESPONDENTS, Counters, add, contribution, subtract
from chalicelib.surveys.engine.quotas import marked
from chalicelib.surveys.response_service import Answer, opened_answers
from chalicelib.surveys.service import find_head, get_version
from chalicelib.surveys.store import RESPONSE_SHARDS, ResponseRow, SurveyRow, TallyRow, response_pk, tally_pk
from chalicelib.surveys.upload_service import remove_files

MOST_TRIES = 20
Segment = tuple[str, str]
ALL: Segment = ("", "")


class Change(Struct, frozen=True):
    """One stream record: what the answer was before and is now, and its place in the stream."""

    sequence: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Delta(Struct, frozen=True):
    """What one stream record adds to one tally."""

    sequence: int
    counters: Counters


def segments_of(answer: Answer) -> list[Segment]:
    """The segments an answer counts in: all, and one for each group."""
    return [ALL, *sorted(answer.groups.items())]


def _name_of(segment: Segment) -> str:
    """A segment as a report names it."""
    return "all" if segment == ALL else "=".join(segment)


def _segment_id(keys: DistrictKeys, segment: Segment) -> str:
    """A segment in a key: the value of a group, such as a school from a roster, is never written plainly."""
    return "all" if segment == ALL else vault.blind(keys.index, "segment", msgspec.json.encode(segment).decode())[:32]


def _label_secret(keys: DistrictKeys) -> bytes:
    return vault.derive(keys.index, "segment-label")


def apply_changes(keys: DistrictKeys, survey_id: str, shard: int, changes: list[Change]) -> None:
    """Fold stream records of one response shard into its tallies, and let the files of answers that are gone go too.

    Doing it again changes nothing.
    """
    rows = [ResponseRow.from_raw_data(raw) for change in changes for raw in (change.before, change.after) if raw]
    opened = {(row.sk, row.sealed): (int(row.version), answer) for row, answer in opened_answers(keys, rows)}
    tallies: dict[tuple[int, Segment], list[Delta]] = defaultdict(list)
    for change in changes:
        for sign, raw in ((subtract, change.before), (add, change.after)):
            found = opened.get((raw["sk"]["S"], raw["sealed"]["B"])) if raw else None
            if found:
                version, answer = found
                counted = sign({}, contribution_of(keys.district_id, survey_id, version, answer))
                for segment in segments_of(answer):
                    tallies[version, segment].append(Delta(change.sequence, counted))
    for (version, segment), deltas in tallies.items():
        _fold(keys, _Tally(tally_pk(keys.district_id, survey_id, version), segment, shard), deltas)
    gone = [
        opened.get((one.before["sk"]["S"], one.before["sealed"]["B"]))
        for one in changes
        if one.before is not None and one.after is None
    ]
    remove_files(keys.district_id, [kept for found in gone if found for kept in found[1].files.values()])


def contribution_of(district_id: str, survey_id: str, version: int, answer: Answer) -> Counters:
    """What one answer adds to the counters."""
    questionnaire = get_version(district_id, survey_id, version).questionnaire
    counted = contribution(questionnaire, answer.data, frozenset(answer.shown))
    return {**counted, **{marked(name): 1 for name in answer.quotas}}


class _Tally(Struct, frozen=True):
    pk: str
    segment: Segment
    shard: int

    def sk(self, keys: DistrictKeys) -> str:
        return f"{_segment_id(keys, self.segment)}#{self.shard}"


def _fold(keys: DistrictKeys, tally: _Tally, deltas: list[Delta]) -> None:
    for _ in range(MOST_TRIES):
        row = dynamodb.get(TallyRow, tally.pk, tally.sk(keys))
        upto = int(row.upto) if row else -1
        new = [delta for delta in deltas if delta.sequence > upto]
        if not new:
            return
        counters: Counters = _read(row) if row else {}
        for delta in new:
            counters = add(counters, delta.counters)
        if _kept(keys, tally, row, counters, max(delta.sequence for delta in new)):
            return
    raise Unavailable("The counters are busy.")


def _read(row: TallyRow) -> Counters:
    return msgspec.json.decode(row.counters, type=dict[str, int])


def _kept(keys: DistrictKeys, tally: _Tally, row: TallyRow | None, counters: Counters, upto: int) -> bool:
    revision = int(row.revision) if row else 0
    condition = TallyRow.revision == revision if row else TallyRow.pk.does_not_exist()
    label = vault.encrypt(_label_secret(keys), msgspec.json.encode(tally.segment), tally.pk.encode())
    new = TallyRow(
        tally.pk,
        tally.sk(keys),
        counters=msgspec.json.encode(counters),
        label=label,
        upto=str(upto),
        revision=revision + 1,
    )
    try:
        dynamodb.write(dynamodb.put(new, condition))
    except TakenError:
        return False
    return True


def _segment_of(keys: DistrictKeys, row: TallyRow) -> Segment:
    plain = vault.decrypt(_label_secret(keys), row.label, row.pk.encode())
    return msgspec.json.decode(plain, type=tuple[str, str])


def stored_counters(keys: DistrictKeys, survey_id: str, version: int) -> dict[Segment, Counters]:
    """Counters by segment, its shards added up. One Query, whatever the number of answers."""
    summed: dict[Segment, Counters] = {}
    for row in dynamodb.every(TallyRow, tally_pk(keys.district_id, survey_id, version)):
        segment = _segment_of(keys, row)
        summed[segment] = add(summed.get(segment, {}), _read(row))
    return {segment: counters for segment, counters in summed.items() if counters}


def recounted(keys: DistrictKeys, survey_id: str) -> dict[tuple[int, Segment, int], Counters]:
    """Counters by (version, segment, shard), made anew from every stored answer; for jobs."""
    made: dict[tuple[int, Segment, int], Counters] = {}
    for shard in range(RESPONSE_SHARDS):
        pk = response_pk(keys.district_id, survey_id, shard)
        rows = list(dynamodb.every(ResponseRow, pk))
        for row, answer in opened_answers(keys, rows):
            version = int(row.version)
            counted = contribution_of(keys.district_id, survey_id, version, answer)
            for segment in segments_of(answer):
                place = (version, segment, shard)
                made[place] = add(made.get(place, {}), counted)
    return made


def recount_survey(keys: DistrictKeys, survey_id: str, *, repair: bool) -> dict[str, Any]:
    """Compare stored counters with a recount; with `repair`, for a stream that has come to rest, mend them.

    Gives {"answers", "counted", "differences", "repaired", "counters": {version: {segment: counters}}}: the answers
    stored, and those that the counters know.
    """
    head = find_head(keys.district_id, survey_id)
    made = recounted(keys, survey_id)
    answers = sum(counters.get(RESPONDENTS, 0) for (_, segment, _), counters in made.items() if segment == ALL)
    report: dict[str, Any] = {"answers": answers, "counted": 0, "differences": 0, "repaired": 0, "counters": {}}
    for version in range(1, int(head.version) + 1):
        _compare(keys, tally_pk(keys.district_id, survey_id, version), version, made, report, repair=repair)
        stored = stored_counters(keys, survey_id, version)
        named = {_name_of(segment): counters for segment, counters in stored.items()}
        report["counters"][str(version)] = named
        report["counted"] += stored.get(ALL, {}).get(RESPONDENTS, 0)
    return report


def _compare(
    keys: DistrictKeys,
    pk: str,
    version: int,
    made: dict[tuple[int, Segment, int], Counters],
    report: dict[str, Any],
    *,
    repair: bool,
) -> None:
    tallies = {
        tally.sk(keys): tally
        for (of, segment, shard) in made
        if of == version
        for tally in [_Tally(pk, segment, shard)]
    }
    held = {row.sk: row for row in dynamodb.every(TallyRow, pk)}
    for sk in sorted(held.keys() | tallies.keys()):
        row = held.get(sk)
        tally = tallies.get(sk) or _Tally(pk, _segment_of(keys, held[sk]), int(sk.rpartition("#")[2]))
        right = made.get((version, tally.segment, tally.shard), {})
        if (_read(row) if row else {}) != right:
            report["differences"] += 1
            upto = int(row.upto) if row else -1
            report["repaired"] += int(repair and _kept(keys, tally, row, right, upto))


def count_answers(keys: DistrictKeys, head: SurveyRow) -> int:
    """How many answers the counters know, over all versions. One Query for each version."""
    versions = range(1, int(head.version) + 1)
    return sum(stored_counters(keys, head.sk, version).get(ALL, {}).get(RESPONDENTS, 0) for version in versions)
