"""`make bench`: what every journey costs, the engine's time, and the API's cold start."""

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import cold, engine, journeys
from bench.journeys import Journey
from bench.stage import Stage
from local import platform

MOST_RATIO, MOST_COLD_RATIO = 6.0, 1.25
ROUNDS, COLD_ROUNDS, ENGINE_ROUNDS = 100, 31, 20


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 where a budget is broken."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of every journey")
    parser.add_argument("--cold-rounds", type=int, default=COLD_ROUNDS, help="of every cold start; 0 for none")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        running = platform.start(Path(folder) / "local", "http://localhost:8000", say=lambda _: None)
        try:
            return print_all(running, Path(folder), chosen.rounds, chosen.cold_rounds)
        finally:
            running.stop()


def print_all(running: platform.Platform, folder: Path, rounds: int, cold_rounds: int) -> int:
    with quiet():
        stage = Stage(running, invited=rounds + journeys.WARM_ROUNDS, threads=rounds + journeys.WARM_ROUNDS)
        measured, bare = journeys.measure(stage, rounds)
    print_journeys(measured, bare, rounds)
    checked = engine.measure(ENGINE_ROUNDS)
    print_engine(*checked)
    over = [f"checking {one.questions} questions" for one in checked if one.ratio > one.most_ratio]
    over += [one.name for one in measured if one.name.startswith("submit") and one.milliseconds / bare > MOST_RATIO]
    for start in cold.measure(stage, folder, cold_rounds) if cold_rounds else ():
        print_cold(start)
        over += [f"cold start on {start.python}"] if start.ratio > MOST_COLD_RATIO else []
    print(f"\nOver budget: {', '.join(over)}" if over else "\nWithin every budget.")
    return int(bool(over))


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Send the requests' log lines nowhere; writing them is part of a request all the same."""
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        yield


def print_journeys(measured: list[Journey], bare: float, rounds: int) -> None:
    print(f"Processor time of the API's process, median of {rounds}; bare handler (json, one put): {bare:.2f} ms")
    print(f"{'journey':<40}{'ms':>8}{'ratio':>7}{'read':>7}{'write':>7}{'KMS':>5}  DynamoDB calls")
    for one in measured:
        calls = ", ".join(f"{count} {name}" for name, count in one.of("dynamodb").items())
        figures = f"{one.milliseconds:>8.2f}{one.milliseconds / bare:>7.2f}{one.read_units:>7g}{one.write_units:>7g}"
        print(f"{one.name:<40}{figures}{sum(one.of('kms').values()):>5}  {calls}")
    print(
        f"Budget: submitting, at most {MOST_RATIO:g} times the bare handler. Units are read and write capacity units."
    )


def print_engine(*checked: engine.Checked) -> None:
    print()
    for one in checked:
        budget = f" Budget: at most {one.most_ratio:g} times." if one.most_ratio < float("inf") else ""
        times = f"{one.ratio:.0f} times json.loads of the same body ({one.read:.1f} µs)"
        print(f"Engine: {one.checked:.0f} µs to check {one.questions} questions, {times}.{budget}")


def print_cold(start: cold.ColdStart) -> None:
    print(
        f"\nCold start of the API from the {start.target} bundle, {start.python}, {start.rounds} fresh processes each"
    )
    for name, ours, reference in start.figures():
        print(f"  {name:<28}{ours:>7.0f} ms, boto3.client alone {reference:>5.0f} ms, ratio {ours / reference:.2f}")
    print(f"  Budget: at most {MOST_COLD_RATIO:g} times (median processor time: {start.ratio:.2f}).")


if __name__ == "__main__":
    sys.exit(main())
