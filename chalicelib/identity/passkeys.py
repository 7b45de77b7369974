"""Passkeys by the W3C's Web Authentication, Level 3: for this host alone, with the person verified by their device.

`fido2` checks ceremony and signature; it is imported when first needed, so that no other route's cold start pays.
"""

import struct
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.settings import settings

Json = dict[str, Any]
# The algorithms that Web Authentication recommends (ES256, EdDSA, RS256), and the bytes that a whole key of each has.
_LEAST_BYTES = MappingProxyType({-7: {-2: 32, -3: 32}, -8: {-2: 32}, -257: {-1: 256, -2: 3}})
_SPELLED = ("clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle")
# What fido2 raises on bytes that are no answer of an authenticator: cut short, of other types, nested without end.
_UNREADABLE = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    AssertionError,
    IndexError,
    RecursionError,
    struct.error,
)


class Credential(Struct, frozen=True):
    """A public key as the authenticator gave it (attested credential data, Web Authentication 6.5.1)."""

    id: bytes
    data: bytes


def _server() -> Any:
    from fido2.server import Fido2Server  # noqa: PLC0415 - No cold start of another route pays for it.
    from fido2.webauthn import (  # noqa: PLC0415 - As above.
        PublicKeyCredentialParameters,
        PublicKeyCredentialRpEntity,
        PublicKeyCredentialType,
    )

    base_url = settings().base_url
    entity = PublicKeyCredentialRpEntity(name="Parley", id=urlsplit(base_url).hostname or "")
    server = Fido2Server(entity, verify_origin=lambda origin: origin == base_url)
    kind = PublicKeyCredentialType.PUBLIC_KEY
    server.allowed_algorithms = [PublicKeyCredentialParameters(type=kind, alg=one) for one in _LEAST_BYTES]
    return server


def creation_options(nonce: bytes, handle: bytes, username: str, name: str, held: list[Credential]) -> Json:
    """What a browser makes a new passkey of: resident, with verification, and not on a device that has one."""
    from fido2.webauthn import AttestedCredentialData, PublicKeyCredentialUserEntity  # noqa: PLC0415 - As above.

    user = PublicKeyCredentialUserEntity(id=handle, name=username, display_name=name)
    known = [AttestedCredentialData(one.data) for one in held]
    options, _ = _server().register_begin(
        user, known, resident_key_requirement="required", user_verification="required", challenge=nonce
    )
    return dict(options)["publicKey"]  # type: ignore[no-any-return]


def request_options(nonce: bytes, held: list[Credential]) -> Json:
    """What a browser proves a passkey with; any of this host where none is named."""
    from fido2.webauthn import AttestedCredentialData  # noqa: PLC0415 - As above.

    known = [AttestedCredentialData(one.data) for one in held] or None
    options, _ = _server().authenticate_begin(known, user_verification="required", challenge=nonce)
    return dict(options)["publicKey"]  # type: ignore[no-any-return]


def _state(nonce: bytes) -> Json:
    from fido2.utils import websafe_encode  # noqa: PLC0415 - As above.

    return {"challenge": websafe_encode(nonce), "user_verification": "required"}


def _require_whole(key: Mapping[int, Any]) -> None:
    """Raises an error for a key of an algorithm that was not asked for, or one cut short: it could prove nothing."""
    if any(len(key[part]) < least for part, least in _LEAST_BYTES[key[3]].items()):
        raise ValueError


def _require_texts(sent: Mapping[str, Any]) -> None:
    """Raises ValueError where bytes are not spelled as text: `fido2` would make of a number that many bytes."""
    spelled = [sent.get("id"), sent.get("rawId"), *(sent["response"].get(name) for name in _SPELLED)]
    if not all(value is None or isinstance(value, str) for value in spelled):
        raise ValueError


def _require_own_page(client_data: Any) -> None:
    """Raises ValueError for an answer that was given in a frame of another site's page."""
    if client_data.cross_origin:
        raise ValueError


def credential_id(sent: Mapping[str, Any]) -> bytes:
    """The id of the credential that a browser answers with; Invalid where there is none."""
    from fido2.utils import websafe_decode  # noqa: PLC0415 - As above.

    try:
        return bytes(websafe_decode(str(sent["id"])))
    except (KeyError, ValueError):
        raise broken() from None


def check_created(nonce: bytes, sent: Mapping[str, Any]) -> tuple[Credential, int]:
    """The new credential and its counter; Invalid for another challenge, origin or host, or without verification."""
    from fido2.webauthn import RegistrationResponse  # noqa: PLC0415 - As above.

    try:
        _require_texts(sent)
        response = RegistrationResponse.from_dict(sent)
        _require_own_page(response.response.client_data)
        made = _server().register_complete(_state(nonce), response)
        data = made.credential_data
        _require_whole(data.public_key)
    except _UNREADABLE:
        raise broken() from None
    return Credential(bytes(data.credential_id), bytes(data)), int(made.counter)


def check_proved(nonce: bytes, credential: Credential, counter: int, sent: Mapping[str, Any]) -> int:
    """The counter of a proof by a credential; Invalid for a wrong one, or a counter that went back (a copied key)."""
    from fido2.webauthn import AttestedCredentialData, AuthenticationResponse  # noqa: PLC0415 - As above.

    try:
        _require_texts(sent)
        held, response = AttestedCredentialData(credential.data), AuthenticationResponse.from_dict(sent)
        _require_own_page(response.response.client_data)
        _server().authenticate_complete(_state(nonce), [held], response)
        reached = int(response.response.authenticator_data.counter)
    except _UNREADABLE:
        raise broken() from None
    if (counter or reached) and reached <= counter:
        raise broken()
    return reached


def broken() -> Invalid:
    """The one refusal of a passkey, whether it is unknown or not proved."""
    return Invalid("The passkey was not accepted.", {"credential": "Please try again, or use another way to sign in."})
