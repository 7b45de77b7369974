"""The audit log: an entry is a write that joins the transaction of what it records."""

from chalicelib.assurance.actor import Actor
from chalicelib.assurance.store import AuditRow, day_pk, filter_pk
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Write
from chalicelib.kernel import clock
from chalicelib.kernel.ids import ulid


def record(district_id: str, actor: Actor, verb: str, object_id: str, **detail: str) -> Write:
    """The write of one entry: `verb` is "thing.done"; `detail` holds words and numbers, never content or names."""
    at, entry_id = clock.iso(clock.now()), ulid()
    row = AuditRow(
        day_pk(district_id, at[:10]),
        entry_id,
        created_sk=f"{at}#{entry_id}",
        by_verb_pk=filter_pk(district_id, "verb", verb),
        by_actor_pk=filter_pk(district_id, "actor", actor.id),
        by_object_pk=filter_pk(district_id, "object", object_id),
        verb=verb,
        actor_kind=actor.kind,
        actor_id=actor.id,
        object_id=object_id,
        request_id=actor.request_id or None,
        detail=detail or None,
    )
    return dynamodb.put_new(row)


def id_of(entry: Write) -> str:
    """The name of an entry that `record` made: its day and its id."""
    item = entry.request["Item"]
    return f"{item['pk']['S'].rpartition('#')[2]}/{item['sk']['S']}"


def entries_of_day(district_id: str, day: str) -> list[AuditRow]:
    """A district's entries of one UTC day ("2026-11-23"), in order."""
    return list(dynamodb.every(AuditRow, day_pk(district_id, day)))
