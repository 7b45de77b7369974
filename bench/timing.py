"""`make timing`: whether a stop watch tells who has an account.

Requests of two classes, one about somebody who is there and one about nobody, are sent by turns in random order, in
process, and timed. A distinguisher that knows nothing but the time is as good as its AUC: the chance that a request of
the first class takes longer than one of the second. 0.50 is a coin; the aim is 0.50 +- 0.03.
"""

import argparse
import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

from msgspec import Struct

from bench.__main__ import quiet
from bench.events import Context, Json, event
from chalicelib.identity import throttle_service as throttles
from chalicelib.kernel import clock
from chalicelib.kernel.ids import random_bytes, spelled
from chalicelib.privacy import service as privacy
from local import platform
from local.mailbox import Mailbox
from local.platform import Platform, load_app

ROUNDS, MOST_OFF = 2_000, 0.03
SLUG, SOMEBODY, NOBODY, PASSWORD = "timing", "alice", "quinn", "seven green boats on a lake"
WRONG = "not the password at all"
LETTER_SECONDS = 60
Body = dict[str, str]


class Kind(Struct, frozen=True):
    """A question that could be asked of somebody and of nobody, and how often before throttles would answer it."""

    name: str
    path: str
    somebody: Callable[[], Body]
    nobody: Callable[[], Body]
    status: int
    in_a_window: int


class Timed(Struct, frozen=True):
    """The seconds of each request of both classes."""

    name: str
    somebody: list[float]
    nobody: list[float]

    @property
    def auc(self) -> float:
        return auc(self.somebody, self.nobody)


def auc(left: list[float], right: list[float]) -> float:
    """The chance that one of the left is more than one of the right, a tie counting half (Mann and Whitney's U)."""
    ranked = sorted([(value, 0) for value in left] + [(value, 1) for value in right])
    wins, smaller, start = 0.0, 0, 0
    while start < len(ranked):
        end = start
        while end < len(ranked) and ranked[end][0] == ranked[start][0]:
            end += 1
        lefts = sum(1 for _, side in ranked[start:end] if side == 0)
        rights = end - start - lefts
        wins += lefts * (smaller + rights / 2)
        smaller, start = smaller + rights, end
    return wins / (len(left) * len(right))


class Stage:
    """A district with one account; its invitation and a reset link have been used."""

    newcomer: ClassVar[Body] = {"username": NOBODY, "name": "Quinn", "password": PASSWORD}

    def __init__(self, running: Platform) -> None:
        self.app = load_app()
        self.numbers = count(1)
        self.moment = clock.now()
        opening = {"slug": SLUG, "name": "Timing Schools", "timezone": "America/New_York", "email": "it@timing.example"}
        self.district_id = str(running.run_job("open_district", opening)["district_id"])
        self.used_invitation = self._letter(running, "/welcome#")
        joining = {"invitation": self.used_invitation, "username": SOMEBODY, "name": "Alice", "password": PASSWORD}
        self.send("/welcome", joining, 200)
        self.send("/password/forgotten", {"username": SOMEBODY}, 200)
        self.used_link = self._letter(running, "/password#")
        self.send("/password/reset", {"token": self.used_link, "password": PASSWORD + " again"}, 200)

    def _letter(self, running: Platform, part: str) -> str:
        mailbox, until = Mailbox(running.aws.mail), time.monotonic() + LETTER_SECONDS
        while time.monotonic() < until:
            if link := mailbox.link_to("it@timing.example", part):
                return str(link).partition("#")[2]
            time.sleep(0.05)
        raise TimeoutError("Waited in vain for a letter.")

    def send(self, path: str, body: Body, status: int) -> float:
        """Send a request from an address of its own; gives its seconds."""
        number = next(self.numbers)
        address = f"{10 + (number >> 16 & 63)}.{number >> 8 & 255}.{number & 255}.1"
        sent: Json = event("POST", path, SLUG, body=body, address=address)
        started = time.perf_counter()
        reply: dict[str, Any] = self.app(sent, Context())
        seconds = time.perf_counter() - started
        assert reply["statusCode"] == status, reply
        return seconds

    @contextmanager
    def window(self) -> Iterator[None]:
        """A moment at which no throttle has counted anything, with district and keys in memory."""
        self.moment += timedelta(seconds=throttles.SIGN_IN_ACCOUNT_DAY.seconds)
        with clock.frozen(self.moment):
            self.app(event("GET", "", SLUG), Context())
            privacy.open_keys_of(self.district_id)
            yield


