"""Properties of identity tokens: one is refused exactly where a claim, an algorithm or a key is not as it has to be."""

import base64
import hashlib
import hmac
import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import assume, given
from hypothesis import strategies as st

from chalicelib.identity import oidc
from chalicelib.identity.oidc import LEEWAY_SECONDS, LONGEST_LIFE, RefusedError

NOW, ISSUER, CLIENT, NONCE = 1_800_000_000, "https://idp.example.org", "parley", "n" * 64
CLAIMS = {"iss": ISSUER, "aud": CLIENT, "sub": "248289761001", "nonce": NONCE, "iat": NOW, "exp": NOW + 600}
SECRETS: dict[str, Any] = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), rsa.generate_private_key(65537, 2048)),
    "ES256": ec.generate_private_key(ec.SECP256R1()),
    "ES384": ec.generate_private_key(ec.SECP384R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate(),
}

plain = (
    st.none()
    | st.booleans()
    | st.integers(-(2**62), 2**62)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
anything = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=5
)

odd_part = anything | st.sampled_from(
    ["EC", "RSA", "OKP", "oct", "P-256", "P-999", "Ed25519", "AQAB", "A", "=", "http://[", "ES256"]
)


def public(algorithm: str = "ES256") -> dict[str, Any]:
    named = jwt.algorithms.get_default_algorithms()[algorithm]
    return {**json.loads(named.to_jwk(SECRETS[algorithm].public_key())), "kid": "one", "use": "sig"}


def signed(claims: Any, algorithm: str = "ES256") -> str:
    return jwt.api_jws.encode(json.dumps(claims).encode(), SECRETS[algorithm], algorithm, {"kid": "one"})


def read(token: str, key: dict[str, Any] | None = None) -> str:
    return oidc.subject_of(token, key or public(), issuer=ISSUER, client_id=CLIENT, nonce=NONCE, now=NOW)


def is_refused(**change: Any) -> bool:
    try:
        read(signed({**CLAIMS, **change}))
    except RefusedError:
        return True
    return False


