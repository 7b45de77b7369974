"""An installation of its own in stopped time, which was backed up one night and has changed since."""

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bench.drills import BEGIN
from bench.history import History
from bench.installation import Installation
from chalicelib.kernel import clock


class Backed:
    """A history with a backup and a sealed log, and the moment that everything is sealed to."""

    def __init__(self, place: Installation, history: History) -> None:
        self.place, self.history = place, history
        self.now = history.now


@pytest.fixture(scope="module")
def backed(platform: Any, request: pytest.FixtureRequest) -> Iterator[Backed]:
    """Two hours with answers and threads, the night's backup, then two more."""
    place = Installation(platform, f"{request.module.__name__.rpartition('_')[2][:9]}{os.getpid()}")
    with place.lived_in():
        place.make()
        history = History(place, BEGIN, 7, 600)
        with clock.frozen(history.now):
            for _ in range(3):
                history.answer()
                history.write()
        history.keep_changes()
        history.live(BEGIN.replace(hour=7), set())
        history.back_up()
        history.live(BEGIN.replace(hour=9), set())
        history.go_to(history.now + timedelta(minutes=15))
        yield Backed(place, history)