def kinds(stage: Stage) -> list[Kind]:
    """The questions: is there an account of this name, and was there such an invitation or link?"""
    return [
        Kind(
            "signing in",
            "/session",
            lambda: {"username": SOMEBODY, "password": WRONG},
            lambda: {"username": NOBODY, "password": WRONG},
            401,
            throttles.SIGN_IN_ACCOUNT.tries,
        ),
        Kind(
            "forgetting a password",
            "/password/forgotten",
            lambda: {"username": SOMEBODY},
            lambda: {"username": NOBODY},
            200,
            throttles.FORGOTTEN_ACCOUNT.tries,
        ),
        Kind(
            "joining by invitation",
            "/welcome",
            lambda: {"invitation": stage.used_invitation, **stage.newcomer},
            lambda: {"invitation": spelled(random_bytes(32)), **stage.newcomer},
            410,
            ROUNDS,
        ),
        Kind(
            "resetting a password",
            "/password/reset",
            lambda: {"token": stage.used_link, "password": PASSWORD},
            lambda: {"token": spelled(random_bytes(32)), "password": PASSWORD},
            410,
            ROUNDS,
        ),
    ]


def measure(stage: Stage, kind: Kind, rounds: int) -> Timed:
    """So many requests of each class, two by two in random order, within what throttles allow."""
    timed = Timed(kind.name, [], [])
    order = random.Random(rounds)  # noqa: S311 - the order of a measurement.
    done = 0
    while done < rounds:
        turns = min(kind.in_a_window - 1, rounds - done)
        with stage.window():
            for body in (kind.somebody, kind.nobody):  # The first of a window makes its rows, and is not timed.
                stage.send(kind.path, body(), kind.status)
            for _ in range(turns):
                pair = [(kind.somebody, timed.somebody), (kind.nobody, timed.nobody)]
                order.shuffle(pair)
                for body, seconds in pair:
                    seconds.append(stage.send(kind.path, body(), kind.status))
        done += turns
        gc.collect()
    return timed


def print_timed(timed: Timed) -> bool:
    """Print the figure; whether it is within the aim."""
    rounds = len(timed.somebody)
    middle = [sorted(one)[rounds // 2] * 1000 for one in (timed.somebody, timed.nobody)]
    off = abs(timed.auc - 0.5)
    spread = 1.96 * ((2 * rounds + 1) / (12 * rounds * rounds)) ** 0.5
    print(
        f"{timed.name:<24}{rounds:>7}{middle[0]:>12.2f}{middle[1]:>12.2f}"
        f"{timed.auc:>9.3f}  +- {spread:.3f}  {'within' if off <= MOST_OFF else 'OUTSIDE'}",
        flush=True,
    )
    return off <= MOST_OFF


def run(running: Platform, rounds: int) -> list[Timed]:
    """Measure every kind."""
    with quiet():
        stage = Stage(running)
        return [measure(stage, kind, rounds) for kind in kinds(stage)]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 where a stop watch tells more than the aim allows."""
    parser = argparse.ArgumentParser(prog="python -m bench.timing", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="requests of each class")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        running = platform.start(Path(folder) / "local", "http://localhost:8000", say=lambda _: None)
        try:
            timed = run(running, chosen.rounds)
        finally:
            running.stop()
    print(f"{'question':<24}{'each':>7}{'somebody ms':>12}{'nobody ms':>12}{'AUC':>9}  95 %     aim 0.50 +- {MOST_OFF}")
    return int(not all([print_timed(one) for one in timed]))  # noqa: C419 - each is printed.


if __name__ == "__main__":
    sys.exit(main())
