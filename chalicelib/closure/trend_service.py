"""Trends of use: made of a district's rows when it leaves, read by one job alone."""

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.closure.lattice import LATTICE, Kept, Record, band_of, crowds, deidentify, family_of, week_of
from chalicelib.closure.store import TrendRow, trends_pk
from chalicelib.dialogues import service as dialogues
from chalicelib.dialogues.store import ThreadRow, queue_pk
from chalicelib.dialogues.thread import STATUSES
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.ids import spelled
from chalicelib.privacy import closing_key_service as closing_keys
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.surveys.response_service import Answer, opened_answers
from chalicelib.surveys.roster_service import batched
from chalicelib.surveys.service import get_version
from chalicelib.surveys.store import RESPONSE_SHARDS, ResponseRow, SurveyRow, response_pk, surveys_pk

AT_ONCE = 100
INSTALLATION = "installation"  # The audit log of what concerns no district.
READ = "trends.read"


class Made(Struct, frozen=True):
    """What became trends: records seen, left out, crowds kept, and the smallest of them."""

    records: int
    left_out: int
    crowds: int
    smallest: int


class Trend(Struct, frozen=True):
    """How often something of one kind was done, by one attribute; nothing of fewer than ten people."""

    kind: str
    attribute: str
    value: str
    records: int


def make_trends(keys: DistrictKeys) -> Made:
    """Write what names nobody of a district's answers and dialogues. A run that stopped makes the same rows again."""
    made = deidentify(crowds(records_of(keys)))
    secret = closing_keys.trend_secret(keys.district_id)
    for some in batched((_row(secret, one) for one in made.kept), AT_ONCE):
        dynamodb.transact(*(dynamodb.put(row) for row in some))
    return Made(made.records, made.left_out, len(made.kept), made.smallest)


def _row(secret: bytes, kept: Kept) -> TrendRow:
    """Its id comes of a key that is thrown away when all is written: random to everybody, the same on a second run."""
    name = spelled(vault.fingerprint(secret, "trend", [kept.kind, kept.values])[:16])
    return TrendRow(trends_pk(kept.kind), name, values=kept.values, records=kept.records, people=kept.people)


def records_of(keys: DistrictKeys) -> Iterator[Record]:
    """Every fact of use in a district, in bounded memory. Each survey's shards and each status of threads in turn."""
    for head in dynamodb.every(SurveyRow, surveys_pk(keys.district_id)):
        for shard in range(RESPONSE_SHARDS):
            rows = dynamodb.every(ResponseRow, response_pk(keys.district_id, head.sk, shard))
            for some in batched(rows, AT_ONCE):
                for row, answer in opened_answers(keys, some):
                    yield from _of_answer(keys, head, row, answer)
    for status in STATUSES:
        for thread in dynamodb.every(ThreadRow, queue_pk(keys.district_id, status), index="by_status"):
            yield from _of_thread(keys, thread)


def _of_answer(keys: DistrictKeys, head: SurveyRow, row: ResponseRow, answer: Answer) -> Iterator[Record]:
    common = (week_of(clock.parse(row.hour)), answer.locale)
    yield Record("answer", row.subject, (*common, head.mode))
    shown = frozenset(answer.shown)
    for item in get_version(keys.district_id, head.sk, int(row.version)).questionnaire.items:
        if item.name in shown:
            said = answer.data.get(item.key)
            length = len(said) if isinstance(said, str) and family_of(item.kind) == "text" else 0
            yield Record("item", row.subject, (*common, item.kind, band_of(length)))


def _of_thread(keys: DistrictKeys, row: ThreadRow) -> Iterator[Record]:
    week = week_of(clock.parse(row.created_sk.partition("#")[0]))
    yield Record("thread", row.subject, (week, row.language, row.kind))
    opened = dialogues.open_thread(keys, row.pk.rpartition("#")[2])
    for event in opened.events():
        if event.text:
            by = "writer" if event.by == "writer" else "staff"
            person = row.subject if event.by == "writer" else event.by
            values = (week_of(clock.parse(event.at)), row.language, by, band_of(len(event.text)))
            yield Record("message", person, values)


def report_trends(district_id: str, actor: Actor, reason: str) -> list[Trend]:
    """Sums by kind and attribute. The reading is written down first, with its purpose; Invalid without a reason.

    What it reads is of no district, so the entry stands in the log of the installation.
    """
    if not reason.strip():
        raise Invalid("Say what the report is for.", {"reason": "A few words."})
    dynamodb.transact(assurance.record(district_id, actor, READ, "trends", purpose="trends", reason=reason))
    sums: Counter[tuple[str, str, str]] = Counter()
    for kind in LATTICE:
        for row in dynamodb.every(TrendRow, trends_pk(kind)):
            for attribute, value in row.values.as_dict().items():
                sums[kind, attribute, str(value)] += int(row.records)
    return [Trend(*key, records) for key, records in sorted(sums.items())]
