"""Who is asking and whether they may: the part of the HTTP gate that every route passes, whatever it does.

In this order, each failing closed: a valid session or token; our own page, where a cookie speaks; a desk or
administrative address; the permission; for the administrative plane a designation and its proof; the object's scope;
and a fresh proof, where the act is sensitive.
"""

from collections.abc import Mapping
from typing import Protocol

from chalice.app import Request

from chalicelib.districts.service import District
from chalicelib.identity import session_service as sessions
from chalicelib.identity.networks import is_within
from chalicelib.identity.permissions import ADMINISTRATIVE, Permission
from chalicelib.identity.session_service import Proof, Session
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Forbidden, NotFound, ProofNeeded
from chalicelib.kernel.settings import settings
from chalicelib.privacy import vault

COOKIE = "__Host-sid"
ELSEWHERE_COOKIE = "__Host-sso"
BEARER = "Bearer "
PASSKEY_ONLY = "passkey"


class Asked(Protocol):
    """What a route says of itself."""

    @property
    def method(self) -> str: ...
    @property
    def allow(self) -> Permission: ...
    @property
    def fresh(self) -> bool: ...


def cookie_of(request: Request, wanted: str = COOKIE) -> str:
    """The session cookie of a request, or another, or nothing."""
    for part in str(request.headers.get("cookie", "")).split(";"):
        name, _, value = part.strip().partition("=")
        if name == wanted:
            return value
    return ""


def source_of(request: Request) -> str:
    """The address that the gateway saw; never what a header says."""
    return str(request.context.get("identity", {}).get("sourceIp", ""))


def authorise(route: Asked, district: District, request: Request, params: Mapping[str, str]) -> Session | None:
    """The session for a route, or None where it is public; Unauthenticated, Forbidden, ProofNeeded or NotFound."""
    if route.allow is Permission.PUBLIC:
        return None
    session = _session_of(route, district, request)
    if district.desk_networks and not is_within(source_of(request), district.desk_networks):
        raise Forbidden("The desk is not open to this address.")
    if not session.may(route.allow):
        raise Forbidden("Your role does not allow this.")
    if route.allow in ADMINISTRATIVE:
        require_administrative(session, district, source_of(request))
    _require_in_scope(session, route.allow, params)
    if route.fresh and not session.is_fresh:
        raise ProofNeeded("Please prove again that it is you.", {"proof": "Ten minutes have passed."})
    return session


def _session_of(route: Asked, district: District, request: Request) -> Session:
    sent = str(request.headers.get("authorization", ""))
    if sent.startswith(BEARER):
        return sessions.find_session(district.id, sent.removeprefix(BEARER), is_token=True)
    session = sessions.find_session(district.id, cookie_of(request))
    if route.method != "GET":
        _check_same_site(request, session)
    return session


def _check_same_site(request: Request, session: Session) -> None:
    headers = request.headers
    sent = headers.get("parley-csrf", "").encode()
    foreign = headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}
    origin = headers.get("origin", settings().base_url)
    if foreign or origin != settings().base_url or not vault.same(sent, session.csrf.encode()):
        raise Forbidden("This request did not come from our own page.", {"parley-csrf": "Load the page again."})


def require_administrative(session: Session, district: District, address: str) -> None:
    """The administrative plane: a designated person, at an allowed address, with the proof that the district asks."""
    if session.token_for is not None or clock.seconds() >= session.designated_until:
        raise Forbidden("Only a designated administrator may do this.", {"designation": "You have none in force."})
    if not is_within(address, district.admin_networks):
        raise Forbidden("This cannot be done from this address.", {"address": "It is not on the district's list."})
    if district.admin_proof == PASSKEY_ONLY and session.proof is not Proof.PASSKEY:
        raise ProofNeeded("Please use your passkey.", {"proof": "Administration needs a passkey."})


def _require_in_scope(session: Session, permission: Permission, params: Mapping[str, str]) -> None:
    """What somebody's levels do not reach is, for them, not there."""
    survey, topic = params.get("survey_id"), params.get("topic_id")
    if not session.access.covers(permission, survey=survey, topic=topic) and permission is not Permission.SIGNED_IN:
        raise NotFound
