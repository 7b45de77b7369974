"""The API's cold start: the packaged zip freshly unpacked, a fresh process, import and first served request.

Beside it, by turns, a fresh process of the same interpreter that makes one boto3 client and nothing else. Both run from
compiled code, and both are timed inside the process, so that the interpreter's own start counts for neither.
"""

import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.stage import Stage
from infrastructure.package import package
from infrastructure.targets import Target, aws_target, interpreter_of, local_target, runs_here

REFERENCE = ("boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3")
TIMED = """
import sys, time
sys.path.insert(0, sys.argv[1])
wall, processor = time.perf_counter(), time.process_time()
{work}
print(end="\\n@")
print(time.perf_counter() - wall, time.process_time() - processor)
"""
OURS = """
import json
import app
class Context: function_name, memory_limit_in_mb, aws_request_id = "api", 1769, "cold"
reply = app.app(json.loads(sys.argv[2]), Context())
assert reply["statusCode"] == 200, reply
"""
THEIRS = """
import boto3
boto3.client("dynamodb")
"""


@dataclass
class ColdStart:
    """Seconds of wall clock and processor, ours and the reference's."""

    target: str
    python: str
    ours: list[tuple[float, float]] = field(default_factory=list)
    reference: list[tuple[float, float]] = field(default_factory=list)

    @property
    def rounds(self) -> int:
        return len(self.ours)

    @property
    def ratio(self) -> float:
        """Median processor time: what other programs of the machine do hardly shows in it."""
        _, ours, reference = next(self.figures())
        return ours / reference

    def figures(self) -> Iterator[tuple[str, float, float]]:
        """Name, ours and the reference's, in milliseconds."""
        for place, clock in ((1, "processor"), (0, "wall clock")):
            for name, of in (("median", statistics.median), ("least", min)):
                ours, reference = (of(one[place] for one in some) for some in (self.ours, self.reference))
                yield f"{name} {clock}", 1000 * ours, 1000 * reference


def measure(stage: Stage, folder: Path, rounds: int) -> Iterator[ColdStart]:
    """The cold start of each bundle that this machine can run."""
    path = f"/surveys/{{survey_id={stage.surveys['anonymous']}}}/form"
    asked = json.dumps(stage.public("GET", path))
    for target in (local_target(), aws_target()):
        python = interpreter_of(target)
        if python and runs_here(target):
            yield _measure(target, python, folder / target.name, asked, rounds)


def _measure(target: Target, python: str, folder: Path, asked: str, rounds: int) -> ColdStart:
    with zipfile.ZipFile(package(target).bundle) as bundle:
        bundle.extractall(folder / "ours")
    _lay_reference(folder / "reference", python)
    start = ColdStart(target.name, f"Python {_version(python)}")
    for turn in range(rounds + 1):
        ours = _run(python, OURS, folder / "ours", asked)
        reference = _run(python, THEIRS, folder / "reference")
        if turn:  # The first reads both folders into the machine's memory.
            start.ours.append(ours)
            start.reference.append(reference)
    return start


def _lay_reference(folder: Path, python: str) -> None:
    """This environment's boto3, which is pure Python, compiled for an interpreter."""
    folder.mkdir(parents=True)
    for name in REFERENCE:
        found = importlib.util.find_spec(name)
        assert found is not None, name
        assert found.origin is not None, name
        origin = Path(found.origin)
        if origin.name == "__init__.py":
            shutil.copytree(origin.parent, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(origin, folder)
    subprocess.run([python, "-m", "compileall", "-q", "-j", "0", str(folder)], check=True)


def _version(python: str) -> str:
    asked = [python, "-c", "import platform; print(platform.python_version())"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def _run(python: str, work: str, folder: Path, *arguments: str) -> tuple[float, float]:
    command = [python, "-B", "-I", "-S", "-c", TIMED.format(work=work), str(folder), *arguments]
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    wall, processor = done.stdout.rpartition("@")[2].split()
    return float(wall), float(processor)


def _environment() -> dict[str, Any]:
    return {name: value for name, value in os.environ.items() if name.startswith(("AWS_", "PARLEY_", "PATH"))}
