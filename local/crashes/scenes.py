"""What is killed: for each job a district made alike each time, the order to run, and what must be left at the end."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from bench.retention import answers, notes, stored, threads
from chalicelib.assurance.proof_service import VERB
from chalicelib.assurance.service import entries_of_day
from chalicelib.aws import dynamodb
from chalicelib.continuity.rules import rules
from chalicelib.districts import service as districts
from chalicelib.districts.service import District
from chalicelib.kernel import clock
from chalicelib.kernel.ids import random_id
from chalicelib.privacy import service as privacy
from local.crashes.worker import Order
from local.platform import Platform

NOW = datetime(2032, 2, 29, 12, tzinfo=UTC)
DUE, KEPT = 4, 2
State = dict[str, Any]


class Unit(Struct, frozen=True):
    """One thing to be done: in which district, by which order, and by which one after that."""

    district_id: str
    order: Order
    again: Order


class Scene(Protocol):
    """A job under attack; `seconds` is about how long a run takes."""

    seconds: float

    def prepare(self, running: Platform) -> Unit: ...
    def is_done(self, running: Platform, unit: Unit) -> bool: ...
    def state(self, running: Platform, unit: Unit) -> State: ...


def new_district() -> str:
    """A district with keys and nothing else."""
    district_id = random_id("dst")
    _, keys_write = privacy.found_keys(district_id)
    name = district_id.replace("_", "-")[:40]
    district = District(district_id, name, "A District", "America/Chicago", ["en", "es"], "2026-11")
    dynamodb.transact(*districts.new_district(district), keys_write)
    return district_id


def kinds_of_rows(running: Platform, district_id: str) -> dict[str, int]:
    """How many rows of each kind a district has: table, and the shape of the key without its random parts."""
    found: Counter[str] = Counter()
    tables = running.client("dynamodb").list_tables()["TableNames"]
    for table in tables:
        for page in running.client("dynamodb").get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
            for item in page["Items"]:
                pk = item["pk"]["S"]
                if pk.startswith(f"D#{district_id}"):
                    found[f"{table} {_shape(pk)}"] += 1
    return dict(sorted(found.items()))


def _shape(pk: str) -> str:
    """A key's fixed words: `D#dst_…#K#rsp_…` is "D K"."""
    return " ".join(part for part in pk.split("#") if part.isupper())


class Retention:
    """A pass of retention: what is due goes, with its keys noted, and the proof says how much went."""

    seconds = 3.0

    def prepare(self, running: Platform) -> Unit:  # noqa: ARG002 - every scene is given the platform.
        district_id = new_district()
        old = {kind: NOW - timedelta(days=rules()[kind].days + 2) for kind in ("answer", "dialogue")}
        stored(answers(district_id, DUE, old["answer"]))
        stored(answers(district_id, KEPT, NOW))
        stored(threads(district_id, DUE, old["dialogue"]))
        stored(threads(district_id, KEPT, NOW))
        stored(notes(district_id, DUE, NOW - timedelta(minutes=1)))
        body = msgspec.json.encode({"district_id": district_id}).decode()
        event = {"Records": [{"messageId": "1", "body": body}]}
        order = Order("chalicelib.jobs.retention.retain_district", event, NOW)
        return Unit(district_id, order, msgspec.structs.replace(order, at=NOW + timedelta(hours=1)))

    def is_done(self, running: Platform, unit: Unit) -> bool:
        """The books of every pass are closed."""
        return not any("PROOFS" in name for name in kinds_of_rows(running, unit.district_id))

    def state(self, running: Platform, unit: Unit) -> State:
        rows = kinds_of_rows(running, unit.district_id)
        kept = {name: count for name, count in rows.items() if "-audit " not in name}
        return {"rows": kept, "proved": _proved(unit)}


def _proved(unit: Unit) -> dict[str, int]:
    """What the entries of the audit log say was removed of each kind, added up over all passes."""
    proved: Counter[str] = Counter()
    for entry in entries_of_day(unit.district_id, clock.iso(NOW)[:10]):
        if entry.verb == VERB:
            told = entry.detail.as_dict() if entry.detail else {}
            proved[told["kind"]] += int(told["removed"])
    return dict(sorted(proved.items()))


SCENES: MappingProxyType[str, Callable[[], Scene]] = MappingProxyType({"retain_district": Retention})
