"""Enhanced security of a survey: what its results ask of whoever wants to see them.

On by default wherever a survey has a roster. It asks for a passkey, proved in the last ten minutes (so nobody idle for
longer sees a result), at an allowed address; and lets nothing out to somebody outside.
"""

from msgspec import Struct

from chalicelib.districts.service import District
from chalicelib.identity.networks import is_within
from chalicelib.identity.session_service import Proof, Session
from chalicelib.kernel.errors import Forbidden, ProofNeeded

ENHANCED, STANDARD = "enhanced", "standard"


class Viewer(Struct, frozen=True):
    """Who wants to see results, and from where; without a session it is somebody outside."""

    session: Session | None
    is_at_allowed_address: bool = False


OUTSIDE = Viewer(None)


def viewer_of(district: District, session: Session, address: str) -> Viewer:
    """Somebody of the staff at an address."""
    return Viewer(session, is_within(address, district.admin_networks))


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
