"""Jobs that are killed leave what an uninterrupted run leaves; a slice of `make crashes`."""

import subprocess
import sys

import pytest

from local.crashes.scenes import SCENES
from tests.conftest import Figure


@pytest.mark.timeout(240)
@pytest.mark.parametrize("job", sorted(SCENES))
def test_a_job_that_is_killed_anywhere_ends_as_if_it_had_not_been(job: str, figure: Figure) -> None:
    command = [sys.executable, "-m", "local.crashes", "--times", "2", "--job", job]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    figure(done.stdout.splitlines()[-1])
