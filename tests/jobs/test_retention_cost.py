"""A pass of retention costs what it removes, however much is stored."""

from bench.retention import measure
from tests.client import District


def test_a_pass_costs_the_same_in_a_small_and_in_a_large_district(riverside: District) -> None:
    small, large = measure((20, 600), due=3)
    assert small == large
    assert small.removed == {"answers": 3, "dialogues": 3, "withdrawn": 0, "audit": 0, "keys": 3}
