"""A closing costs what the district stores, however much others store, and in proportion."""

from typing import Any

from bench.closing_cost import measure

ROWS = 40


def test_a_closing_costs_the_same_beside_a_small_and_a_large_district(platform: Any) -> None:
    alone, beside, twice = measure(ROWS, large=500)
    assert alone == beside
    assert alone.scans == twice.scans == 0
    assert twice.removed - alone.removed == ROWS + ROWS // 2
    # An answer stands in one index too, a thread in five.
    assert twice.write_units - alone.write_units == 2 * ROWS + 6 * (ROWS // 2)
    assert twice.write_units <= 2 * alone.write_units
