"""Enhanced security of a survey: what its results ask of whoever wants to see them.

On by default wherever a survey has a roster. It asks for a passkey, proved in the last ten minutes (so nobody idle for
longer sees a result), at an allowed address; and lets nothing out to somebody outside.
"""

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.districts.service import District
from chalicelib.identity.networks import is_within
from chalicelib.identity.session_service import Proof, Session
from chalicelib.kernel.errors import Forbidden, ProofNeeded

ENHANCED, STANDARD = "enhanced", "standard"


class Viewer(Struct, frozen=True):
    """Who wants to see results, and from where; without a session it is somebody outside."""

    session: Session | None
    is_at_allowed_address: bool = False
    request_id: str = ""


OUTSIDE = Viewer(None)


def viewer_of(district: District, session: Session, address: str, request_id: str) -> Viewer:
    """Somebody of the staff at an address."""
    return Viewer(session, is_within(address, district.admin_networks), request_id)


def default_security(mode: str) -> str:
    """How a new survey is protected: an open link for everybody is a lowering that the mode itself declares."""
    return STANDARD if mode == "anonymous" else ENHANCED


def require_may_see(security: str, viewer: Viewer) -> None:
    """Raises Forbidden or ProofNeeded where a survey's security keeps its results from a viewer."""
    if security != ENHANCED:
        return
    session = viewer.session
    if session is None:
        raise Forbidden("This survey is not shown outside.", {"security": "It has enhanced security."})
    if session.token_for is not None or not viewer.is_at_allowed_address:
        raise Forbidden("This cannot be seen from here.", {"address": "This survey is seen from allowed addresses."})
    if session.proof is not Proof.PASSKEY or not session.is_fresh:
        raise ProofNeeded("Please use your passkey.", {"proof": "This survey has enhanced security."})


def write_down_reading(district_id: str, survey_id: str, security: str, viewer: Viewer) -> None:
    """Let the audit log know who reads the results of a survey with enhanced security, before they are read."""
    if security == ENHANCED and viewer.session is not None:
        actor = Actor("user", viewer.session.user_id, viewer.request_id)
        dynamodb.transact(assurance.record(district_id, actor, "results.read", survey_id))
