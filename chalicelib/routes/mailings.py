"""Rosters, invitations and reminders."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib.entry.call import Call
from chalicelib.entry.http import LARGE, Gate
from chalicelib.identity.permissions import Permission
from chalicelib.kernel.errors import Forbidden
from chalicelib.routes.shapes import Body, Key
from chalicelib.surveys import quota_service, roster_service, tally_service
from chalicelib.surveys import service as surveys
from chalicelib.surveys.quota_service import QuotaFill
from chalicelib.surveys.roster import read_roster
from chalicelib.surveys.roster_service import Participation

routes = Gate(__name__)


class Roster(Body, frozen=True):
    key: Key
    csv: str


class Added(Struct, frozen=True):
    added: int


class Mailing(Body, frozen=True):
    key: Key
    kind: Annotated[str, Meta(max_length=20)]


class Queued(Struct, frozen=True):
    queued: int


@routes.on(
    "POST",
    "/surveys/{survey_id}/roster",
    allow=Permission.WRITE_SURVEYS,
    body=Roster,
    reply=Added,
    status=201,
    most=LARGE,
)
def add_roster(call: Call[Roster, Any]) -> Added:
    """Take a roster, all of it or nothing; every broken line is named."""
    survey_id = call.params["survey_id"]
    surveys.find_head(call.district.id, survey_id)
    people = read_roster(call.body.csv)
    return Added(roster_service.add_roster(call.keys, call.actor, survey_id, people))


@routes.on(
    "POST", "/surveys/{survey_id}/invitations", allow=Permission.WRITE_SURVEYS, body=Mailing, reply=Queued, status=201
)
def send_invitations(call: Call[Mailing, Any]) -> Queued:
    """Mail personal links: to those not yet invited, or a reminder to those who have not answered."""
    body = call.body
    queued = roster_service.begin_mailing(call.keys, call.actor, call.params["survey_id"], key=body.key, kind=body.kind)
    return Queued(queued)


class QuotaQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """In which language."""

    locale: Annotated[str, Meta(max_length=10)] = "en"


class Fills(Struct, frozen=True):
    items: list[QuotaFill]


@routes.on("GET", "/surveys/{survey_id}/quotas", allow=Permission.READ_RESULTS, query=QuotaQuery, reply=Fills)
def list_quotas(call: Call[Any, QuotaQuery]) -> Fills:
    """How many places of each quota are taken, in steps of ten, in all schools together."""
    if call.session.access.schools(Permission.READ_RESULTS, survey=call.params["survey_id"]) is not None:
        raise Forbidden("Your role reaches some schools only.", {"survey_id": "This is about all of them."})
    head = surveys.find_head(call.district.id, call.params["survey_id"])
    return Fills(quota_service.list_fills(call.district.id, head, call.query.locale))


@routes.on("GET", "/surveys/{survey_id}/participation", allow=Permission.READ_RESULTS, reply=Participation)
def get_participation(call: Call[Any, Any]) -> Participation:
    """How many were invited and have answered, in all schools together."""
    if call.session.access.schools(Permission.READ_RESULTS, survey=call.params["survey_id"]) is not None:
        raise Forbidden("Your role reaches some schools only.", {"survey_id": "This is about all of them."})
    head = surveys.find_head(call.district.id, call.params["survey_id"])
    return roster_service.participation_of(head, tally_service.count_answers(call.keys, head))