def spelled(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def with_header(token: str, header: dict[str, Any]) -> str:
    return ".".join((spelled(json.dumps(header).encode()), *token.split(".")[1:]))


@given(st.sampled_from(["iss", "nonce"]), anything)
def test_any_other_issuer_or_nonce_is_refused(name: str, value: Any) -> None:
    assert is_refused(**{name: value}) == (value != CLAIMS[name])


@given(
    anything | st.lists(st.sampled_from([CLIENT, "other"]) | plain, max_size=3), st.sampled_from([None, CLIENT, "x"])
)
def test_an_audience_has_to_hold_us_and_several_have_to_name_us_as_the_party(audience: Any, party: str | None) -> None:
    audiences = audience if isinstance(audience, list) else [audience]
    is_ours = CLIENT in audiences and (party == CLIENT or (party is None and len(audiences) == 1))
    assert is_refused(aud=audience, **({} if party is None else {"azp": party})) == (not is_ours)


@given(anything.filter(lambda value: value != CLIENT))
def test_any_other_authorised_party_is_refused(party: Any) -> None:
    assert is_refused(azp=party)


@given(anything | st.text(min_size=250, max_size=260))
def test_a_subject_is_a_text_of_1_to_255_characters(subject: Any) -> None:
    assert is_refused(sub=subject) == (not isinstance(subject, str) or not 1 <= len(subject) <= 255)


def is_moment(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


moments = st.integers(NOW - 2 * LONGEST_LIFE, NOW + 2 * LONGEST_LIFE) | st.integers(NOW - 125, NOW + 125) | anything


@given(moments)
def test_a_token_that_has_ended_or_never_ends_is_refused(end: Any) -> None:
    assert is_refused(exp=end) == (not is_moment(end) or int(end) <= NOW - LEEWAY_SECONDS)


@given(moments)
def test_a_token_of_the_future_or_of_long_ago_is_refused(begun: Any) -> None:
    is_near = is_moment(begun) and NOW - LONGEST_LIFE <= int(begun) <= NOW + LEEWAY_SECONDS
    assert is_refused(iat=begun) == (not is_near)


@given(moments)
def test_a_token_that_is_not_good_yet_is_refused(good_from: Any) -> None:
    is_good = is_moment(good_from) and int(good_from) <= NOW + LEEWAY_SECONDS
    assert is_refused(nbf=good_from) == (not is_good)


@pytest.mark.parametrize("algorithm", sorted(oidc.ALGORITHMS))
def test_every_allowed_algorithm_is_understood(algorithm: str) -> None:
    token = signed(CLAIMS, algorithm)
    assert oidc.key_id_of(token) == "one"
    assert read(token, public(algorithm)) == CLAIMS["sub"]


def test_the_allowed_algorithms_sign_with_a_private_key() -> None:
    assert set(SECRETS) == oidc.ALGORITHMS
    assert not [one for one in oidc.ALGORITHMS if one.upper().startswith("HS") or one.lower() == "none"]


@given(st.sampled_from(sorted(SECRETS)), st.sampled_from(sorted(jwt.algorithms.get_default_algorithms())) | st.text())
def test_a_signature_is_good_for_the_algorithm_alone_that_made_it(made: str, said: str) -> None:
    token = with_header(signed(CLAIMS, made), {"alg": said, "kid": "one"})
    if said != made:
        with pytest.raises(RefusedError):
            read(token, public(made))


@pytest.mark.parametrize("algorithm", ["HS256", "RS256", "ES256", "EdDSA"])
def test_a_public_key_is_no_shared_secret(algorithm: str) -> None:
    # The known confusion: the public key, which everybody has, taken as the secret of an HMAC.
    shown = (
        SECRETS["RS256"]
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    said = f"{spelled(json.dumps({'alg': algorithm, 'kid': 'one'}).encode())}.{spelled(json.dumps(CLAIMS).encode())}"
    token = f"{said}.{spelled(hmac.digest(shown, said.encode(), hashlib.sha256))}"
    shared = {"kty": "oct", "k": spelled(shown), "kid": "one", "use": "sig"}
    for key in (public("RS256"), shared):
        with pytest.raises(RefusedError):
            read(token, key)


@given(st.sampled_from(["kty", "crv", "x", "y"]), anything)
def test_a_key_with_another_part_is_refused(name: str, value: Any) -> None:
    assume(value != public()[name])
    with pytest.raises(RefusedError):
        read(signed(CLAIMS), {**public(), name: value})


@pytest.mark.parametrize(
    "body", [b"", b"\xff", b'{"exp":1e400}', b'{"exp":Infinity}', b'{"sub":"\\ud800"}', b"[1]", b"7"]
)
def test_a_signed_body_that_is_no_claims_is_refused(body: bytes) -> None:
    with pytest.raises(RefusedError):
        read(jwt.api_jws.encode(body, SECRETS["ES256"], "ES256", {"kid": "one"}))


@given(st.text())
def test_a_header_with_any_other_algorithm_names_no_key(said: str) -> None:
    assume(said not in oidc.ALGORITHMS)
    token = with_header(signed(CLAIMS), {"alg": said, "kid": "one"})
    with pytest.raises(RefusedError):
        oidc.key_id_of(token)


@given(anything | st.dictionaries(st.sampled_from(["issuer", *oidc.NEEDED]), anything | st.just(ISSUER)))
def test_whatever_a_discovery_document_is_it_is_judged(document: Any) -> None:
    try:
        found = oidc.check_discovery(document, ISSUER)
    except RefusedError:
        return
    assert document["issuer"] == ISSUER
    assert {found[name].partition(":")[0].lower() for name in oidc.NEEDED} <= {"http", "https"}


@given(st.fixed_dictionaries({"keys": anything | st.lists(anything, max_size=3)}) | anything, st.text(max_size=5))
def test_no_key_set_is_too_odd_to_be_refused(keys: Any, key_id: str) -> None:
    found = oidc.find_key(keys, key_id)
    assert found is None or found in keys["keys"]


@given(st.dictionaries(st.sampled_from(["kty", "n", "e", "x", "y", "crv", "alg", "k"]), odd_part, max_size=6))
def test_no_key_is_too_odd_to_be_refused(key: dict[str, Any]) -> None:
    token = signed(CLAIMS)
    with pytest.raises(RefusedError):
        oidc.subject_of(token, key, issuer=ISSUER, client_id=CLIENT, nonce=NONCE, now=NOW)


@given(st.dictionaries(st.sampled_from([*oidc.NEEDED, "code_challenge_methods_supported"]), odd_part, max_size=4))
def test_no_discovery_document_is_too_odd_to_be_refused(document: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        oidc.check_discovery({"issuer": ISSUER, **document}, ISSUER)


@pytest.mark.parametrize("moment", [float("inf"), float("-inf"), float("nan")])
@pytest.mark.parametrize("claim", ["exp", "iat", "nbf"])
def test_a_moment_is_a_finite_number(claim: str, moment: float) -> None:
    with pytest.raises(RefusedError):
        oidc._check_claims({**CLAIMS, claim: moment}, ISSUER, CLIENT, NONCE, NOW)
