"""What remains of a district that has left: its certificate, and the key that checks it."""

from typing import Any

from msgspec import Struct

from chalicelib.assurance.signing_service import Signed
from chalicelib.closure import certificate_service as certificates
from chalicelib.closure.certificate_service import PublicKey
from chalicelib.entry.call import Call
from chalicelib.entry.closed import WhileClosed
from chalicelib.entry.http import Gate
from chalicelib.identity.permissions import Permission

routes = Gate(__name__)
ALWAYS = WhileClosed.ALWAYS


class CertificateShown(Struct, frozen=True):
    signed: Signed


@routes.on(
    "GET", "/certificates/{certificate_id}", allow=Permission.PUBLIC, reply=CertificateShown, while_closed=ALWAYS
)
def get_certificate(call: Call[Any, Any]) -> CertificateShown:
    """The signed certificate of destruction, for whoever knows its id. `make verify` checks it offline."""
    return CertificateShown(certificates.read_certificate(call.district.id, call.params["certificate_id"]))


@routes.on("GET", "/signing-key", allow=Permission.PUBLIC, reply=PublicKey, while_closed=ALWAYS)
def get_signing_key(call: Call[Any, Any]) -> PublicKey:  # noqa: ARG001 - every route takes its call.
    """The public key that checks what this installation signed."""
    return certificates.public_key()
