"""Opening a district: an operator's act."""

from typing import Any

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb, kms
from chalicelib.aws.dynamodb import TakenError
from chalicelib.districts import service as districts
from chalicelib.districts.service import LANGUAGES, PROOFS, District
from chalicelib.entry.job import Jobs
from chalicelib.identity.designation_service import DESIGNATED_SECONDS
from chalicelib.identity.invitation_service import Invitation, invitation_writes
from chalicelib.identity.levels import Level
from chalicelib.identity.networks import check_networks
from chalicelib.identity.nobody_service import nobody_writes
from chalicelib.identity.permissions import Role
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Invalid
from chalicelib.kernel.ids import random_id
from chalicelib.privacy import service as privacy
from chalicelib.privacy.notice_versions import current_version

functions = Jobs(__name__)


class OpenDistrict(Struct, frozen=True, forbid_unknown_fields=True):
    """A district's address, name and time zone, and where its first administrator is reached.

    The administrative plane opens to `admin_networks` alone, so to nobody where none is named. `admin_proof` is
    "passkey", or "any" to do without, on a machine that is nobody's district.
    """

    slug: str
    name: str
    timezone: str
    email: str
    admin_networks: list[str] = []
    admin_proof: str = "passkey"


@functions.job(event=OpenDistrict)
def open_district(event: OpenDistrict, actor: Actor) -> dict[str, Any]:
    """Open a district and mail a one-time invitation to its first administrator.

    Test event: {"slug": "lakeview", "name": "Lakeview Schools", "timezone": "America/New_York",
    "email": "it@example.org", "admin_networks": ["198.51.100.0/24"]}.
    """
    districts.check_district(event.slug, event.name, event.timezone)
    networks = check_networks(event.admin_networks, "admin_networks")
    if event.admin_proof not in PROOFS:
        raise Invalid("There is no such proof.", {"admin_proof": f"One of {', '.join(PROOFS)}."})
    districts.require_free(event.slug)
    district_id = random_id("dst")
    keys, keys_write = privacy.found_keys(district_id, kms.create_district_key(district_id))
    district = District(
        district_id,
        event.slug,
        event.name,
        event.timezone,
        list(LANGUAGES),
        current_version(),
        networks,
        event.admin_proof,
    )
    designated = clock.seconds() + DESIGNATED_SECONDS
    invitation = Invitation(event.email, [Level(Role.ADMINISTRATOR)], designated_until=designated)
    invited = invitation_writes(district, keys, actor, random_id("usr"), invitation)
    opened = assurance.record(district_id, actor, "district.opened", district_id, proof=event.admin_proof)
    try:
        dynamodb.transact(*districts.new_district(district), keys_write, *nobody_writes(keys), *invited, opened)
    except TakenError:
        raise Conflict("This address is in use.", {"slug": "Another district has it."}) from None
    return {"district_id": district_id, "slug": event.slug}
