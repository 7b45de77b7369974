"""Starts and stops the local AWS (`local.aws`), which runs in an environment and a process of its own."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parent.parent
ENVIRONMENT: Final = ROOT / ".venv-ministack"
REQUIREMENTS: Final = ROOT / "local" / "requirements.txt"
START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 10.0
POLL_SECONDS: Final = 0.05
LOG_TAIL: Final = 2000


class LocalAwsError(RuntimeError):
    """The local AWS did not start; the message holds the end of its log."""


@dataclass
class LocalAws:
    """A running local AWS. Stopping and killing it lose nothing that was acknowledged."""

    endpoint: str
    port: int
    state: Path
    mail: Path
    process: subprocess.Popen[bytes]

    @property
    def pid(self) -> int:
        return self.process.pid

    def stop(self) -> None:
        """Ends it; harmless when it has ended already."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Ends it as a crash would."""
        self._end(signal.SIGKILL)

    def wait_ready(self) -> None:
        """Returns once it answers. Raises LocalAwsError when it ends first or takes over a minute."""
        deadline = time.monotonic() + START_SECONDS
        while not answers(self.port):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise LocalAwsError(f"The local AWS did not start.\n{log_tail(self.state)}")
            time.sleep(POLL_SECONDS)

    def _end(self, number: int) -> None:
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait(STOP_SECONDS)


@contextlib.contextmanager
def running(state: Path, port: int = 0, mail: Path | None = None) -> Iterator[LocalAws]:
    """Runs a local AWS over a state folder for the time of the block."""
    aws = start(state, port, mail)
    try:
        yield aws
    finally:
        aws.stop()


def start(state: Path, port: int = 0, mail: Path | None = None, *, is_synced: bool = True) -> LocalAws:
    """Starts a local AWS and waits until it answers; port 0 takes the state's last port if free, else any free one.

    It ends with this process. Where it is not synced, a change that it acknowledged outlives every killed process, but
    no power cut. Raises LocalAwsError.
    """
    state, mail = state.resolve(), (mail or state.with_name("mail")).resolve()
    state.mkdir(parents=True, exist_ok=True)
    port = port or last_port(state) or free_port()
    arguments = ["--port", str(port), "--state", str(state), "--mail", str(mail), "--parent", str(os.getpid())]
    arguments += [] if is_synced else ["--unsynced"]
    process = subprocess.Popen(
        [interpreter(), "-m", "local.aws", *arguments],
        cwd=ROOT,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    aws = LocalAws(f"http://127.0.0.1:{port}", port, state, mail, process)
    aws.wait_ready()
    (state / "port").write_text(str(port))
    return aws


def interpreter() -> Path:
    """Returns the Python that MiniStack is installed for, installing the locked, hash-checked set where it is not."""
    python = ENVIRONMENT / "bin" / "python"
    digest = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    stamp = ENVIRONMENT / "installed"
    with ENVIRONMENT.with_suffix(".lock").open("w") as lock:
        # Tests run in several processes; one of them installs.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != digest:
            venv.create(ENVIRONMENT, clear=True, with_pip=not uv())
            subprocess.run([*installer(python), "--require-hashes", "-r", REQUIREMENTS], check=True)
            stamp.write_text(digest)
    return python


def installer(python: Path) -> list[str | Path]:
    fast = uv()
    if fast:
        return [fast, "pip", "install", "--quiet", "--python", python]
    return [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def uv() -> str | None:
    return shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")


def clean_environment() -> dict[str, str]:
    """Leaves out what would reach the functions: where this process finds its code, and anybody's AWS account."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "AWS_", "VIRTUAL_ENV"))}


def last_port(state: Path) -> int:
    """Returns the port of the last run if it is free: queue addresses of deployed functions hold it."""
    with contextlib.suppress(OSError, ValueError):
        port = int((state / "port").read_text())
        with socket.create_server(("127.0.0.1", port)):
            return port
    return 0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/_ministack/ready")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def log_tail(state: Path) -> str:
    path = state.with_name(f"{state.name}.log")
    return path.read_text(errors="replace")[-LOG_TAIL:] if path.exists() else "It wrote no log."
