"""What everybody may know of a district."""

from typing import Any

from msgspec import Struct

from chalicelib.entry.call import Call
from chalicelib.entry.closed import WhileClosed
from chalicelib.entry.http import Gate
from chalicelib.identity.permissions import Permission

routes = Gate(__name__)


class DistrictShown(Struct, frozen=True):
    slug: str
    name: str
    languages: list[str]
    timezone: str
    state: str
    terminated_at: str
    closes_at: str
    privacy_version: str


@routes.on("GET", "", allow=Permission.PUBLIC, reply=DistrictShown, while_closed=WhileClosed.ALWAYS)
def get_district(call: Call[Any, Any]) -> DistrictShown:
    """The district at this address; where it has left, since when, and until when it can be read."""
    held = call.district
    return DistrictShown(
        held.slug,
        held.name,
        held.languages,
        held.timezone,
        held.state,
        held.terminated_at,
        held.closes_at,
        held.privacy_version,
    )
