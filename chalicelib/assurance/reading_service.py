"""Reading the audit log: what was done on a day, by somebody, to something, or of one kind."""

import re
from typing import Any

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.assurance.store import AuditRow, day_pk, filter_pk
from chalicelib.aws import dynamodb
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Invalid

PAGE = 50
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Filter(Struct, frozen=True):
    """A day in UTC ("2026-11-24"; empty for all days), and at most one of verb, actor and object."""

    day: str = ""
    verb: str = ""
    actor: str = ""
    object: str = ""


class Entry(Struct, frozen=True):
    """One entry as an administrator reads it."""

    at: str
    verb: str
    actor_kind: str
    actor_id: str
    object_id: str
    detail: dict[str, str]


def read(
    district_id: str, actor: Actor, chosen: Filter, after: dict[str, Any] | None
) -> tuple[list[Entry], dict[str, Any] | None]:
    """One page, newest first, and where it goes on; Invalid for two filters or a day that is none.

    Reading is itself written down, before anything is read. One Query.
    """
    if chosen.day and not _DAY.fullmatch(chosen.day):
        raise Invalid("There is no such day.", {"day": "A day such as 2026-11-24."})
    named = [(name, value) for name in ("verb", "actor", "object") if (value := getattr(chosen, name))]
    if len(named) > 1:
        raise Invalid("One filter beside the day.", {named[1][0]: f"Choose this or {named[0][0]}."})
    if after is None:
        dynamodb.transact(assurance.record(district_id, actor, "audit.read", district_id))
    if named:
        name, value = named[0]
        pk, index = filter_pk(district_id, name, value), f"by_{name}"
        page = dynamodb.query(AuditRow, pk, index=index, begins=chosen.day, limit=PAGE, newest_first=True, after=after)
    else:
        pk = day_pk(district_id, chosen.day or clock.iso(clock.now())[:10])
        page = dynamodb.query(AuditRow, pk, limit=PAGE, newest_first=True, after=after)
    return [entry_of(AuditRow.from_raw_data(raw)) for raw in page.items], page.last_key


def entry_of(row: AuditRow) -> Entry:
    """An entry as an administrator reads it."""
    detail = {name: str(value) for name, value in (row.detail.as_dict() if row.detail else {}).items()}
    return Entry(row.created_sk.partition("#")[0], row.verb, row.actor_kind, row.actor_id, row.object_id, detail)
