"""Retention of answers: an answer goes with its own key; the stream takes it out of the counters."""

from collections.abc import Iterator

from chalicelib.aws import dynamodb
from chalicelib.privacy.erasure_service import note_erasure
from chalicelib.surveys.store import RESPONSE_SHARDS, ResponseRow, SurveyRow, response_pk, surveys_pk


def remove_old_answers(district_id: str, before: str) -> int:
    """Delete the answers given before an hour, each with a note of its key; gives how many."""
    removed = 0
    for row in _every_answer(district_id):
        if row.hour < before:
            dynamodb.transact(*_removal(district_id, row))
            removed += 1
    return removed


def _every_answer(district_id: str) -> Iterator[ResponseRow]:
    for survey in dynamodb.every(SurveyRow, surveys_pk(district_id)):
        for shard in range(RESPONSE_SHARDS):
            yield from dynamodb.every(ResponseRow, response_pk(district_id, survey.sk, shard))


def _removal(district_id: str, row: ResponseRow) -> list[dynamodb.Write]:
    """An identified answer is sealed under its person's key, which stays."""
    deleted = dynamodb.delete(ResponseRow, row.pk, row.sk)
    return [deleted, note_erasure(district_id, row.subject)] if row.subject == row.sk else [deleted]
