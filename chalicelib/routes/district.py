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


@routes.on("GET", "", allow=Permission.PUBLIC, reply=DistrictShown, while_closed=WhileClosed.ALWAYS)
def get_district(call: Call[Any, Any]) -> DistrictShown:
    """The district at this address; where it has left, since when, and until when it can be read."""
    shown = call.district
    return DistrictShown(
        shown.slug, shown.name, shown.languages, shown.timezone, shown.state, shown.terminated_at, shown.closes_at
    )
