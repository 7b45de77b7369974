"""The zip that every function runs from: our code, the pages, the libraries; the same input gives the same bytes."""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from infrastructure.libraries import compile_tree, installed_libraries
from infrastructure.targets import Target, interpreter_of, runs_here
from infrastructure.templates import ROOT

LABEL = "bundle.json"
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # The earliest a zip can tell.
LAMBDA_MOST_BYTES = 250 * 1024 * 1024
IMPORT_ALL = "import importlib, sys; sys.path[:0] = sys.argv[1:3]; [importlib.import_module(m) for m in sys.argv[3:]]"


class TooLargeBundleError(Exception):
    """The unpacked bundle is over what Lambda takes."""


class IncompleteBundleError(Exception):
    """A module of ours does not import from the bundle alone; the message is Python's."""


@dataclass(frozen=True)
class Label:
    """What a bundle says about itself; a deployment reads it."""

    target: str
    python: str
    architecture: str
    compiled: bool
    lock: str


def build_bundle(target: Target, to: Path, root: Path = ROOT) -> Label:
    """Write the bundle of `root` to `to`, unless it is there; raises TooLargeBundleError or IncompleteBundleError."""
    libraries = installed_libraries(target, root / "requirements.txt")
    with tempfile.TemporaryDirectory() as made:
        ours = Path(made) / "bundle"
        _gather(root, ours)
        lock = _lock_digest(root)
        source, of = _digest_of(target, libraries, lock, ours), to.with_suffix(".source")
        if to.exists() and of.exists() and of.read_text() == source:
            return read_label(to)
        of.unlink(missing_ok=True)
        _require_importable(target, libraries, ours)
        label = Label(target.name, target.python, target.architecture, compile_tree(ours, target), lock)
        (ours / LABEL).write_text(json.dumps(asdict(label), indent=1))
        write_zip(to, [*_files_of(libraries), *_files_of(ours)], compress=bool(target.platform))
    of.write_text(source)
    return label


def _digest_of(target: Target, libraries: Path, lock: str, ours: Path) -> str:
    """The same where nothing differs that a bundle is made from or by."""
    told = hashlib.sha256(repr((target, libraries, lock, interpreter_of(target))).encode())
    by = ((path.name, path) for path in Path(__file__).parent.glob("*.py"))
    for name, path in sorted([*_files_of(ours), *by]):
        held = path.read_bytes()
        told.update(f"{name}\n{len(held)}\n".encode() + held)
    return told.hexdigest()


def _require_importable(target: Target, libraries: Path, ours: Path) -> None:
    """Import every module with nothing but the bundle: what slimming took too much of shows here, not on Lambda."""
    python = interpreter_of(target)
    if python is None or not runs_here(target):
        return
    files = (path.relative_to(ours).with_suffix("") for path in ours.rglob("*.py"))
    modules = sorted({".".join(path.parts).removesuffix(".__init__") for path in files})
    command = [python, "-B", "-I", "-S", "-c", IMPORT_ALL, str(ours), str(libraries), *modules]
    tried = subprocess.run(command, capture_output=True, text=True, check=False)
    if tried.returncode:
        raise IncompleteBundleError(tried.stderr.strip().rpartition("\n")[2])


def _lock_digest(root: Path) -> str:
    return hashlib.sha256((root / "requirements.txt").read_bytes()).hexdigest()


def _gather(root: Path, into: Path) -> None:
    shutil.copytree(root / "chalicelib", into / "chalicelib", ignore=shutil.ignore_patterns("__pycache__", ".*"))
    shutil.copy(root / "app.py", into)
    for built in sorted((root / "web").glob("*/dist")):
        shutil.copytree(built, into / "pages" / built.parent.name)


def _files_of(folder: Path) -> Iterator[tuple[str, Path]]:
    return ((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file())


def write_zip(to: Path, files: list[tuple[str, Path]], *, compress: bool) -> None:
    """Write the files in the order of their names, without their times."""
    total = sum(path.stat().st_size for _, path in files)
    if total > LAMBDA_MOST_BYTES:
        raise TooLargeBundleError(f"{total} bytes unpacked; Lambda takes {LAMBDA_MOST_BYTES}.")
    to.parent.mkdir(parents=True, exist_ok=True)
    # An emulator unpacks one for each function: there, speed is worth more than size.
    method = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    unfinished = to.with_suffix(f".{os.getpid()}")
    with zipfile.ZipFile(unfinished, "w", method, compresslevel=9) as archive:
        for name, path in sorted(files):
            archive.writestr(_entry(name, method), path.read_bytes())
    unfinished.replace(to)


def _entry(name: str, method: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIRST_MOMENT)
    entry.create_system, entry.external_attr, entry.compress_type = 3, 0o100644 << 16, method
    return entry


def read_label(bundle: Path) -> Label:
    """What the bundle says about itself."""
    with zipfile.ZipFile(bundle) as archive:
        return Label(**json.loads(archive.read(LABEL)))
