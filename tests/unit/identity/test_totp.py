"""One-time codes as RFC 6238 has them, one step of tolerance, and no step twice."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.identity import totp

SEED = b"12345678901234567890"
# RFC 6238, appendix B, SHA-1: the last six of its eight digits.
VECTORS = [
    (59, "287082"),
    (1_111_111_109, "081804"),
    (1_111_111_111, "050471"),
    (1_234_567_890, "005924"),
    (2_000_000_000, "279037"),
    (20_000_000_000, "353130"),
]
NOW, CODE = VECTORS[3]
STEP = NOW // totp.STEP_SECONDS


@pytest.mark.parametrize(("now", "code"), VECTORS)
def test_the_codes_of_the_standard_are_taken(now: int, code: str) -> None:
    assert totp.step_of(SEED, code, now, 0) == now // 30


@pytest.mark.parametrize(("steps", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off_either_way(steps: int, *, is_taken: bool) -> None:
    found = totp.step_of(SEED, CODE, NOW + 30 * steps, 0)
    assert found == (STEP if is_taken else None)


@pytest.mark.parametrize(("last_step", "is_taken"), [(STEP - 1, True), (STEP, False), (STEP + 1, False)])
def test_a_code_is_refused_once_it_or_a_newer_one_was_used(last_step: int, *, is_taken: bool) -> None:
    assert (totp.step_of(SEED, CODE, NOW, last_step) is not None) is is_taken


def test_another_seed_has_other_codes() -> None:
    assert totp.step_of(SEED[::-1], CODE, NOW, 0) is None


@given(st.text(max_size=200).filter(lambda text: text != CODE))
def test_whatever_is_typed_is_a_code_or_refused(text: str) -> None:
    found = totp.step_of(SEED, text, NOW, 0)
    assert found is None or abs(found - STEP) <= totp.TOLERANCE


@pytest.mark.parametrize("district", ["Lakeview Schools", "Peña & Sons: #1 / 100 % ?secret=AAAA"])
def test_the_address_says_what_an_app_needs_and_nothing_else(district: str) -> None:
    address = urlsplit(totp.address_of(SEED, "nora@home.example", district))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert unquote(address.path).endswith(":nora@home.example")
    said = parse_qs(address.query)
    assert said == {"secret": [totp.spelled_seed(SEED)], "issuer": [f"Parley {district}"]}
