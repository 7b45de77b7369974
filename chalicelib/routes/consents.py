"""Consents: what staff and devices of the public allow, the banner of a new notice, and the counts of both."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib.consents import announcement_service as announcements
from chalicelib.consents import feature_service as features
from chalicelib.consents import service as consents
from chalicelib.consents.feature_service import Feature
from chalicelib.consents.service import Count
from chalicelib.entry.call import Call
from chalicelib.entry.closed import WhileClosed
from chalicelib.entry.http import Gate
from chalicelib.identity import throttle_service as throttles
from chalicelib.identity.networks import subscriber
from chalicelib.identity.permissions import Permission
from chalicelib.privacy import notice_versions as versions
from chalicelib.privacy.notice import Change
from chalicelib.routes.privacy import in_force
from chalicelib.routes.shapes import Body, Done, Key, Short

routes = Gate(__name__)
Language = Annotated[str, Meta(max_length=10)]


class Allowed(Body, frozen=True):
    version: Short
    language: Language


class Device(Body, frozen=True):
    """A device's own secret, 128 random bits that it alone keeps."""

    device: Key


class AllowedOnDevice(Body, frozen=True):
    device: Key
    version: Short
    language: Language


class Features(Struct, frozen=True):
    items: list[Feature]
    next: str | None = None


class NoticeState(Struct, frozen=True):
    """The notice in force, and whether the caller has been told and not read it yet."""

    version: str
    is_unread: bool


class VersionCounted(Struct, frozen=True):
    """A version, what it changed, and how many of the staff were told and have read it."""

    version: str
    day: str
    in_force: bool
    material: bool
    changes: list[Change]
    told: int
    read: int


class ConsentsShown(Struct, frozen=True):
    counts: list[Count]
    versions: list[VersionCounted]


@routes.on("GET", "/me/consents", allow=Permission.SIGNED_IN, reply=Features)
def list_own_consents(call: Call[Any, Any]) -> Features:
    """What one allows one's devices."""
    return Features(features.list_own(call.district, call.keys, call.session.user_id))


@routes.on("PUT", "/me/consents/{feature}", allow=Permission.SIGNED_IN, body=Allowed, reply=Done)
def give_own_consent(call: Call[Allowed, Any]) -> Done:
    """Allow a feature of one's device, before the browser is asked for it."""
    body, feature = call.body, call.params["feature"]
    features.allow_own(
        call.district,
        call.keys,
        call.actor,
        call.session.user_id,
        feature,
        version=body.version,
        language=body.language,
    )
    return Done()


@routes.on("DELETE", "/me/consents/{feature}", allow=Permission.SIGNED_IN, reply=Done, while_closed=WhileClosed.READS)
def withdraw_own_consent(call: Call[Any, Any]) -> Done:
    """Withdraw a feature."""
    features.withdraw_own(call.keys, call.actor, call.session.user_id, call.params["feature"])
    return Done()


@routes.on(
    "POST", "/device/consents", allow=Permission.PUBLIC, body=Device, reply=Features, while_closed=WhileClosed.READS
)
def list_device_consents(call: Call[Device, Any]) -> Features:
    """What a device of the public has allowed."""
    return Features(features.list_of_device(call.district, call.keys, call.body.device))


@routes.on("PUT", "/device/consents/{feature}", allow=Permission.PUBLIC, body=AllowedOnDevice, reply=Done)
def give_device_consent(call: Call[AllowedOnDevice, Any]) -> Done:
    """Allow a feature of a device of the public, before the phone is asked for it."""
    throttles.count_try(call.keys, throttles.DEVICE_CONSENT, subscriber(call.address))
    body, feature = call.body, call.params["feature"]
    features.allow_on_device(
        call.district, call.keys, body.device, feature, version=body.version, language=body.language
    )
    return Done()


@routes.on(
    "POST",
    "/device/consents/{feature}/withdrawal",
    allow=Permission.PUBLIC,
    body=Device,
    reply=Done,
    while_closed=WhileClosed.READS,
)
def withdraw_device_consent(call: Call[Device, Any]) -> Done:
    """Withdraw a feature of a device of the public."""
    features.withdraw_on_device(call.keys, call.body.device, call.params["feature"])
    return Done()


@routes.on("GET", "/me/notice", allow=Permission.SIGNED_IN, reply=NoticeState)
def get_own_notice(call: Call[Any, Any]) -> NoticeState:
    """Whether there is a privacy notice that one was told of and has not read."""
    return NoticeState(in_force(call.district), announcements.is_unread(call.district, call.session.user_id))


@routes.on("PUT", "/me/notice", allow=Permission.SIGNED_IN, reply=Done)
def read_own_notice(call: Call[Any, Any]) -> Done:
    """Put the banner of a new privacy notice away."""
    announcements.mark_read(call.district, call.session.user_id)
    return Done()


@routes.on("GET", "/consents", allow=Permission.READ_AUDIT, reply=ConsentsShown)
def count_consents(call: Call[Any, Any]) -> ConsentsShown:
    """How many consents there are for each purpose, and the versions of the notice with what changed."""
    held = in_force(call.district)
    told = [(one, announcements.count_told(call.district.id, one.version)) for one in versions.history()]
    shown = [
        VersionCounted(one.version, one.day, one.version == held, one.material, one.changes, count.told, count.read)
        for one, count in told
    ]
    return ConsentsShown(consents.count_consents(call.district.id), shown)
