"""The administrative plane: designated administrators, allowed networks, what needs a second person, the audit log."""

from typing import Annotated, Any

from msgspec import Meta, Struct, field

from chalicelib.approvals import service as approvals
from chalicelib.approvals.service import Approval, Kind
from chalicelib.assurance import reading_service as audit
from chalicelib.assurance.reading_service import Entry
from chalicelib.districts import service as districts
from chalicelib.entry.call import Call
from chalicelib.entry.closed import WhileClosed
from chalicelib.entry.http import Gate
from chalicelib.identity import designation_service as designations
from chalicelib.identity import service as accounts
from chalicelib.identity.designation_service import MOST_DAYS, Designation
from chalicelib.identity.networks import MOST_NETWORKS, check_networks, is_within
from chalicelib.identity.permissions import Permission
from chalicelib.kernel.errors import Invalid
from chalicelib.privacy import links
from chalicelib.routes.shapes import Asked, Body, Done, Id, Key, Short, Text, Token
from chalicelib.surveys import service as surveys

routes = Gate(__name__)
DAY = 86_400
Networks = Annotated[list[Short], Meta(max_length=MOST_NETWORKS)]


class Designations(Struct, frozen=True):
    items: list[Designation]
    next: str | None = None


class NewDesignation(Body, frozen=True):
    key: Key
    user_id: Id
    reason: Text
    days: Annotated[int, Meta(ge=1, le=MOST_DAYS)]


class Security(Struct, frozen=True):
    admin_networks: list[str]
    desk_networks: list[str]
    admin_proof: str
    your_address: str


class SecurityChange(Body, frozen=True):
    admin_networks: Networks
    desk_networks: Networks = field(default_factory=list)


class Approvals(Struct, frozen=True):
    items: list[Approval]
    next: str | None = None


class Decided(Struct, frozen=True):
    state: str


class FactorReset(Body, frozen=True):
    key: Key
    reason: Text


class ExportRequest(Body, frozen=True):
    key: Key
    reason: Text


class SecurityLevel(Body, frozen=True):
    key: Key
    security: Short
    reason: Text = ""


class SecurityChanged(Struct, frozen=True):
    """What a survey's security is now, or the request that waits for a second person."""

    security: str
    approval_id: str | None


class AuditQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """A day in UTC, and at most one of verb, actor and object."""

    day: Short = ""
    verb: Short = ""
    actor: Short = ""
    object: Short = ""
    cursor: Token = ""


class Audit(Struct, frozen=True):
    items: list[Entry]
    next: str | None


@routes.on("GET", "/designations", allow=Permission.MANAGE_PEOPLE, reply=Designations)
def list_designations(call: Call[Any, Any]) -> Designations:
    """The register of designated administrators, the newest first."""
    return Designations(designations.list_designations(call.keys))


@routes.on(
    "POST", "/designations", allow=Permission.MANAGE_SECURITY, body=NewDesignation, reply=Designation, status=201,
    fresh=True,
)  # fmt: skip
def designate(call: Call[NewDesignation, Any]) -> Designation:
    """Let a colleague into the administrative plane, for a reason and for 90 days at most; never oneself."""
    body = call.body
    return designations.designate(
        call.keys,
        call.actor,
        body.user_id,
        key=body.key,
        reason=body.reason,
        seconds=body.days * DAY,
        approved_by=call.session.user_id,
    )


@routes.on("DELETE", "/designations/{designation_id}", allow=Permission.MANAGE_SECURITY, reply=Done, fresh=True)
def end_designation(call: Call[Any, Any]) -> Done:
    """End a designation: the person's next administrative request is refused."""
    designations.end_designation(call.keys, call.actor, call.params["designation_id"])
    return Done()


@routes.on("GET", "/security", allow=Permission.MANAGE_SECURITY, reply=Security)
def get_security(call: Call[Any, Any]) -> Security:
    """From where the district is administered, and where the caller is."""
    district = call.district
    return Security(district.admin_networks, district.desk_networks, district.admin_proof, call.address)


