"""What an operator does for a district that cannot help itself: every call of it raises an alarm."""

from typing import Any

from msgspec import Struct

from chalicelib.approvals import service as approvals
from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.districts import service as districts
from chalicelib.districts.service import District
from chalicelib.entry.job import Jobs
from chalicelib.identity import designation_service as designations
from chalicelib.identity.invitation_service import Invitation, invitation_writes
from chalicelib.identity.levels import Level
from chalicelib.identity.networks import check_networks
from chalicelib.identity.permissions import Role
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.ids import random_id
from chalicelib.privacy import service as privacy
from chalicelib.privacy.vault import DistrictKeys

functions = Jobs(__name__)
DAY, HOUR = 86_400, 3_600
BROKEN_GLASS_HOURS = 4


class Administer(Struct, frozen=True, forbid_unknown_fields=True):
    """One act of an operator, and what it needs.

    designate: username, reason, days. break_glass: username, reason, good for four hours. invite: email of a new
    administrator, days. allow_networks: admin_networks. approve and refuse: approval_id.
    """

    district: str
    act: str
    username: str = ""
    email: str = ""
    reason: str = ""
    days: int = 30
    admin_networks: list[str] = []
    approval_id: str = ""


@functions.job(event=Administer)
def administer_district(event: Administer, actor: Actor) -> dict[str, Any]:
    """Designate an administrator, break the glass, invite an administrator, allow networks, or decide an approval.

    Test event: {"district": "lakeview", "act": "break_glass", "username": "alice", "reason": "The passkey is lost."}.
    """
    district = districts.find_district(event.district)
    keys = privacy.open_keys_of(district.id)
    if event.act in {"designate", "break_glass"}:
        return _designate(keys, actor, event)
    if event.act == "invite":
        return _invite(district, keys, actor, event)
    if event.act == "allow_networks":
        networks = check_networks(event.admin_networks, "admin_networks")
        districts.change_networks(district, actor, admin_networks=networks, desk_networks=district.desk_networks)
        return {"networks": len(networks)}
    if event.act in {"approve", "refuse"}:
        return {"state": approvals.decide(keys, actor, event.approval_id, approve=event.act == "approve")}
    raise Invalid("There is no such act.", {"act": "designate, break_glass, invite, allow_networks, approve, refuse."})


def _designate(keys: DistrictKeys, actor: Actor, event: Administer) -> dict[str, Any]:
    user_id = privacy.find_blind(keys, "username", event.username)
    if user_id is None:
        raise Invalid("There is nobody of this name.", {"username": "The user name of an account."})
    is_glass = event.act == "break_glass"
    seconds = BROKEN_GLASS_HOURS * HOUR if is_glass else event.days * DAY
    if is_glass:
        dynamodb.transact(assurance.record(keys.district_id, actor, "glass.broken", user_id))
    made = designations.designate(
        keys,
        actor,
        user_id,
        key=random_id("key"),
        reason=event.reason,
        seconds=seconds,
        approved_by=designations.OPERATOR,
    )
    return {"designation_id": made.designation_id, "ends_at": made.ends_at}


def _invite(district: District, keys: DistrictKeys, actor: Actor, event: Administer) -> dict[str, Any]:
    user_id, until = random_id("usr"), clock.seconds() + event.days * DAY
    if not 0 < event.days <= designations.MOST_DAYS:
        raise Invalid("A designation has an end.", {"days": f"1 to {designations.MOST_DAYS} days."})
    invitation = Invitation(event.email, [Level(Role.ADMINISTRATOR)], designated_until=until)
    dynamodb.transact(*invitation_writes(district, keys, actor, user_id, invitation))
    return {"user_id": user_id}
