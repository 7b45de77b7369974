"""Places of quotas: each answer takes its own in the transaction that stores it, so that never one too many is taken.

A place stays taken when its answer is withdrawn, erased or has reached its age. The row of a quota says how many are
taken and nothing else: no time, and nothing that leads to an answer. It lies beside the counters, which no change log
holds. Where it is missing, before the first answer or after a restore, it is made from the counters.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Gone, Unavailable
from chalicelib.kernel.ids import random_bytes
from chalicelib.surveys.engine.elements import Quota, in_locale
from chalicelib.surveys.engine.quotas import marked
from chalicelib.surveys.service import Version, get_version
from chalicelib.surveys.store import QuotaRow, SurveyRow, TallyRow, quotas_pk, tally_pk

MOST_TRIES: Final = 12
FIRST_WAIT, LONGEST_WAIT = 0.02, 0.5  # Seconds, of which a random part is waited.
STEP: Final = 10  # Staff see in steps how many places are taken: never one answer more or less.
FULL: Final = {
    "default": "Thank you for wanting to take part. There are enough answers of this group.",
    "es": "Gracias por querer participar. Ya hay suficientes respuestas de este grupo.",
}


class FullQuota(Struct, frozen=True):
    """A quota without places: its condition, the questions that have to be answered to judge it, and its own words."""

    name: str
    condition: str
    reads: list[str]
    message: dict[str, str]


class QuotaFill(Struct, frozen=True):
    """How many places are taken, at least, in steps of ten; the limit itself once it is reached."""

    name: str
    title: str
    limit: int
    taken: int
    is_full: bool


class Places(Struct, frozen=True):
    """The places that an answer takes."""

    survey_id: str
    newest: int
    quotas: Sequence[Quota]
    locale: str

    def writes(self, district_id: str) -> list[Write]:
        """One place of each quota, on condition that there is one."""
        pk, one = quotas_pk(district_id, self.survey_id), QuotaRow.taken.add(1)
        return [
            dynamodb.update(QuotaRow, pk, quota.name, one, condition=QuotaRow.taken < quota.limit)
            for quota in self.quotas
        ]


def places_for(head: SurveyRow, district_id: str, version: Version, names: Sequence[str], locale: str) -> Places:
    """The places that an answer to a version takes: of its quotas that the newest version still has, as limited there.

    One GetItem where the newest version is not in memory.
    """
    newest = get_version(district_id, head.sk, int(head.version)) if names else version
    known = {quota.name: quota for quota in newest.questionnaire.quotas}
    return Places(head.sk, int(head.version), [known[name] for name in names if name in known], locale)


def store_in(district_id: str, places: Places, writes: Sequence[Write]) -> None:
    """Do writes and take places, all or nothing.

    Raises TakenError where one of the writes does not hold, Gone where a quota is full, Unavailable where too many
    come at once. One TransactWriteItems; where others come at the same moment, one for each turn.
    """
    if not places.quotas:
        dynamodb.transact(*writes)
        return

    def attempt() -> bool:
        try:
            dynamodb.transact(*writes, *places.writes(district_id))
        except TakenError as taken:
            if taken.index < len(writes):
                raise
            _open_or_refuse(district_id, places)
            return False
        return True

    in_turns(attempt)


def in_turns(attempt: Callable[[], bool], pause: Callable[[float], None] = clock.pause) -> None:
    """Try until it is done; who meets somebody waits a random while, longer each time. Unavailable in the end."""
    for wait in _waits():
        try:
            if attempt():
                return
        except Conflict:
            pause(wait)
    raise Unavailable("Many answers come at once. Please try again.")


def _waits() -> Iterator[float]:
    for turn in range(MOST_TRIES):
        part = int.from_bytes(random_bytes(2)) / 2**16
        yield part * min(FIRST_WAIT * 2**turn, LONGEST_WAIT)


def _open_or_refuse(district_id: str, places: Places) -> None:
    """Make the rows that are missing; Gone where a quota is full. One BatchGetItem."""
    pk = quotas_pk(district_id, places.survey_id)
    rows = dynamodb.batch_get([(QuotaRow, pk, quota.name) for quota in places.quotas])
    for quota, row in zip(places.quotas, rows, strict=True):
        if isinstance(row, QuotaRow) and int(row.taken) >= quota.limit:
            sentence = in_locale(quota.message or FULL, places.locale)
            raise Gone(sentence, {"quota": sentence})
    missing = [quota.name for quota, row in zip(places.quotas, rows, strict=True) if row is None]
    if missing:
        counted = _counted(district_id, places)
        for name in missing:
            with contextlib.suppress(TakenError):  # Somebody else has made it.
                dynamodb.write(dynamodb.put_new(QuotaRow(pk, name, taken=counted.get(marked(name), 0))))


def _counted(district_id: str, places: Places) -> dict[str, int]:
    """The counters of everybody, which know each answer's quotas. One Query a version."""
    summed: dict[str, int] = {}
    for number in range(1, places.newest + 1):
        for row in dynamodb.every(TallyRow, tally_pk(district_id, places.survey_id, number), begins="all#"):
            for name, count in msgspec.json.decode(row.counters, type=dict[str, int]).items():
                summed[name] = summed.get(name, 0) + count
    return summed


def _taken(district_id: str, survey_id: str) -> dict[str, int]:
    rows = dynamodb.every(QuotaRow, quotas_pk(district_id, survey_id))
    return {row.sk: int(row.taken) for row in rows}


def full_quotas(district_id: str, survey_id: str, version: Version) -> list[FullQuota]:
    """The quotas of a version that have no places left. One Query where there are quotas."""
    quotas = version.quotas
    taken = _taken(district_id, survey_id) if quotas else {}
    return [
        FullQuota(quota.name, quota.written, list(quota.reads), dict(quota.message))
        for quota in quotas
        if taken.get(quota.name, 0) >= quota.limit
    ]


def list_fills(district_id: str, head: SurveyRow, locale: str) -> list[QuotaFill]:
    """How full each quota of the newest version is; none of a draft. One Query where there are quotas."""
    if not head.version:
        return []
    quotas = get_version(district_id, head.sk, int(head.version)).quotas
    taken = _taken(district_id, head.sk) if quotas else {}
    return [_fill(quota, taken.get(quota.name, 0), locale) for quota in quotas]


def _fill(quota: Quota, taken: int, locale: str) -> QuotaFill:
    is_full = taken >= quota.limit
    seen = quota.limit if is_full else taken // STEP * STEP
    return QuotaFill(quota.name, in_locale(quota.texts, locale), quota.limit, seen, is_full)
