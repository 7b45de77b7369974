"""`make bench` runs, and prints what every journey costs; its times are for reading and are judged nowhere here."""

import re
import subprocess
import sys

import pytest

from tests.conftest import IS_THOROUGH

JOURNEYS = ["open", "submit", "results", "inbox", "reply", "sign"]


@pytest.mark.timeout(900)
def test_the_bench_prints_calls_and_units_of_every_journey():
    # A cold start needs the bundle for AWS, whose building takes longer than all the rest.
    command = [sys.executable, "-m", "bench", "--rounds", "2", "--cold-rounds", "1" if IS_THOROUGH else "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr
    for journey in JOURNEYS:
        assert re.search(rf"^{journey}.*\d+ [A-Z]\w+", done.stdout, re.MULTILINE), done.stdout
    assert re.search("^(Over budget|Within every budget)", done.stdout, re.MULTILINE)
