"""What the limits of signing in leave a guesser, and how addresses are told apart."""

import pytest

from chalicelib.identity import throttle_service as throttles
from chalicelib.identity.networks import neighbourhood, subscriber

YEAR = 365 * 86_400
FEWEST_GUESSES = 10**8  # What the weaker of the two policies leaves: a score of 3 (zxcvbn), beside a second factor.


def yearly(limit: throttles.Limit) -> float:
    return limit.tries * YEAR / limit.seconds


def test_strangers_have_less_than_a_chance_in_a_thousand_a_year() -> None:
    assert yearly(throttles.SIGN_IN_ACCOUNT_DAY) / FEWEST_GUESSES < 1 / 1000


def test_one_address_alone_cannot_use_up_an_account() -> None:
    assert throttles.SIGN_IN_PAIR.tries < throttles.SIGN_IN_ACCOUNT.tries < throttles.SIGN_IN_ACCOUNT_DAY.tries
    assert throttles.SIGN_IN_ADDRESS.tries < throttles.SIGN_IN_NETWORK.tries


def test_a_stranger_counts_four_ways_and_a_known_device_one() -> None:
    strange = throttles.sign_in_tries(" Bob", "192.0.2.7", "")
    assert [(one.limit.name, one.whom) for one in strange] == [
        ("sign-in-account-day", "bob"),
        ("sign-in-account", "bob"),
        ("sign-in-pair", "bob|192.0.2.7/32"),
        ("sign-in-address", "192.0.2.7/32"),
        ("sign-in-network", "192.0.2.0/24"),
    ]
    known = throttles.sign_in_tries("BOB", "192.0.2.7", "d1")
    assert [(one.limit.name, one.whom) for one in known] == [("sign-in-device", "bob|d1")]


@pytest.mark.parametrize(
    ("address", "line", "network"),
    [
        ("203.0.113.9", "203.0.113.9/32", "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.9/32", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("nowhere", "", ""),
    ],
)
def test_a_line_to_the_internet_is_one_whatever_addresses_it_has(address: str, line: str, network: str) -> None:
    assert (subscriber(address), neighbourhood(address)) == (line, network)
