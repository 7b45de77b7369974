"""Whatever a stranger sends in place of a passkey's answer, it is refused, and nothing breaks."""

import copy
import json
from types import SimpleNamespace
from typing import Any

import pytest
from fido2 import cbor
from fido2.cose import ES256
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.identity import passkeys
from chalicelib.kernel.errors import Invalid
from tests.authenticator import Authenticator, read, spelled
from tests.conftest import examples

BASE_URL, HOST, NONCE = "https://parley.example", "parley.example", bytes(range(32))
DEVICE = Authenticator(BASE_URL, HOST)
ASKED = {"challenge": spelled(NONCE)}
CREATED, PROVED = DEVICE.create(ASKED), DEVICE.prove(ASKED)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9), lambda inner: st.lists(inner, max_size=3)
)


@pytest.fixture(autouse=True, scope="module")
def _our_host() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passkeys, "settings", lambda: SimpleNamespace(base_url=BASE_URL))
        yield


def is_refused(answer: dict[str, Any], *, is_new: bool) -> bool:
    try:
        if is_new:
            passkeys.check_created(NONCE, answer)
        else:
            credential, _ = passkeys.check_created(NONCE, CREATED)
            passkeys.check_proved(NONCE, credential, 1, answer)
    except Invalid:
        return True
    return False


def with_part(answer: dict[str, Any], part: str, raw: bytes) -> dict[str, Any]:
    changed = copy.deepcopy(answer)
    changed["response"][part] = spelled(raw)
    return changed


PARTS = [(True, "attestationObject"), (True, "clientDataJSON"), (False, "authenticatorData"), (False, "signature")]


@pytest.mark.parametrize(("is_new", "part"), PARTS)
def test_an_answer_that_is_cut_anywhere_is_refused(part: str, *, is_new: bool) -> None:
    answer = CREATED if is_new else PROVED
    raw = read(answer["response"][part])
    for end in range(len(raw)):
        assert is_refused(with_part(answer, part, raw[:end]), is_new=is_new), end


@pytest.mark.parametrize(("is_new", "part"), PARTS)
@settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=300))
def test_bytes_that_mean_nothing_are_refused(part: str, raw: bytes, *, is_new: bool) -> None:
    assert is_refused(with_part(CREATED if is_new else PROVED, part, raw), is_new=is_new)


@pytest.mark.parametrize("is_new", [True, False])
@settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=ANYTHING, place=st.sampled_from(["id", "rawId", "type", "response", "clientDataJSON", "signature"]))
def test_values_of_another_kind_break_nothing(value: Any, place: str, *, is_new: bool) -> None:
    answer = copy.deepcopy(CREATED if is_new else PROVED)
    (answer["response"] if place in answer["response"] else answer)[place] = value
    is_refused(answer, is_new=is_new)


def test_what_is_nested_without_end_is_refused() -> None:
    deep = b"\x81" * 40_000 + b"\x01"
    assert is_refused(with_part(CREATED, "attestationObject", deep), is_new=True)
    assert is_refused(with_part(CREATED, "clientDataJSON", b"[" * 40_000), is_new=True)
    assert is_refused(with_part(PROVED, "clientDataJSON", b"[" * 40_000), is_new=False)


def test_an_answer_given_in_a_frame_of_another_site_is_refused() -> None:
    framed = {"type": "webauthn.create", "challenge": spelled(NONCE), "origin": BASE_URL, "crossOrigin": True}
    assert is_refused(with_part(CREATED, "clientDataJSON", json.dumps(framed).encode()), is_new=True)
    own = {**framed, "crossOrigin": False}
    assert not is_refused(with_part(CREATED, "clientDataJSON", json.dumps(own).encode()), is_new=True)


def test_only_recommended_algorithms_are_asked_for_and_taken() -> None:
    asked = passkeys.creation_options(NONCE, b"handle", "nora", "Nora", [])
    assert [one["alg"] for one in asked["pubKeyCredParams"]] == [-7, -8, -257]
    sent = cbor.decode(read(CREATED["response"]["attestationObject"]))
    for algorithm in (-7, -8, -35, -47, -257, -65535, 99):
        key = {**dict(ES256.from_cryptography_key(DEVICE.key.public_key())), 3: algorithm}
        head = sent["authData"][: 37 + 16 + 2 + len(DEVICE.id)]
        changed = cbor.encode({**sent, "authData": head + cbor.encode(key)})
        refused = is_refused(with_part(CREATED, "attestationObject", changed), is_new=True)
        assert refused is (algorithm not in {-7, -8})  # EdDSA's key is any 32 bytes.
