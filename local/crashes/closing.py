"""A closing under attack: a district that leaves is emptied once, whoever dies in between."""

from datetime import timedelta

import msgspec

from chalicelib.assurance.actor import of_job
from chalicelib.aws import dynamodb, kms
from chalicelib.districts import closing_service as closings
from chalicelib.districts import service as districts
from chalicelib.districts.closing import Closing
from chalicelib.districts.closing_service import Termination
from chalicelib.kernel import clock
from chalicelib.kernel.ids import random_id
from local.crashes.stage import NOW, State, Unit, fill, kinds_of_rows, new_district
from local.crashes.worker import Order
from local.platform import Platform

DAYS = 91


class Leaving:
    """A district whose day has come: its rows become trends once, its keys end, one certificate remains."""

    def prepare(self, running: Platform) -> Unit:
        district, keys = new_district()
        fill(district, keys, NOW)
        with clock.frozen(NOW):
            ended = Termination(Closing(NOW, NOW), "A contract ended", ["A. One", "B. Two"], random_id("crt"))
            closings.terminate(districts.get_district(district.id), of_job("test"), ended)
        body = msgspec.json.encode({"district_id": district.id}).decode()
        event = {"Records": [{"messageId": "1", "body": body}]}
        order = Order("chalicelib.jobs.closing.close_district", event, NOW + timedelta(days=DAYS))
        again = msgspec.structs.replace(order, at=order.at + timedelta(hours=1))
        return Unit(district.id, order, again, before=_trends(running))

    def is_done(self, running: Platform, unit: Unit) -> bool:  # noqa: ARG002 - every scene is given the platform.
        return districts.get_district(unit.district_id).state == "certified"

    def state(self, running: Platform, unit: Unit) -> State:
        rows = kinds_of_rows(running, unit.district_id)
        kept = {name: count for name, count in rows.items() if "-audit " not in name}
        return {"rows": kept, "trends": _trends(running) - unit.before, "key": _key(running, unit)}


def _trends(running: Platform) -> int:
    scan = running.client("dynamodb").get_paginator("scan")
    return sum(page["Count"] for page in scan.paginate(TableName=dynamodb.table_name("trends"), Select="COUNT"))


def _key(running: Platform, unit: Unit) -> str:
    """What has become of the district's own KMS key."""
    client = running.client("kms")
    for key in reversed(client.list_keys(Limit=1000)["Keys"]):
        tags = client.list_resource_tags(KeyId=key["KeyId"])["Tags"]
        if {"TagKey": "parley-district", "TagValue": unit.district_id} in tags:
            return kms.state_of(key["KeyArn"]).state
    return "not found"
