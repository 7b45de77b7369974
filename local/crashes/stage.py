"""What every scene of the crashes stands on: a district, an order, and a count of the rows that are left."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any, Protocol

from msgspec import Struct

from bench.history import ACTOR, DEFINITION
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb, kms
from chalicelib.dialogues.service import Agreed, Message, start_thread
from chalicelib.dialogues.store import TopicRow, topics_pk
from chalicelib.districts import service as districts
from chalicelib.districts.service import District
from chalicelib.kernel import clock
from chalicelib.kernel.ids import random_id, token
from chalicelib.privacy import notice_versions
from chalicelib.privacy import service as privacy
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.surveys import service as surveys
from chalicelib.surveys.response_service import Submission, submit_response
from local.crashes.worker import Order
from local.platform import Platform

NOW = datetime(2032, 2, 29, 12, tzinfo=UTC)
PUBLIC = Actor("public", "public")
ANSWERS, THREADS = 12, 2
State = dict[str, Any]


class Unit(Struct, frozen=True):
    """One thing to be done: in which district, by which order, and by which one after that."""

    district_id: str
    order: Order
    again: Order
    before: int = 0


class Scene(Protocol):
    """A job under attack."""

    def prepare(self, running: Platform) -> Unit: ...
    def is_done(self, running: Platform, unit: Unit) -> bool: ...
    def state(self, running: Platform, unit: Unit) -> State: ...


def new_district() -> tuple[District, DistrictKeys]:
    """A district with keys of its own and nothing else."""
    district_id = random_id("dst")
    keys, keys_write = privacy.found_keys(district_id, kms.create_district_key(district_id))
    slug, version = district_id.replace("_", "-")[:40], notice_versions.current_version()
    district = District(district_id, slug, "A District", "America/Chicago", ["en", "es"], version)
    dynamodb.transact(*districts.new_district(district), keys_write)
    return district, keys


def fill(district: District, keys: DistrictKeys, at: datetime) -> None:
    """Answers of one week, and two conversations."""
    with clock.frozen(at):
        made = surveys.create_survey(
            keys, ACTOR, key=token(), title="Climate", mode="anonymous", definition=DEFINITION, segments=["school"]
        )
        open_survey = surveys.publish_survey(district, keys, ACTOR, made.survey_id, revision=made.revision)
        for _ in range(ANSWERS):
            sent = Submission(token()[:22], 1, "en", {"safe": "yes", "school": "north"}, district.privacy_version)
            submit_response(district, keys, PUBLIC, open_survey.survey_id, sent)
        topic = TopicRow(
            topics_pk(district.id),
            random_id("tpc"),
            team_id=random_id("tem"),
            owner_id=random_id("usr"),
            request_mac=b"-",
        )
        topic.name = topic.description = {"en": "Buses", "es": "Autobuses"}
        dynamodb.write(dynamodb.put(topic))
        for _ in range(THREADS):
            message = Message(token()[:22], topic.sk, "question", "When does bus 7 leave?", "en")
            start_thread(district, keys, PUBLIC, message, Agreed(district.privacy_version), "https://parley.example")


def kinds_of_rows(running: Platform, district_id: str) -> dict[str, int]:
    """How many rows of each kind a district has: table, and the shape of the key without its random parts."""
    client = running.client("dynamodb")
    found: Counter[str] = Counter()
    for table in client.list_tables()["TableNames"]:
        pages = client.get_paginator("scan").paginate(
            TableName=table,
            ConsistentRead=True,
            ProjectionExpression="pk",
            FilterExpression="begins_with(pk, :district)",
            ExpressionAttributeValues={":district": {"S": f"D#{district_id}"}},
        )
        found.update(f"{table} {_shape(item['pk']['S'])}" for page in pages for item in page["Items"])
    return dict(sorted(found.items()))


def _shape(pk: str) -> str:
    """A key's fixed words: `D#dst_…#K#rsp_…` is "D K"."""
    return " ".join(part for part in pk.split("#") if part.isupper())
