"""A job at a record's end costs what it does, however much is stored; here small, in `make retention` at 100,000."""

import pytest

from bench.retention import JOBS
from tests.client import District

DONE = {
    "retention": {"answers": 16, "dialogues": 8, "withdrawn": 0, "audit": 0, "keys": 8, "held": 8, "returned": 0},
    "erasure of a person": {"removed": 16},
    "survey reminder": {"posted": 8},
    "request reminder": {"requests": 8, "left": 0},
}


@pytest.mark.parametrize("job", JOBS)
def test_a_job_costs_the_same_in_a_small_and_in_a_large_district(job: str, riverside: District) -> None:
    small, large = (JOBS[job](size, 8) for size in (20, 500))
    assert small == large
    assert small.done == DONE[job]


@pytest.mark.parametrize("job", JOBS)
def test_a_job_costs_more_where_more_is_due(job: str, riverside: District) -> None:
    few, many = (JOBS[job](20, due) for due in (8, 16))
    assert few.write_units < many.write_units <= 2 * few.write_units
