"""Which new passwords are refused, and what is said: by length, by list, by what everybody in the district knows."""

import time
from datetime import UTC, datetime

import pytest

from chalicelib.identity.guessing import ALONE, BESIDE_A_FACTOR, LONGEST, local_words, problem_of
from chalicelib.kernel import clock

KNOWN = ("victor.vance", "Victor Vance", "Lakeview Unified Schools", "lakeview")
COMMON = "This is one of the passwords that are guessed first."
LOCAL = "This is mostly made of words that everybody here knows"
EASY = "This is too easy to guess"


@pytest.fixture(autouse=True)
def autumn():
    with clock.frozen(datetime(2026, 11, 24, tzinfo=UTC)):
        yield


@pytest.mark.parametrize(
    "password",
    [
        "seven green boats on a lake",
        "correct horse battery staple",
        "ünïcödé straßenbahn fährt",
        "木漏れ日の中で青い鯨が三頭泳いでいる夢を見た",
        "839201748302915",
        "q;w0x-3nfl,s82.z",
        "x" * 40 + " marmalade walrus",
        "my victor waltz underneath the bridge",
        "a sentence of my own that nobody else would ever write down " * 4,
    ],
)
def test_a_good_one_is_good_whatever_its_characters(password: str) -> None:
    assert len(password) <= LONGEST
    assert problem_of(password, KNOWN, ALONE) == ""


@pytest.mark.parametrize("tier", [ALONE, BESIDE_A_FACTOR])
def test_length_is_judged_by_characters(tier) -> None:
    for password in ("é" * (tier.shortest - 1), "seven green boats " * 15):
        assert problem_of(password, KNOWN, tier).startswith(f"A password has {tier.shortest} to {LONGEST} characters")


def test_eight_are_enough_beside_a_second_factor_only() -> None:
    password = "kumquat-7rq"
    assert problem_of(password, KNOWN, BESIDE_A_FACTOR) == ""
    assert problem_of(password, KNOWN, ALONE).startswith("A password has 15")


@pytest.mark.parametrize("password", ["password", "Password1!", "iloveyou", "SUNSHINE", "jordan23", "1q2w3e4r5t"])
def test_what_everybody_uses_is_refused(password: str) -> None:
    assert problem_of(password, (), BESIDE_A_FACTOR).startswith((COMMON, EASY, LOCAL))


def test_every_listed_password_that_is_long_enough_is_refused() -> None:
    from zxcvbn.matching import RANKED_DICTIONARIES  # noqa: PLC0415 - large.

    listed = RANKED_DICTIONARIES["passwords"]
    eight = [one for one in listed if len(one) >= 8]
    fifteen = [one for one in listed if len(one) >= 15]
    assert (len(eight), len(fifteen)) > (10_000, 25)
    assert not [one for one in eight[::7] if not problem_of(one.title(), (), BESIDE_A_FACTOR)]
    assert not [one for one in fifteen if not problem_of(one, (), ALONE)]


@pytest.mark.parametrize(
    "password",
    [
        "LakeviewSchools2026!",
        "lakeview-lakeview-2027",
        "L@kev1ew2026Sch00ls",
        "victor is my user name",
        "VictorVance-Winter26",
        "Spring2026Spring2026!",
        "ParleySurveyAdmin2026",
        "WelcomeStudents-11/24/2026",
        "lakeview unified schools",
    ],
)
def test_what_everybody_here_would_try_is_refused(password: str) -> None:
    assert problem_of(password, KNOWN, ALONE).startswith(LOCAL)


@pytest.mark.parametrize("password", ["Fall2026!", "W1nter2026!!", "kx7#victor", "lakeview26", "Teacher2025"])
def test_so_it_is_beside_a_second_factor(password: str) -> None:
    assert problem_of(password, KNOWN, BESIDE_A_FACTOR).startswith((LOCAL, COMMON))


@pytest.mark.parametrize(
    "password",
    ["abababababababababab", "qwertyuiopasdfghjkl", "1234567890123456", "a" * 16, "a" * LONGEST, "abcdefghijklmnop"],
)
def test_what_repeats_or_follows_itself_is_refused(password: str) -> None:
    assert problem_of(password, KNOWN, ALONE).startswith((EASY, COMMON))


def test_the_words_of_the_next_and_the_last_year_are_known() -> None:
    words = local_words(KNOWN)
    assert {"lakeview2025", "lakeview2026", "lakeview2027", "winter2026", "victorvance", "vance"} <= set(words)
    assert "lakeview2024" not in words


def test_a_sentence_never_repeats_the_password() -> None:
    for password in ("LakeviewSchools2026!", "qwertyuiopasdfghjkl", "short"):
        assert password not in problem_of(password, KNOWN, ALONE)


@pytest.mark.parametrize("password", ["4@8({[</369&#!1|0$5+7%2" * 11, "@({[<!|$+%" * 25, "l33t" * 64, "a1" * 128])
def test_no_password_costs_more_than_a_moment(password: str) -> None:
    started = time.process_time()
    problem_of(password[:LONGEST], KNOWN, ALONE)
    assert time.process_time() - started < 1.5
