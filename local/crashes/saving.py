"""Backups and exports under attack: what was saved is whole, and what was exported is what there was."""

from datetime import timedelta
from itertools import count

import msgspec

from chalicelib.aws import dynamodb
from chalicelib.continuity import backup_service as backups
from chalicelib.exports.service import find_row, new_row
from chalicelib.kernel import clock
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.ids import random_id
from local.crashes.running import run
from local.crashes.stage import NOW, State, Unit, fill, new_district
from local.crashes.worker import Order
from local.platform import Platform

_DAYS = count(1)


class Backup:
    """A day's backup: every table once, whole by its manifest."""

    def prepare(self, running: Platform) -> Unit:  # noqa: ARG002 - every scene is given the platform.
        at = NOW + timedelta(days=next(_DAYS))
        day = clock.iso(at)[:10]
        order = Order("chalicelib.jobs.backup.back_up_daily", {"day": day}, at)
        return Unit(day, order, msgspec.structs.replace(order, at=at + timedelta(hours=1)))

    def is_done(self, running: Platform, unit: Unit) -> bool:  # noqa: ARG002 - as above.
        try:
            backups.read_backup(unit.district_id)
        except NotFound:
            return False
        return True

    def state(self, running: Platform, unit: Unit) -> State:  # noqa: ARG002 - as above.
        made = backups.read_backup(unit.district_id)
        return {"whole": backups.is_set_whole(made), "tables": sorted(one.table for one in made.tables)}


class Export:
    """An export that was killed says the same of a district as one that was not."""

    def prepare(self, running: Platform) -> Unit:  # noqa: ARG002 - as above.
        district, keys = new_district()
        fill(district, keys, NOW)
        order = _ordered(district.id)
        return Unit(district.id, order, order)

    def is_done(self, running: Platform, unit: Unit) -> bool:  # noqa: ARG002 - as above.
        return _content(unit.order) != ""

    def state(self, running: Platform, unit: Unit) -> State:  # noqa: ARG002 - as above.
        other = _ordered(unit.district_id)
        run(other)
        return {"equal": _content(unit.order) == _content(other) != ""}


def _ordered(district_id: str) -> Order:
    export_id = random_id("exp")
    with clock.frozen(NOW):
        dynamodb.write(dynamodb.put(new_row(district_id, export_id, random_id("usr"))))
    body = msgspec.json.encode({"district_id": district_id, "export_id": export_id}).decode()
    return Order("chalicelib.jobs.exporting.export_district", {"Records": [{"messageId": "1", "body": body}]}, NOW)


def _content(order: Order) -> str:
    told = msgspec.json.decode(order.event["Records"][0]["body"])
    return str(find_row(told["district_id"], told["export_id"]).content_hash)
