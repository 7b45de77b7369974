"""Networks: an address is what it is, however it is dressed, and nothing is within an empty list."""

import ipaddress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.identity.agents import agent_named
from chalicelib.identity.networks import are_distant, check_networks, is_within, neighbourhood
from chalicelib.kernel.errors import Invalid


@given(st.ip_addresses(), st.integers(1, 32))
def test_an_address_is_within_its_own_network_and_in_no_empty_list(address: ipaddress.IPv4Address, prefix: int) -> None:
    own = str(ipaddress.ip_network((address, prefix), strict=False))
    mapped = getattr(address, "ipv4_mapped", None)
    assert is_within(str(address), [own]) or mapped
    assert not is_within(str(address), [])


@given(st.ip_addresses(v=4))
def test_a_mapped_address_is_the_one_that_it_is(address: ipaddress.IPv4Address) -> None:
    assert is_within(f"::ffff:{address}", [f"{address}/32"])
    assert neighbourhood(f"::ffff:{address}") == neighbourhood(str(address))


@pytest.mark.parametrize("text", ["", "nowhere", "1.2.3", "1.2.3.4.5", "1.2.3.4/32", "1.2.3.4, 5.6.7.8", "[::1]"])
def test_what_is_no_address_is_within_nothing(text: str) -> None:
    assert not is_within(text, ["1.0.0.0/1", "128.0.0.0/1", "::/1"])
    assert neighbourhood(text) == ""


def test_networks_are_kept_once_in_their_canonical_form() -> None:
    assert check_networks([" 2001:DB8::/32", "2001:db8::/32", "10.0.0.1"]) == ["2001:db8::/32", "10.0.0.1/32"]


@given(st.ip_addresses(), st.ip_addresses())
def test_distance_is_between_two_known_networks_of_one_version(one: ipaddress.IPv4Address, other: Any) -> None:
    first, second = neighbourhood(str(one)), neighbourhood(str(other))
    assert not are_distant(first, first)
    assert are_distant(first, second) == are_distant(second, first)
    assert not are_distant(first, "")
    assert not are_distant(neighbourhood("192.0.2.1"), neighbourhood("2001:db8::1"))


@pytest.mark.parametrize(
    ("near", "far"),
    [("192.0.77.9", "192.1.2.1"), ("::ffff:192.0.3.1", "193.0.2.1"), ("192.0.2.1", "::ffff:10.0.2.1")],
)
def test_another_holders_network_is_distant(near: str, far: str) -> None:
    here = neighbourhood("192.0.2.1")
    assert not are_distant(here, neighbourhood(near))
    assert are_distant(here, neighbourhood(far))


def test_another_holders_network_is_distant_in_version_6() -> None:
    here = neighbourhood("2001:db8:1::1")
    assert not are_distant(here, neighbourhood("2001:db8:2::1"))
    assert are_distant(here, neighbourhood("2001:db9:1::1"))


@pytest.mark.parametrize("text", ["0.0.0.0/0", "::/0", "10.0.0.1/8", "x", "10.0.0.0/33"])
def test_what_is_no_network_is_refused_by_its_place(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_networks(["10.0.0.0/8", text])
    assert list(refused.value.fields) == ["networks.1"]


def test_a_list_has_an_end() -> None:
    with pytest.raises(Invalid):
        check_networks([f"10.0.{number}.0/24" for number in range(51)])


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36",
            "Chrome on Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge on Windows"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_named_by_its_kind(header: str, name: str) -> None:
    assert agent_named(header) == name
