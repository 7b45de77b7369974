"""Retention: each kind of record goes when its rule says so, rows first, then the keys that sealed them.

The order of erasure: rows are deleted together with a note of their key; the stream takes their counts away; a day
later, when no stream record can need it any more, the key is deleted too.
"""

from datetime import timedelta

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.assurance.store import AuditRow, day_pk
from chalicelib.aws import dynamodb
from chalicelib.continuity.rules import cutoff, rules
from chalicelib.continuity.store import ErasureRow, erasures_pk
from chalicelib.dialogues.store import EventRow, ThreadRow, queue_pk, thread_pk
from chalicelib.kernel import clock
from chalicelib.privacy.store import KEY_SK, KeyRow, key_pk
from chalicelib.surveys.store import RESPONSE_SHARDS, ResponseRow, SurveyRow, response_pk, surveys_pk

STREAM_SECONDS = 25 * 3600
AUDIT_DAYS_IN_A_RUN = 40
PAGE = 100


def retain(district_id: str, actor: Actor) -> dict[str, int]:
    """Remove what is due in one district; gives counts by kind. Running twice or stopping anywhere is harmless."""
    counts = {
        "answers": _remove_answers(district_id),
        "dialogues": _remove_dialogues(district_id),
        "audit": _remove_audit(district_id),
        "keys": _remove_keys(district_id),
    }
    if any(counts.values()):
        told = {kind: str(count) for kind, count in counts.items()}
        dynamodb.transact(assurance.record(district_id, actor, "retention.applied", district_id, **told))
    return counts


def _remove_answers(district_id: str) -> int:
    due = cutoff(rules()["answer"], clock.now())
    removed = 0
    for survey in dynamodb.every(SurveyRow, surveys_pk(district_id)):
        for shard in range(RESPONSE_SHARDS):
            for row in dynamodb.every(ResponseRow, response_pk(district_id, survey.sk, shard)):
                if row.hour < due:
                    _remove(district_id, [(ResponseRow, row.pk, row.sk)], _own_key(row))
                    removed += 1
    return removed


def _own_key(row: ResponseRow) -> str:
    return row.subject if row.subject == row.sk else ""


def _remove(district_id: str, rows: list[tuple[type[dynamodb.Row], str, str]], key_of: str) -> None:
    """Delete rows and note their key, in one transaction."""
    note = ErasureRow(erasures_pk(district_id), key_of, subject=key_of, key_due=clock.seconds() + STREAM_SECONDS)
    writes = [dynamodb.delete(kind, pk, sk) for kind, pk, sk in rows]
    dynamodb.transact(*writes, *([dynamodb.put(note)] if key_of else []))


def _remove_dialogues(district_id: str) -> int:
    due = cutoff(rules()["dialogue"], clock.now())
    pk = queue_pk(district_id, "closed")
    removed = 0
    while True:
        page = dynamodb.query(ThreadRow, pk, index="by_status", limit=PAGE)
        rows = [ThreadRow.from_raw_data(raw) for raw in page.items]
        old = [row for row in rows if row.created_sk < due]
        for row in old:
            _remove_thread(district_id, row)
        removed += len(old)
        if len(old) < len(rows) or not rows:
            return removed


def _remove_thread(district_id: str, head: ThreadRow) -> None:
    thread_id = head.pk.rpartition("#")[2]
    events = list(dynamodb.every(EventRow, thread_pk(district_id, thread_id), begins="E#"))
    for start in range(0, len(events), PAGE - 2):
        some = events[start : start + PAGE - 2]
        dynamodb.transact(*(dynamodb.delete(EventRow, row.pk, row.sk) for row in some))
    _remove(district_id, [(ThreadRow, head.pk, head.sk)], thread_id if head.subject == thread_id else "")


def _remove_audit(district_id: str) -> int:
    last = clock.now() - timedelta(days=rules()["audit"].days)
    removed = 0
    for days in range(AUDIT_DAYS_IN_A_RUN):
        day = clock.iso(last - timedelta(days=days))[:10]
        for row in dynamodb.every(AuditRow, day_pk(district_id, day)):
            dynamodb.write(dynamodb.delete(AuditRow, row.pk, row.sk))
            removed += 1
    return removed


def _remove_keys(district_id: str) -> int:
    removed = 0
    for note in dynamodb.every(ErasureRow, erasures_pk(district_id)):
        if note.key_due <= clock.seconds():
            dynamodb.transact(
                dynamodb.delete(KeyRow, key_pk(district_id, note.subject), KEY_SK),
                dynamodb.delete(ErasureRow, note.pk, note.sk),
            )
            removed += 1
    return removed


