"""`make crashes`: kill a job's process at every step of its ledger and at random times, resume, and compare.

Each trial has a district of its own, made alike. What is left must be what an uninterrupted run leaves.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from local import platform
from local.crashes.scenes import SCENES, Scene, State, Unit
from local.crashes.worker import Done, Order
from local.platform import Platform

SECONDS, MOST_RUNS = 300, 20


class Trial(Struct, frozen=True):
    """Where a run dies: before or after one of its calls, or after so many seconds."""

    call: int = 0
    is_after: bool = False
    seconds: float = 0.0


def run(order: Order, seconds: float = SECONDS) -> Done | None:
    """Run an order in a process of its own; None where it was killed. RuntimeError where it failed by itself."""
    text = msgspec.json.encode(order).decode()
    with subprocess.Popen(
        [sys.executable, "-m", "local.crashes.worker", text], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            said, complained = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return None
    if process.returncode == -9:  # noqa: PLR2004 - killed by SIGKILL.
        return None
    if process.returncode:
        raise RuntimeError(complained.decode()[-2000:])
    return msgspec.json.decode(said.splitlines()[-1], type=Done)


def trials(done: Done, times: int, seconds: float, chance: random.Random) -> Iterator[Trial]:
    """Before and after every step of the ledger, then random calls and random times, half and half."""
    for call in done.steps:
        yield Trial(call)
        yield Trial(call, is_after=True)
    for number in range(times):
        if number % 2:
            yield Trial(chance.randint(1, done.calls), is_after=chance.random() < 1 / 2)
        else:
            yield Trial(seconds=chance.uniform(0, seconds))


def after(scene: Scene, running: Platform, trial: Trial) -> State:
    """What is left where a run died, and the job was run again."""
    unit = scene.prepare(running)
    order = msgspec.structs.replace(unit.order, dies_at=trial.call, is_after=trial.is_after)
    run(order, trial.seconds or SECONDS)
    return finished(scene, running, unit)


def finished(scene: Scene, running: Platform, unit: Unit) -> State:
    """What is left once the job has run again until nothing is left to do; RuntimeError where that is never."""
    for _ in range(MOST_RUNS):
        run(unit.again)
        if scene.is_done(running, unit):
            return scene.state(running, unit)
    raise RuntimeError("The job never ends.")


def campaign(scene: Scene, running: Platform, times: int, seed: int) -> tuple[int, int, list[Trial]]:
    """Trials at steps, trials at random, and those that left another state."""
    unit = scene.prepare(running)
    done = run(unit.order)
    if done is None:
        raise RuntimeError("The uninterrupted run did not end.")
    wanted = finished(scene, running, unit)
    planned = list(trials(done, times, scene.seconds, random.Random(seed)))  # noqa: S311 - chance, not a secret.
    different = [trial for trial in planned if after(scene, running, trial) != wanted]
    return 2 * len(done.steps), times, different


def main(arguments: list[str] | None = None) -> int:
    """Run and print; 1 where a crash left a trace."""
    parser = argparse.ArgumentParser(prog="python -m local.crashes", description=__doc__)
    parser.add_argument("--times", type=int, default=200, help="random crashes of each job")
    parser.add_argument("--job", choices=sorted(SCENES), action="append", help="one job alone")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        running = platform.start(Path(folder) / "local", "http://localhost:8000", say=lambda _: None)
        try:
            for name in chosen.job or sorted(SCENES):
                at_steps, at_random, different = campaign(SCENES[name](), running, chosen.times, chosen.seed)
                print(f"{name}: {at_steps} crashes at steps, {at_random} at random, {len(different)} left a trace")
                for trial in different:
                    print(f"  {trial}")
                failed += len(different)
        finally:
            running.stop()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
