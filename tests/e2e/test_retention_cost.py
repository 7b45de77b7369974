"""A pass of retention costs what it removes, however much is stored.

The bench has a platform of its own: its answers without contents are none that the stream's consumer could count, and
would keep it from those of other tests.
"""

import subprocess
import sys

import pytest

from bench.retention import DUE


@pytest.mark.timeout(240)
def test_a_pass_costs_the_same_in_a_small_and_in_a_large_district() -> None:
    command = [sys.executable, "-m", "bench.retention", "--few", "20", "--rows", "600"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    small, large = (line.split() for line in done.stdout.splitlines()[-2:])
    assert (small[0], large[0]) == ("20", "600")
    assert small[1:] == large[1:]
    assert int(small[1]) == 3 * DUE, "Answers, dialogues and keys are due; audit entries are not."
