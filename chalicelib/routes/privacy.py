"""The privacy notice, for everybody: what is kept, why, who sees it, how long; sub-processors; the supplement."""

from typing import Any

from msgspec import Struct

from chalicelib.districts.service import District
from chalicelib.entry.call import Call
from chalicelib.entry.http import Gate
from chalicelib.identity.permissions import Permission
from chalicelib.privacy import notice_versions as versions
from chalicelib.privacy.notice import Notice, Processor, Sentence
from chalicelib.privacy.notice_versions import VersionTold

routes = Gate(__name__)


class NoticeShown(Struct, frozen=True):
    """A version of the notice; `is_current` where it is the one in force here."""

    version: str
    is_current: bool
    notice: Notice


class Versions(Struct, frozen=True):
    """Every version with what changed, newest first, and which is in force here."""

    in_force: str
    items: list[VersionTold]
    next: str | None = None


class Processors(Struct, frozen=True):
    """Who processes data for the district, and in which Regions."""

    version: str
    regions: list[str]
    items: dict[str, Processor]


class Supplement(Struct, frozen=True):
    """What New York Education Law 2-d and 8 NYCRR Part 121 ask to be told."""

    version: str
    parts: dict[str, Sentence]
    purposes: dict[str, Sentence]
    processors: dict[str, Processor]
    regions: list[str]


def in_force(district: District) -> str:
    """The version that a district is at; the software's own where that is older than the list of versions."""
    held = district.privacy_version
    return held if versions.is_known(held) else versions.current_version()


@routes.on("GET", "/privacy", allow=Permission.PUBLIC, reply=NoticeShown)
def get_notice(call: Call[Any, Any]) -> NoticeShown:
    """The privacy notice in force."""
    version = in_force(call.district)
    return NoticeShown(version, is_current=True, notice=versions.get_notice(version))


@routes.on("GET", "/privacy/versions", allow=Permission.PUBLIC, reply=Versions)
def list_notices(call: Call[Any, Any]) -> Versions:
    """Every version of the privacy notice, and what each changed."""
    return Versions(in_force(call.district), versions.history())


@routes.on("GET", "/privacy/versions/{version}", allow=Permission.PUBLIC, reply=NoticeShown)
def get_old_notice(call: Call[Any, Any]) -> NoticeShown:
    """The privacy notice as it was in a version."""
    version = call.params["version"]
    return NoticeShown(version, version == in_force(call.district), versions.get_notice(version))


@routes.on("GET", "/privacy/processors", allow=Permission.PUBLIC, reply=Processors)
def list_processors(call: Call[Any, Any]) -> Processors:
    """Who processes data for the district."""
    version = in_force(call.district)
    notice = versions.get_notice(version)
    return Processors(version, notice.regions, notice.processors)


@routes.on("GET", "/privacy/supplement", allow=Permission.PUBLIC, reply=Supplement)
def get_supplement(call: Call[Any, Any]) -> Supplement:
    """The supplemental information of New York Education Law 2-d."""
    version = in_force(call.district)
    notice = versions.get_notice(version)
    return Supplement(version, notice.supplement, notice.purposes, notice.processors, notice.regions)
