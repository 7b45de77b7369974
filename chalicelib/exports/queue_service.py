"""The queue of exports: one message is one run of a worker."""

import msgspec
from msgspec import Struct

from chalicelib.aws import sqs
from chalicelib.kernel.settings import settings


class ExportDistrict(Struct, frozen=True, forbid_unknown_fields=True):
    """Which export of which district to go on with."""

    district_id: str
    export_id: str


def order_work(district_id: str, export_id: str) -> None:
    """Let a worker go on with an export; an order too many is harmless."""
    body = msgspec.json.encode(ExportDistrict(district_id, export_id)).decode()
    sqs.send_message(settings().exports_queue, body)