@routes.on("PUT", "/security", allow=Permission.MANAGE_SECURITY, body=SecurityChange, reply=Security, fresh=True)
def change_security(call: Call[SecurityChange, Any]) -> Security:
    """Choose the networks; refused where the caller would lock themselves out. In force everywhere within a minute."""
    admin = check_networks(call.body.admin_networks, "admin_networks")
    desk = check_networks(call.body.desk_networks, "desk_networks")
    for name, networks in (("admin_networks", admin), ("desk_networks", desk)):
        if (networks or name == "admin_networks") and not is_within(call.address, networks):
            raise Invalid("This would lock you out.", {name: f"Your own address, {call.address}, must be within."})
    districts.change_networks(call.district, call.actor, admin_networks=admin, desk_networks=desk)
    return Security(admin, desk, call.district.admin_proof, call.address)


@routes.on("GET", "/approvals", allow=Permission.MANAGE_SECURITY, reply=Approvals)
def list_approvals(call: Call[Any, Any]) -> Approvals:
    """What waits for a second person, and what has been decided."""
    return Approvals(approvals.list_approvals(call.keys))


@routes.on(
    "POST",
    "/approvals/{approval_id}/approve",
    allow=Permission.MANAGE_SECURITY,
    reply=Decided,
    fresh=True,
    while_closed=WhileClosed.READS,
)
def approve(call: Call[Any, Any]) -> Decided:
    """Agree to what somebody else has asked for; it happens with this."""
    return Decided(approvals.decide(call.keys, call.actor, call.params["approval_id"], approve=True))


@routes.on(
    "POST",
    "/approvals/{approval_id}/refuse",
    allow=Permission.MANAGE_SECURITY,
    reply=Decided,
    fresh=True,
    while_closed=WhileClosed.READS,
)
def refuse(call: Call[Any, Any]) -> Decided:
    """Refuse what somebody else has asked for."""
    return Decided(approvals.decide(call.keys, call.actor, call.params["approval_id"], approve=False))


@routes.on(
    "POST", "/users/{user_id}/factor-reset", allow=Permission.MANAGE_PEOPLE, body=FactorReset, reply=Asked, status=202,
    fresh=True,
)  # fmt: skip
def ask_factor_reset(call: Call[FactorReset, Any]) -> Asked:
    """Ask a second person to agree that somebody's second factors are removed, because they are lost."""
    user_id = call.params["user_id"]
    accounts.require_may_manage(call.session, accounts.find_account(call.keys, user_id))
    asked = approvals.ask(call.keys, call.actor, Kind.FACTOR_RESET, user_id, key=call.body.key, reason=call.body.reason)
    return Asked(asked)


@routes.on(
    "POST", "/surveys/{survey_id}/export-requests", allow=Permission.EXPORT_RESPONSES, body=ExportRequest, reply=Asked,
    status=202, while_closed=WhileClosed.READS)  # fmt: skip
def ask_export(call: Call[ExportRequest, Any]) -> Asked:
    """Ask a second person to agree to an export of a survey with enhanced security."""
    survey_id = call.params["survey_id"]
    surveys.find_head(call.district.id, survey_id)
    asked = approvals.ask(call.keys, call.actor, Kind.EXPORT, survey_id, key=call.body.key, reason=call.body.reason)
    return Asked(asked)


@routes.on(
    "PUT", "/surveys/{survey_id}/security", allow=Permission.WRITE_SURVEYS, body=SecurityLevel, reply=SecurityChanged,
    fresh=True,
)  # fmt: skip
def set_survey_security(call: Call[SecurityLevel, Any]) -> SecurityChanged:
    """Raise a survey's security at once; its lowering needs a reason and a second person."""
    body, survey_id = call.body, call.params["survey_id"]
    asked = approvals.change_security(
        call.keys, call.actor, survey_id, security=body.security, key=body.key, reason=body.reason
    )
    return SecurityChanged(surveys.find_head(call.district.id, survey_id).security, asked)


@routes.on("GET", "/audit", allow=Permission.READ_AUDIT, query=AuditQuery, reply=Audit)
def read_audit(call: Call[Any, AuditQuery]) -> Audit:
    """The audit log, newest first: of a day, or of one verb, actor or object. One Query."""
    query = call.query
    chosen = audit.Filter(query.day, query.verb, query.actor, query.object)
    bound = f"audit|{call.session.user_id}|{query.day}|{query.verb}|{query.actor}|{query.object}"
    entries, last_key = audit.read(
        call.district.id, call.actor, chosen, links.open_cursor(call.keys, bound, query.cursor)
    )
    return Audit(entries, links.seal_cursor(call.keys, bound, last_key))
