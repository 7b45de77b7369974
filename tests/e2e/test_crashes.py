"""Jobs that are killed leave what an uninterrupted run leaves; a slice of `make crashes`."""

import subprocess
import sys

import pytest

from local.crashes.scenes import SCENES
from tests.conftest import Figure


@pytest.mark.timeout(900)  # A guard against hanging; the machine may be busy.
def test_jobs_that_are_killed_anywhere_end_as_if_they_had_not_been(figure: Figure) -> None:
    command = [sys.executable, "-m", "local.crashes", "--times", "1", "--stride", "72"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    told = [line for line in done.stdout.splitlines() if line.endswith("0 left a trace")]
    assert [line.partition(":")[0] for line in told] == sorted(SCENES)
    for line in told:
        figure(line)
