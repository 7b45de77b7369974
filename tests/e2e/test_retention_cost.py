"""Jobs at a record's end cost what they do, however much is stored; here small, in `make retention` at 100,000.

The bench has a platform of its own: its answers without contents are none that the stream's consumer could count, and
would keep it from those of other tests.
"""

import subprocess
import sys

import pytest

from bench.retention import JOBS


@pytest.mark.timeout(900)
def test_jobs_cost_the_same_in_a_small_and_in_a_large_district_and_more_where_more_is_due() -> None:
    command = [sys.executable, "-m", "bench.retention", "--few", "20", "--rows", "500"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for job in JOBS:
        small, large, twice = (
            line.removeprefix(job).split() for line in done.stdout.splitlines() if line.startswith(job)
        )
        assert (small[0], large[0]) == ("20", "500")
        assert small[1:] == large[1:]
        assert int(small[1]) > 0
        assert float(small[-1]) < float(twice[-1])
