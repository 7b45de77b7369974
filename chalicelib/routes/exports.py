"""Exports of the whole district.

Every route here asks for EXPORT_DISTRICT and changes nothing of the district's data, so that a district may be exported
whatever its account's state.
"""

from typing import Any

from msgspec import Struct

from chalicelib.entry.call import Call
from chalicelib.entry.closed import WhileClosed
from chalicelib.entry.http import Gate
from chalicelib.exports import service as exports
from chalicelib.exports.queue_service import order_work
from chalicelib.exports.service import Export, Fetching
from chalicelib.identity.permissions import Permission
from chalicelib.routes.shapes import Asked, Body, Done, Key, Text

routes = Gate(__name__)


class NewExport(Body, frozen=True):
    key: Key


class ApprovalAsked(Body, frozen=True):
    key: Key
    reason: Text


class Exports(Struct, frozen=True):
    items: list[Export]
    next: str | None = None


@routes.on(
    "POST",
    "/exports",
    allow=Permission.EXPORT_DISTRICT,
    body=NewExport,
    reply=Export,
    status=202,
    fresh=True,
    while_closed=WhileClosed.READS,
)
def order_export(call: Call[NewExport, Any]) -> Export:
    """Begin an export of everything that the district owns."""
    export_id = exports.order_export(call.keys, call.session, call.actor, key=call.body.key)
    order_work(call.district.id, export_id)
    return exports.get_export(call.district.id, call.session, export_id)


@routes.on("GET", "/exports", allow=Permission.EXPORT_DISTRICT, reply=Exports)
def list_exports(call: Call[Any, Any]) -> Exports:
    """The exports of the last 90 days, the newest first, with how far each is."""
    return Exports(exports.list_exports(call.district.id, call.session))


@routes.on(
    "POST", "/exports/approval", allow=Permission.EXPORT_DISTRICT, body=ApprovalAsked, reply=Asked, status=202,
    fresh=True, while_closed=WhileClosed.READS,
)  # fmt: skip
def ask_approval(call: Call[ApprovalAsked, Any]) -> Asked:
    """Ask a second person to agree to an export, where a survey has enhanced security."""
    body = call.body
    return Asked(exports.ask_approval(call.keys, call.session, call.actor, key=body.key, reason=body.reason))


@routes.on("GET", "/exports/{export_id}", allow=Permission.EXPORT_DISTRICT, reply=Export)
def get_export(call: Call[Any, Any]) -> Export:
    """How far an export is, and what is in it once it is done."""
    return exports.get_export(call.district.id, call.session, call.params["export_id"])


@routes.on(
    "POST",
    "/exports/{export_id}/address",
    allow=Permission.EXPORT_DISTRICT,
    reply=Fetching,
    fresh=True,
    while_closed=WhileClosed.READS,
)
def fetch_export(call: Call[Any, Any]) -> Fetching:
    """Where the archive can be fetched for a quarter of an hour; each time is written down."""
    return exports.fetch_export(call.district, call.session, call.actor, call.params["export_id"])


@routes.on(
    "DELETE", "/exports/{export_id}", allow=Permission.EXPORT_DISTRICT, reply=Done, while_closed=WhileClosed.READS
)
def cancel_export(call: Call[Any, Any]) -> Done:
    """Give up an export, and delete its archive where it is done."""
    exports.cancel_export(call.district.id, call.actor, call.params["export_id"])
    return Done()
