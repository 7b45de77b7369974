"""Where coverage looks on in a process of tests."""

import importlib
import os
from pathlib import Path

import pytest
from coverage import Coverage

from tests.modules import import_all

TESTS = Path(__file__).resolve().parent


def folder_of(item: pytest.Item) -> str:
    return item.path.relative_to(TESTS).parts[0]


class Watch:
    """Coverage, where it is wanted: it takes half as long again, and tables, campaigns and browsers reach no more code.

    What tests start runs without it.
    """

    FOLDERS = ("restore", "jobs", "api", "laws", "unit")
    TABLES = frozenset(
        f"test_{name}.py"
        for name in (
            *("access", "bad_input", "cookies_hold_nothing", "enumeration", "foreign_ids", "forged_headers", "grants"),
            *("many_dialogues", "mass_assignment", "sharing_matrix", "throttles", "timing"),
        )
    )

    def __init__(self) -> None:
        self.coverage = Coverage.current()
        self.is_on = self.coverage is not None
        if self.is_on:  # A module that is first imported while nobody looks on would seem never to have run.
            import_all()
            importlib.import_module("app")
        os.environ.pop("COVERAGE_PROCESS_CONFIG", None)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> None:
        wanted = folder_of(item) in self.FOLDERS and item.path.name not in self.TABLES
        if self.coverage is None or wanted == self.is_on:
            return
        self.is_on = wanted
        if wanted:
            self.coverage.start()
            os.environ.pop("COVERAGE_PROCESS_CONFIG", None)
        else:
            self.coverage.stop()
