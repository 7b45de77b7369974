"""The stage of the tests: one local platform for a whole run, and a cast of three."""

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

import pytest
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from hypothesis import settings as limits

from chalicelib.identity import credentials
from local import platform as local_platform
from local.ministack import free_port
from tests.watch import Watch, folder_of

Figure = Callable[[str], None]
T = TypeVar("T")
IS_THOROUGH = bool(os.environ.get("PARLEY_THOROUGH"))


def examples(most: int) -> int:
    """How many examples a property is tried with: all under `make thorough`, else a quarter."""
    return most if IS_THOROUGH else most // 4


# How long an example takes is for `make bench`; a busy machine fails nothing here.
limits.register_profile(
    "parley", deadline=None, max_examples=100 if IS_THOROUGH else 40, stateful_step_count=50 if IS_THOROUGH else 25
)
limits.load_profile("parley")


def slice_of(cases: Iterable[T], step: int) -> Iterator[T]:
    """Every case under `make thorough`, else each n-th; a step that divides no factor of a product meets every part."""
    return islice(cases, 0, None, 1 if IS_THOROUGH else step)


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """How a test says what it has counted; a run prints it at its end, whichever process counted it."""
    return lambda said: record_property("figure", said)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures of the tests that passed."""
    passed = terminalreporter.getreports("passed")
    said = [(report.nodeid, value) for report in passed for name, value in report.user_properties if name == "figure"]
    if said:
        terminalreporter.section("figures")
    for place, value in sorted(said):
        terminalreporter.line(f"{place.partition('::')[0]}: {value}")


# Jobs look after every district there is, so they come while there are few; small tests come last and fill the gaps.
ORDER = ("restore", "jobs", "e2e", "browser", "api", "laws", "unit")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of a run in order, folder by folder."""
    items.sort(key=lambda item: ORDER.index(folder_of(item)))


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault("POWERTOOLS_LOG_LEVEL", "INFO")
    if hasattr(config, "workerinput"):
        config.pluginmanager.register(Watch())


def _quick(*, iterations: int, **others: Any) -> PBKDF2HMAC:
    """A hash that takes a three-hundredth of the time; how many rounds were asked for is counted before."""
    return PBKDF2HMAC(iterations=max(1, iterations // 300), **others)


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """The whole local AWS with our stacks in it; one for each test process."""
    base_url = f"http://localhost:{free_port()}"
    running = local_platform.start(tmp_path_factory.mktemp("local"), base_url, say=lambda _: None, is_synced=False)
    with pytest.MonkeyPatch.context() as patched:
        # Thousands of sign-ins prove nothing about the hash; its own tests and `make timing` take the whole time.
        patched.setattr(credentials, "PBKDF2HMAC", _quick)
        yield running
    running.stop()
