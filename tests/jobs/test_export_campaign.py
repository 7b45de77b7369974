"""A made-up district goes round twice and stays the same; here small, in `make export-campaign` at 100,000 records."""

import os
from typing import Any

from bench.archives import Made
from bench.exports import campaign
from bench.installation import Installation

ROWS, SEED = 300, 7


def test_a_district_that_goes_round_twice_stays_the_same(platform: Any) -> None:
    place = Installation(platform, f"exports{os.getpid()}")
    with place.lived_in():
        place.make()
        found = campaign(ROWS, SEED)
    assert found.rows >= ROWS
    assert found.hashes == [found.hashes[0]] * 3


def test_a_seed_makes_one_district_and_another_seed_another() -> None:
    first, again, other = Made(ROWS, SEED), Made(ROWS, SEED), Made(ROWS, SEED + 1)
    assert first.archive() == again.archive()
    assert first.files != other.files
