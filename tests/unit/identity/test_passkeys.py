"""Passkeys without a store: what a browser is asked for, and that nothing but its honest answer is taken."""

import copy
import json
from types import SimpleNamespace
from typing import Any

import pytest
from fido2 import cbor

from chalicelib.identity import passkeys
from chalicelib.identity.passkeys import Credential
from chalicelib.kernel.errors import Invalid
from tests.authenticator import PRESENT, VERIFIED, Authenticator, read, spelled

BASE_URL, HOST = "https://parley.example", "parley.example"
NONCE, HANDLE = bytes(range(32)), bytes(reversed(range(32)))


@pytest.fixture(autouse=True)
def _our_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passkeys, "settings", lambda: SimpleNamespace(base_url=BASE_URL))


@pytest.fixture
def device() -> Authenticator:
    return Authenticator(BASE_URL, HOST)


def created(device: Authenticator) -> dict[str, Any]:
    return device.create(passkeys.creation_options(NONCE, HANDLE, "nora", "Nora", []))


def kept(device: Authenticator) -> Credential:
    return passkeys.check_created(NONCE, created(device))[0]


def proved(device: Authenticator) -> dict[str, Any]:
    return device.prove(passkeys.request_options(NONCE, []))


def test_a_new_passkey_is_resident_verified_and_of_this_host_alone(device: Authenticator) -> None:
    known = kept(device)
    asked = json.loads(json.dumps(passkeys.creation_options(NONCE, HANDLE, "nora", "Nora", [known])))
    assert asked["rp"] == {"name": "Parley", "id": HOST}
    assert asked["user"] == {"name": "nora", "id": spelled(HANDLE), "displayName": "Nora"}
    assert asked["challenge"] == spelled(NONCE)
    wanted = {"residentKey": "required", "requireResidentKey": True, "userVerification": "required"}
    assert asked["authenticatorSelection"] == wanted
    assert [read(one["id"]) for one in asked["excludeCredentials"]] == [known.id]


def test_a_proof_is_asked_of_any_passkey_or_of_those_named(device: Authenticator) -> None:
    anyone = json.loads(json.dumps(passkeys.request_options(NONCE, [])))
    assert anyone == {"challenge": spelled(NONCE), "rpId": HOST, "userVerification": "required"}
    named = passkeys.request_options(NONCE, [kept(device)])
    assert [read(one["id"]) for one in named["allowCredentials"]] == [device.id]


def test_an_honest_answer_is_taken(device: Authenticator) -> None:
    credential, counter = passkeys.check_created(NONCE, created(device))
    assert (credential.id, counter) == (device.id, 1)
    assert passkeys.check_proved(NONCE, credential, counter, proved(device)) == 2


@pytest.mark.parametrize(
    ("stored", "sent", "is_taken"),
    [(0, 0, True), (0, 1, True), (1, 2, True), (5, 5, False), (5, 4, False), (5, 0, False), (2**32 - 2, 0, False)],
)
def test_a_counter_never_goes_back(stored: int, sent: int, device: Authenticator, *, is_taken: bool) -> None:
    """One that stays at nought is a passkey that its owner's devices share, which counts nothing (6.1.1)."""
    credential = kept(device)
    device.counter = sent - 1 if sent else 2**32 - 1
    answer = _without_counting(device) if not sent else proved(device)
    if is_taken:
        assert passkeys.check_proved(NONCE, credential, stored, answer) == sent
    else:
        with pytest.raises(Invalid):
            passkeys.check_proved(NONCE, credential, stored, answer)


def _without_counting(device: Authenticator) -> dict[str, Any]:
    device.counter = -1
    return proved(device)


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://parley.example"},
        {"origin": "https://parley.example:8443"},
        {"origin": "https://parley.example/"},
        {"origin": "https://sub.parley.example"},
        {"origin": "https://parley.example.evil.example"},
        {"origin": ""},
        {"rp_id": "evil.example"},
        {"rp_id": "example"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"flags": 0},
    ],
    ids=str,
)
def test_another_place_or_nobody_there_is_refused(change: dict[str, Any], device: Authenticator) -> None:
    credential = kept(device)
    for name, value in change.items():
        setattr(device, name, value)
    with pytest.raises(Invalid):
        passkeys.check_created(NONCE, created(device))
    with pytest.raises(Invalid):
        passkeys.check_proved(NONCE, credential, 0, proved(device))


def test_an_answer_to_another_challenge_is_refused(device: Authenticator) -> None:
    made, credential = created(device), kept(device)
    with pytest.raises(Invalid):
        passkeys.check_created(NONCE[::-1], made)
    with pytest.raises(Invalid):
        passkeys.check_proved(NONCE[::-1], credential, 0, proved(device))


def test_an_answer_to_the_other_question_is_refused(device: Authenticator) -> None:
    credential = kept(device)
    with pytest.raises(Invalid):
        passkeys.check_proved(NONCE, credential, 0, created(device))
    with pytest.raises(Invalid):
        passkeys.check_created(NONCE, proved(device))


def test_another_key_under_the_same_id_is_refused(device: Authenticator) -> None:
    thief = Authenticator(BASE_URL, HOST, id=device.id)
    with pytest.raises(Invalid):
        passkeys.check_proved(NONCE, kept(device), 0, proved(thief))


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
def test_a_proof_of_which_one_bit_is_altered_is_refused(part: str, device: Authenticator) -> None:
    credential, answer = kept(device), proved(device)
    raw = read(answer["response"][part])
    for place in range(len(raw)):
        altered = bytearray(raw)
        altered[place] ^= 1
        sent = copy.deepcopy(answer)
        sent["response"][part] = spelled(bytes(altered))
        with pytest.raises(Invalid):
            passkeys.check_proved(NONCE, credential, 0, sent)


def test_what_names_no_credential_is_refused() -> None:
    for sent in ({}, {"id": "é"}, {"rawId": "AAAA"}):
        with pytest.raises(Invalid):
            passkeys.credential_id(sent)
    assert passkeys.credential_id({"id": spelled(b"four")}) == b"four"


def test_an_attestation_that_is_no_map_is_refused(device: Authenticator) -> None:
    for value in ([], 7, "text", {"fmt": "none"}):
        sent = created(device)
        sent["response"]["attestationObject"] = spelled(cbor.encode(value))
        with pytest.raises(Invalid):
            passkeys.check_created(NONCE, sent)
