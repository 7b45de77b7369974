"""Identity tokens: one that was signed for this sign-in is believed, and any change of it is not."""

import base64
import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from chalicelib.identity import oidc
from chalicelib.identity.oidc import RefusedError

NOW, ISSUER, CLIENT, NONCE = 1_800_000_000, "https://idp.example.org", "parley", "n" * 64
KEY = rsa.generate_private_key(65537, 2048)
OTHER = rsa.generate_private_key(65537, 2048)
CURVE = ec.generate_private_key(ec.SECP256R1())
CLAIMS = {"iss": ISSUER, "aud": CLIENT, "sub": "248289761001", "nonce": NONCE, "iat": NOW, "exp": NOW + 600}


def public(key: Any, algorithm: str = "RS256") -> dict[str, Any]:
    named = jwt.algorithms.get_default_algorithms()[algorithm]
    return {**json.loads(named.to_jwk(key.public_key())), "kid": "one", "use": "sig", "alg": algorithm}


def signed(claims: Any, key: Any = KEY, algorithm: str = "RS256") -> str:
    return jwt.api_jws.encode(json.dumps(claims).encode(), key, algorithm, {"kid": "one"})


def read(token: str, key: dict[str, Any] | None = None, **change: Any) -> str:
    wanted = {"issuer": ISSUER, "client_id": CLIENT, "nonce": NONCE, "now": NOW, **change}
    return oidc.subject_of(token, key or public(KEY), **wanted)


def test_a_token_that_was_signed_for_this_sign_in_names_its_subject() -> None:
    assert read(signed(CLAIMS)) == "248289761001"
    assert read(signed({**CLAIMS, "aud": [CLIENT, "other"], "azp": CLIENT})) == "248289761001"
    assert read(signed(CLAIMS, CURVE, "ES256"), public(CURVE, "ES256")) == "248289761001"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": ISSUER + "/"},
        {"iss": None},
        {"aud": "other"},
        {"aud": ["other"]},
        {"aud": [CLIENT, "other"]},
        {"aud": [CLIENT, "other"], "azp": "other"},
        {"azp": "other"},
        {"nonce": "m" * 64},
        {"nonce": None},
        {"nonce": 7},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": 7},
        {"exp": NOW - 121},
        {"exp": None},
        {"exp": True},
        {"exp": "soon"},
        {"iat": NOW + 121},
        {"iat": NOW - 90_000},
        {"iat": None},
        {"nbf": NOW + 200},
        {"nbf": "then"},
    ],
    ids=str,
)
def test_a_claim_that_is_not_as_it_has_to_be_is_refused(change: dict[str, Any]) -> None:
    claims = {name: value for name, value in {**CLAIMS, **change}.items() if value is not None}
    with pytest.raises(RefusedError):
        read(signed(claims))


@pytest.mark.parametrize("missing", sorted(CLAIMS))
def test_a_token_that_lacks_a_claim_is_refused(missing: str) -> None:
    with pytest.raises(RefusedError):
        read(signed({name: value for name, value in CLAIMS.items() if name != missing}))


@limits(deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 255))
def test_any_changed_byte_is_refused(place: int, change: int) -> None:
    head, body, signature = signed(CLAIMS).split(".")
    for part in range(2):
        raw = [bytearray(base64.urlsafe_b64decode(one + "==")) for one in (body, signature)]
        raw[part][place % len(raw[part])] ^= change
        spoiled = [base64.urlsafe_b64encode(bytes(one)).decode().rstrip("=") for one in raw]
        with pytest.raises(RefusedError):
            read(".".join((head, *spoiled)))


def test_another_key_is_refused() -> None:
    with pytest.raises(RefusedError):
        read(signed(CLAIMS, OTHER))
    with pytest.raises(RefusedError):
        read(signed(CLAIMS, CURVE, "ES256"))


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS1", ""])
def test_an_algorithm_that_is_not_allowed_is_refused(algorithm: str) -> None:
    spell = lambda value: base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")  # noqa: E731 - short.
    token = f"{spell({'alg': algorithm, 'kid': 'one'})}.{spell(CLAIMS)}.c2ln"
    for check in (oidc.key_id_of, read):
        with pytest.raises(RefusedError):
            check(token)


@pytest.mark.parametrize("token", ["", "a.b.c", "....", "é.é.é"])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(RefusedError):
        oidc.key_id_of(token)


def test_claims_that_are_no_object_are_refused() -> None:
    with pytest.raises(RefusedError):
        read(signed([1, 2]))


def document(**change: Any) -> dict[str, Any]:
    base = {
        "issuer": ISSUER,
        "authorization_endpoint": f"{ISSUER}/auth",
        "token_endpoint": f"{ISSUER}/token",
        "jwks_uri": f"{ISSUER}/jwks",
    }
    return {**base, **change}


def test_a_discovery_document_gives_endpoints() -> None:
    assert oidc.check_discovery(document(), ISSUER)["way"] == "client_secret_basic"
    posted = document(token_endpoint_auth_methods_supported=["client_secret_post"])
    assert oidc.check_discovery(posted, ISSUER)["way"] == "client_secret_post"


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "https://other.example.org"},
        {"token_endpoint": None},
        {"jwks_uri": 7},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"code_challenge_methods_supported": ["plain"]},
    ],
    ids=str,
)
def test_a_discovery_document_of_another_or_without_pkce_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        oidc.check_discovery(document(**change), ISSUER)


@pytest.mark.parametrize("given", [None, [], "x", 7])
def test_what_is_no_discovery_document_is_refused(given: Any) -> None:
    with pytest.raises(RefusedError):
        oidc.check_discovery(given, ISSUER)


def test_a_key_is_found_by_its_id_and_for_signing_alone() -> None:
    keys = {"keys": [{"kid": "one", "use": "sig"}, {"kid": "two", "use": "enc"}, {"kid": "three"}]}
    assert oidc.find_key(keys, "one") == {"kid": "one", "use": "sig"}
    assert oidc.find_key(keys, "three") == {"kid": "three"}
    assert oidc.find_key(keys, "two") is None
    assert oidc.find_key(keys, "") is None
    assert oidc.find_key({"keys": [{"use": "sig"}]}, "") == {"use": "sig"}
    assert oidc.find_key(None, "one") is None


def test_the_challenge_is_that_of_the_standard() -> None:
    # RFC 7636, appendix B.
    assert (
        oidc.challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )
