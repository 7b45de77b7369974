"""Opening a district: an operator's act."""

from typing import Any

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError
from chalicelib.districts import service as districts
from chalicelib.districts.service import LANGUAGES, District
from chalicelib.entry.job import Jobs
from chalicelib.identity.permissions import Role
from chalicelib.identity.service import invitation_writes
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.ids import random_id
from chalicelib.kernel.settings import settings
from chalicelib.privacy import service as privacy

functions = Jobs(__name__)


class OpenDistrict(Struct, frozen=True, forbid_unknown_fields=True):
    """A district's address, name and time zone, and where its first administrator is reached."""

    slug: str
    name: str
    timezone: str
    email: str


@functions.job(event=OpenDistrict)
def open_district(event: OpenDistrict, actor: Actor) -> dict[str, Any]:
    """Open a district and mail a one-time invitation to its first administrator.

    Test event: {"slug": "lakeview", "name": "Lakeview Schools", "timezone": "America/New_York",
    "email": "it@example.org"}.
    """
    districts.check_district(event.slug, event.name, event.timezone)
    district_id = random_id("dst")
    keys, keys_write = privacy.found_keys(district_id)
    district = District(district_id, event.slug, event.name, event.timezone, list(LANGUAGES), "")
    administrator = random_id("usr")
    invitation = invitation_writes(
        district,
        keys,
        actor,
        user_id=administrator,
        email=event.email,
        roles=[Role.ADMINISTRATOR],
        base_url=settings().base_url,
    )
    opened = assurance.record(district_id, actor, "district.opened", district_id)
    try:
        dynamodb.transact(
            *districts.new_district(district_id, event.slug, event.name, event.timezone),
            keys_write,
            *invitation,
            opened,
        )
    except TakenError:
        raise Conflict("This address is in use.", {"slug": "Another district has it."}) from None
    return {"district_id": district_id, "slug": event.slug}
