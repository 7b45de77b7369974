"""The stage of the tests: one local platform for a whole run, and a cast of three."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as limits

from local import platform as local_platform
from local.ministack import free_port

# How long an example takes is for `make bench`; a busy machine fails nothing here.
limits.register_profile("parley", deadline=None)
limits.load_profile("parley")

ROOT = Path(__file__).resolve().parents[1]


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault("POWERTOOLS_LOG_LEVEL", "INFO")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests record as properties, whichever process they ran in."""
    for report in terminalreporter.getreports("passed"):
        for name, figure in report.user_properties if report.when == "call" else ():
            terminalreporter.write_line(f"{name}: {figure}")


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """The whole local AWS with our stacks in it; one for each test process."""
    base_url = f"http://localhost:{free_port()}"
    running = local_platform.start(tmp_path_factory.mktemp("local"), base_url, say=lambda _: None)
    yield running
    running.stop()
