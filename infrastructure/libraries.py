"""The locked libraries as a bundle needs them: installed, slimmed, compiled, and kept until the lock changes."""

import fcntl
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infrastructure.targets import Target, interpreter_of, uv
from infrastructure.templates import ROOT

CACHE = ROOT / "build" / "libraries"

# Chalice's command line, which deploys and scaffolds, drags these in; its runtime is one file. boto3 is botocore
# with resources we do not use, and cffi's and re2's build tools end at installation.
NOT_AT_RUN_TIME = frozenset(
    {
        "ansicon", "blessed", "boto3", "click", "editor", "inquirer", "jinxed", "packaging", "pip", "pycparser",
        "readchar", "runs", "s3transfer", "setuptools", "wcwidth", "wheel", "xmod",
    }
)  # fmt: skip
SERVICES = frozenset({"dynamodb", "kms", "lambda", "s3", "scheduler", "sesv2", "sqs", "sts"})
ENDPOINTS = SERVICES | {"email"}  # As sesv2's are called.
CHALICE_RUNTIME = frozenset({"__init__.py", "app.py"})
POWERTOOLS_WE_SKIP = ("event_handler", "utilities/[!_jt]*", "metrics/provider/datadog")  # All but JMESPath and typing.
NEEDLESS_ENDINGS = (".pyi", ".c", ".h", ".md", ".typed", ".pxd", ".pyx")
NEEDLESS_FOLDERS = ("tests", "test", "bin", "cffi")


def installed_libraries(target: Target, lock: Path = ROOT / "requirements.txt") -> Path:
    """The folder with the target's libraries; built once for each lock."""
    wanted = _run_time_lock(lock.read_text())
    folder = CACHE / f"{target.tag}-{_digest(wanted)}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock_file:
        # Tests run in several processes; one of them builds.
        fcntl.flock(lock_file, fcntl.LOCK_EX)
        if not folder.is_dir():
            _build(wanted, target, folder)
    return folder


def _build(wanted: str, target: Target, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=CACHE) as made:
        built = Path(made) / "libraries"
        _install(wanted, target, built)
        slim(built)
        compile_tree(built, target)
        built.rename(folder)


def _digest(wanted: str) -> str:
    # The rules of slimming are part of the key: a change to them builds anew.
    return hashlib.sha256(wanted.encode() + Path(__file__).read_bytes()).hexdigest()[:16]


def _run_time_lock(lock: str) -> str:
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", lock)
    return "".join(entry for entry in entries if entry.partition("==")[0].strip() not in NOT_AT_RUN_TIME)


def _install(wanted: str, target: Target, folder: Path) -> None:
    listed = folder.parent / "requirements.txt"
    listed.write_text(wanted)
    command = [uv(), "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--link-mode", "copy"]
    subprocess.run([*command, *target.uv_arguments, "--target", str(folder), "-r", str(listed)], check=True)


def slim(folder: Path) -> None:
    """Take out what no function imports: other services' models, command lines, tests, type stubs, package notes."""
    for path in list(_needless(folder)):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    _slim_data(folder / "botocore" / "data")


def _slim_data(data: Path) -> None:
    """Leave in what botocore reads at every cold start only what a client is made of: no prose, no other partition."""
    for packed in data.glob("*/*/*.json.gz"):
        model = _without_prose(json.loads(gzip.decompress(packed.read_bytes())))
        for parameter in model.get("clientContextParams", {}).values():
            parameter["documentation"] = ""  # The one text that botocore itself asks for.
        packed.with_suffix("").write_text(_terse(model))
        packed.unlink()
    endpoints = json.loads((data / "endpoints.json").read_text())
    endpoints["partitions"] = [_slim_partition(one) for one in endpoints["partitions"] if one["partition"] == "aws"]
    (data / "endpoints.json").write_text(_terse(endpoints))


def _without_prose(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_prose(one) for one in value]
    if not isinstance(value, dict):
        return value
    # A member of a shape may be called "documentation" too; it is not a text.
    return {
        key: _without_prose(one) for key, one in value.items() if not (key == "documentation" and isinstance(one, str))
    }


def _slim_partition(partition: dict[str, Any]) -> dict[str, Any]:
    services = {name: service for name, service in partition["services"].items() if name in ENDPOINTS}
    return {**partition, "services": services}


def _terse(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _needless(folder: Path) -> Iterator[Path]:
    yield from (path for pattern in ("*.dist-info", ".*") for path in folder.glob(pattern))
    yield from (
        path for path in (folder / "botocore" / "data").iterdir() if path.is_dir() and path.name not in SERVICES
    )
    yield from (folder / "botocore" / "data").glob("*/*/examples-1.json*")
    yield from (path for path in (folder / "chalice").iterdir() if path.name not in CHALICE_RUNTIME)
    yield from (path for skipped in POWERTOOLS_WE_SKIP for path in (folder / "aws_lambda_powertools").glob(skipped))
    yield from (path for name in NEEDLESS_FOLDERS for path in (*folder.glob(name), *folder.glob(f"*/{name}")))
    yield from (
        path for path in folder.rglob("*") if path.name.endswith(NEEDLESS_ENDINGS) or path.name == "__pycache__"
    )


def compile_tree(folder: Path, target: Target) -> bool:
    """Compile for the target, unchecked; False where this machine has no interpreter of its version."""
    python = interpreter_of(target)
    if python is None:
        return False
    # One process, a fixed hash seed and relative paths: the same source gives the same bytes.
    command = [
        python,
        "-m",
        "compileall",
        "-q",
        "-f",
        "-j",
        "1",
        "--invalidation-mode",
        "unchecked-hash",
        "-s",
        str(folder),
    ]
    subprocess.run([*command, str(folder)], check=True, env=_fixed_environment())
    return True


def _fixed_environment() -> dict[str, str]:
    return {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
