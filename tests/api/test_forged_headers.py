"""The gateway's own address is judged, whatever a header says of another: forged headers are refused, and counted."""

import dataclasses
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from chalicelib.entry.http import PREFIX, ROUTES
from chalicelib.identity.permissions import ADMINISTRATIVE
from chalicelib.kernel.ids import random_id
from local.platform import load_app
from tests.api import acts
from tests.client import Answered, Browser, District, open_district
from tests.conftest import IS_THOROUGH, Figure, slice_of
from tests.secondfactors import add_passkey, new_authenticator, sign_in_by_passkey

load_app()
HEADERS = (
    "x_forwarded_for",
    "x_forwarded",
    "forwarded",
    "forwarded_for",
    "x_real_ip",
    "x_client_ip",
    "x_cluster_client_ip",
    "x_originating_ip",
    "x_remote_addr",
    "x_envoy_external_address",
    "true_client_ip",
    "cf_connecting_ip",
    "fastly_client_ip",
    "client_ip",
    "via",
)
# All claim the address at which the district is administered.
CLAIMS = (
    "203.0.113.7",
    "::ffff:203.0.113.7",
    "::ffff:cb00:7107",
    "for=203.0.113.7",
    'for="[::ffff:203.0.113.7]"',
    "203.0.113.7, 198.51.100.7",
    "10.0.0.1, 203.0.113.7",
)
OUTSIDE = ("192.0.3.1", "10.0.0.1", "2001:db8::7", "::ffff:10.0.0.1", "::1", "203.0.112.255", "", "somewhere")
NETWORKS = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"]


@pytest.fixture(scope="module")
def fernwood(platform: Any) -> District:
    return open_district(platform, "fernwood")


def forged(
    browser: Browser, method: str, path: str, claims: tuple[str, ...] = CLAIMS, *, step: int = 11
) -> Iterator[Answered]:
    """The same request from everywhere outside, with every header and claim; a slice of these where it is sliced."""
    for address, header, claim in slice_of(product(OUTSIDE, HEADERS, claims), step):
        elsewhere = dataclasses.replace(browser, address=address)
        yield elsewhere.api(method, path, None if method == "GET" else {}, **{header: claim})


def refusals(told: Iterator[Answered]) -> tuple[int, int]:
    """How many were refused for their address, of how many."""
    answers = [(one.status, list(one.json["fields"])) for one in told]
    return answers.count((403, ["address"])), len(answers)


def test_every_administrative_route_judges_the_gateways_address_alone(fernwood: District, figure: Figure) -> None:
    found = [0, 0]
    for route in ROUTES:
        if route.allow in ADMINISTRATIVE:
            path = re.sub(r"{\w+}", lambda _: random_id("xyz"), route.path.removeprefix(PREFIX))
            refused, sent = refusals(forged(fernwood.administrator, route.method, path, CLAIMS[:2], step=13))
            assert refused == sent, (route.method, route.path)
            found = [found[0] + refused, found[1] + sent]
    figure(f"{found[0]} of {found[1]} forged headers refused at administrative routes")
    assert found[1] > (4_000 if IS_THOROUGH else 400)


def test_every_claim_is_refused_at_one_of_them(fernwood: District, figure: Figure) -> None:
    refused, sent = refusals(forged(fernwood.administrator, "GET", "/security", step=1))
    assert refused == sent
    figure(f"{refused} of {sent} forged claims refused at one of them")


@pytest.mark.parametrize("address", ["203.0.113.7", "::ffff:203.0.113.7", "::ffff:cb00:7107"])
def test_from_within_no_header_shuts_anybody_out(fernwood: District, address: str) -> None:
    within = dataclasses.replace(fernwood.administrator, address=address)
    for header in HEADERS:
        assert within.api("GET", "/security", None, **{header: "10.0.0.1"}).status == 200


def test_results_with_enhanced_security_judge_it_too(fernwood: District, figure: Figure) -> None:
    survey, device = acts.make_survey(fernwood.administrator, mode="confidential"), new_authenticator()
    add_passkey(fernwood.colleague("nora", "author"), device)
    nora = sign_in_by_passkey("fernwood", device)
    assert nora.api("GET", f"/surveys/{survey}/results").status == 200
    refused, sent = refusals(forged(nora, "GET", f"/surveys/{survey}/results"))
    assert refused == sent
    figure(f"{refused} of {sent} forged claims refused at results with enhanced security")


def test_a_desk_that_is_kept_to_the_districts_networks_judges_it_too(platform: Any, figure: Figure) -> None:
    district = open_district(platform, "gorge")
    carla = district.colleague("carla", "member")
    district.administrator.ok("PUT", "/security", {"admin_networks": NETWORKS, "desk_networks": NETWORKS})
    assert carla.api("GET", "/session").status == 200
    told = [one.status for one in forged(carla, "GET", "/session")]
    assert set(told) == {403}
    figure(f"{told.count(403)} of {len(told)} forged claims refused at a closed desk")
