"""OpenID Connect Core 1.0 with PKCE (RFC 7636): what is asked of a provider, and what its answers have to be.

The code flow alone, with S256; identity tokens signed by a public key alone; nothing of a provider is believed that is
not in a token that it signed for this very sign-in.
"""

import base64
import hashlib
import math
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from chalicelib.kernel.errors import Unauthenticated
from chalicelib.privacy import vault

ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"})
LEEWAY_SECONDS, LONGEST_LIFE = 120, 24 * 3600
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
Json = Mapping[str, Any]


class RefusedError(Exception):
    """A provider's answer is not what it has to be; the message says in what, never with a value of it."""


def check_discovery(document: Any, issuer: str) -> dict[str, str]:
    """The endpoints of a discovery document (OpenID Connect Discovery 1.0, 4.3); RefusedError where it is another's."""
    if not isinstance(document, dict) or document.get("issuer") != issuer:
        raise RefusedError("The provider names itself otherwise.")
    found = {name: document.get(name) for name in NEEDED}
    if not all(_is_address(value) for value in found.values()):
        raise RefusedError("The provider lacks an endpoint.")
    methods = document.get("code_challenge_methods_supported")
    if isinstance(methods, list) and "S256" not in methods:
        raise RefusedError("The provider does not know PKCE with S256.")
    ways = document.get("token_endpoint_auth_methods_supported")
    is_basic = not isinstance(ways, list) or "client_secret_basic" in ways
    way = "client_secret_basic" if is_basic else "client_secret_post"
    return {**{name: str(value) for name, value in found.items()}, "way": way}


def _is_address(value: Any) -> bool:
    try:
        return isinstance(value, str) and urlsplit(value).scheme in {"https", "http"}
    except ValueError:
        return False


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a PKCE verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def authorization_address(
    endpoint: str, *, client_id: str, redirect_uri: str, state: str, nonce: str, verifier: str
) -> str:
    """Where a browser goes to sign in at the provider. Only the subject is asked for."""
    query = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "scope": "openid",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
    }
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"


def key_id_of(token: str) -> str:
    """The key that a token says it is signed with; RefusedError for an algorithm that is not allowed."""
    import jwt  # noqa: PLC0415 - No cold start of another route pays for it.

    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise RefusedError("The token is none.") from None
    if header.get("alg") not in ALGORITHMS:
        raise RefusedError("The token is signed in a way that is not allowed.")
    return str(header.get("kid", ""))


def find_key(keys: Any, key_id: str) -> Json | None:
    """The key of a JSON Web Key Set with this id; the only one, where a provider has one and names none."""
    listed = keys.get("keys") if isinstance(keys, dict) else None
    if not isinstance(listed, list):
        return None
    usable = [one for one in listed if isinstance(one, dict) and one.get("use", "sig") == "sig"]
    if not key_id:
        return usable[0] if len(usable) == 1 else None
    return next((one for one in usable if one.get("kid") == key_id), None)


def subject_of(token: str, key: Json, *, issuer: str, client_id: str, nonce: str, now: int) -> str:
    """The subject of an identity token; RefusedError unless it was signed by this key for this sign-in (3.1.3.7)."""
    import jwt  # noqa: PLC0415 - As above.

    algorithm = str(jwt.get_unverified_header(token).get("alg"))
    if algorithm not in ALGORITHMS:
        raise RefusedError("The token is signed in a way that is not allowed.")
    try:
        claims = _signed_claims(token, jwt.PyJWK.from_dict(dict(key), algorithm).key, algorithm)
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError, OverflowError):
        raise RefusedError("The signature is wrong.") from None
    _check_claims(claims, issuer, client_id, nonce, now)
    return str(claims["sub"])


def _signed_claims(token: str, key: Any, algorithm: str) -> Json:
    """The claims of a token with a right signature; what they say is judged below, by our own clock."""
    import jwt  # noqa: PLC0415 - As above.

    found = msgspec.json.decode(jwt.PyJWS().decode(token, key, [algorithm]))
    if not isinstance(found, dict):
        raise TypeError
    return found


def _check_claims(claims: Json, issuer: str, client_id: str, nonce: str, now: int) -> None:
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    subject, ends, begun = claims.get("sub"), claims.get("exp"), claims.get("iat")
    faults = {
        "issuer": claims.get("iss") != issuer,
        "audience": client_id not in audiences,
        "party": (len(audiences) > 1 and claims.get("azp") != client_id) or claims.get("azp", client_id) != client_id,
        "nonce": not isinstance(claims.get("nonce"), str) or not vault.same(claims["nonce"].encode(), nonce.encode()),
        "subject": not isinstance(subject, str) or not 0 < len(subject) <= 255,  # noqa: PLR2004 - Core, section 2.
        "end": not _is_moment(ends) or now >= int(ends or 0) + LEEWAY_SECONDS,
        "beginning": not _is_moment(begun) or not -LEEWAY_SECONDS <= now - int(begun or 0) <= LONGEST_LIFE,
        "not before": "nbf" in claims and (not _is_moment(claims["nbf"]) or now < int(claims["nbf"]) - LEEWAY_SECONDS),
    }
    wrong = [name for name, is_wrong in faults.items() if is_wrong]
    if wrong:
        raise RefusedError(f"The token's {wrong[0]} is wrong.")


def _is_moment(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def refused() -> Unauthenticated:
    """What everybody is told, whatever was wrong."""
    return Unauthenticated("Signing in this way did not work. Please try again, or use your password.")
