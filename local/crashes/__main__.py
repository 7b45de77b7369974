"""`make crashes`: kill a job's process at every step of its ledger and at random times, resume, and compare.

Each trial has a district of its own, made alike. What is left must be what an uninterrupted run leaves.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from local import platform
from local.crashes.running import Trial, run
from local.crashes.scenes import SCENES
from local.crashes.stage import Scene, State, Unit
from local.crashes.worker import Done
from local.platform import Platform

MOST_RUNS, PROGRESS_EVERY = 20, 25


def trials(done: Done, times: int, chance: random.Random, stride: int) -> Iterator[Trial]:
    """Before and after every step of the ledger, then random calls and random times, half and half."""
    for call in done.steps[::stride]:
        yield Trial(call)
        yield Trial(call, is_after=True)
    for number in range(times):
        if number % 2:
            yield Trial(chance.randint(1, done.calls), is_after=chance.random() < 1 / 2)
        else:
            yield Trial(seconds=chance.uniform(0, done.seconds))


def after(scene: Scene, running: Platform, trial: Trial) -> State:
    """What is left where a run died, and the job was run again."""
    unit = scene.prepare(running)
    order = msgspec.structs.replace(unit.order, dies_at=trial.call, is_after=trial.is_after)
    run(order, trial.seconds)
    return finished(scene, running, unit)


def finished(scene: Scene, running: Platform, unit: Unit) -> State:
    """What is left once the job has run again until nothing is left to do; RuntimeError where that is never."""
    for _ in range(MOST_RUNS):
        run(unit.again)
        if scene.is_done(running, unit):
            return scene.state(running, unit)
    raise RuntimeError("The job never ends.")


def campaign(scene: Scene, running: Platform, times: int, seed: int, stride: int = 1) -> tuple[int, State, list[Trial]]:
    """Trials at steps, what an uninterrupted run leaves, and the trials that left something else."""
    unit = scene.prepare(running)
    done = run(unit.order)
    if done is None:
        raise RuntimeError("The uninterrupted run did not end.")
    wanted = finished(scene, running, unit)
    planned = list(trials(done, times, random.Random(seed), stride))  # noqa: S311 - chance, not a secret.
    different = []
    for number, trial in enumerate(planned, 1):
        if after(scene, running, trial) != wanted:
            different.append(trial)
        if not number % PROGRESS_EVERY:
            print(f"  {number} of {len(planned)} crashes", file=sys.stderr, flush=True)
    return 2 * len(done.steps[::stride]), wanted, different


def main(arguments: list[str] | None = None) -> int:
    """Run and print; 1 where a crash left a trace."""
    parser = argparse.ArgumentParser(prog="python -m local.crashes", description=__doc__)
    parser.add_argument("--times", type=int, default=200, help="random crashes of each job")
    parser.add_argument("--job", choices=sorted(SCENES), action="append", help="one job alone")
    parser.add_argument("--stride", type=int, default=1, help="only every so many-th step of the ledger")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        running = platform.start(Path(folder) / "local", "http://localhost:8000", say=lambda _: None, is_synced=False)
        try:
            for name in chosen.job or sorted(SCENES):
                at_steps, wanted, different = campaign(
                    SCENES[name](), running, chosen.times, chosen.seed, chosen.stride
                )
                told = f"{at_steps} crashes at steps, {chosen.times} at random, {len(different)} left a trace"
                print(f"{name}: each run must leave {wanted}\n{name}: {told}", flush=True)
                for trial in different:
                    print(f"  {trial}")
                failed += len(different)
        finally:
            running.stop()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
