"""`make run`: the whole platform on this machine, with a demo district: `python -m local.run [--port N]`."""

import argparse
import fcntl
import signal
import socket
import sys
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from pathlib import Path
from types import FrameType
from typing import IO, Any

from waitress.server import create_server

from local import platform
from local.demo.cast import NAME, PASSWORD, SLUG, STAFF
from local.demo.ledger import Ledger
from local.demo.seeding import NotSeededError, Seeding
from local.front import Front
from local.mailbox import Mailbox
from local.ministack import LocalAwsError
from local.pages import LocalPages
from local.platform import Platform
from local.progress import Progress
from local.running import FOLDER, Running

HOST = "127.0.0.1"
THREADS = 8
HIGHEST_PORT = 65_535


class CannotStartError(Exception):
    """The platform cannot start here; the message is one sentence for whoever typed the command."""


def main(arguments: list[str]) -> int:
    """Serve until Ctrl-C; 1 with one sentence where that cannot be."""
    parser = argparse.ArgumentParser(prog="python -m local.run", description=__doc__)
    parser.add_argument("--port", default="8000")
    parser.add_argument("--no-demo", action="store_true", help="start without the demo district")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the data is kept")
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    progress = Progress()
    try:
        serve(given.port, given.folder.resolve(), progress, with_demo=not given.no_demo)
    except KeyboardInterrupt:
        progress.stop()
        print("Stopped. Everything is kept; `make run` goes on from here.")
    except (CannotStartError, LocalAwsError, NotSeededError) as error:
        progress.stop()
        print(error, file=sys.stderr)
        return 1
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def serve(port: str, folder: Path, progress: Progress, *, with_demo: bool = True) -> None:
    """Start everything and serve; CannotStartError before anything has started."""
    with ExitStack() as stack:
        listener = stack.enter_context(reserve_port(port))
        folder.mkdir(parents=True, exist_ok=True)
        stack.enter_context(only_one(folder / "run.lock"))
        base_url = f"http://localhost:{int(port)}"
        running = start(folder, base_url, progress)
        stack.callback(running.stop)
        stack.enter_context(redirect_stdout(_opened(folder / "requests.log")))
        front = Front(platform.load_app())
        ledger = Ledger(folder / "demo.json")
        if with_demo:
            Seeding(running, front, ledger).run(progress.say)
        progress.end()
        surveys = {name: str(ledger.get(name, "")) for name in ("climate", "conferences")}
        front.pages = LocalPages(base_url, Mailbox(running.aws.mail), surveys)
        Running(base_url, running.aws.endpoint).write(folder)
        stack.callback((folder / "running.json").unlink, missing_ok=True)
        server: Any = create_server(front, sockets=[listener], threads=THREADS, ident="")
        print(welcome(base_url, surveys, folder), file=sys.__stdout__, flush=True)
        server.run()
        raise KeyboardInterrupt


def reserve_port(port: str) -> socket.socket:
    """The port, held but not yet listened on; CannotStartError where it is not a port or is taken."""
    if not port.isdecimal() or not 0 < int(port) <= HIGHEST_PORT:
        raise CannotStartError(f"{port} is not a port. Choose one: make run PORT=8001")
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, int(port)))
    except OSError:
        listener.close()
        raise CannotStartError(
            f"Port {port} is taken by another program. Choose another: make run PORT={int(port) + 1}"
        ) from None
    return listener


def only_one(path: Path) -> IO[str]:
    """A lock on the data folder; CannotStartError where another platform holds it."""
    lock = path.open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise CannotStartError("Parley already runs from this folder. Stop it first, or use its address.") from None
    return lock


def start(folder: Path, base_url: str, progress: Progress) -> Platform:
    """Start the local AWS and deploy into it; the stacks' own lines go to a log."""
    with redirect_stderr(_opened(folder / "deploy.log")):
        return platform.start(folder, base_url, progress.say)


def _opened(path: Path) -> IO[str]:
    # Open for as long as the process lives: loggers keep the stream that they found.
    return path.open("a", buffering=1)


def welcome(base_url: str, surveys: dict[str, str], folder: Path) -> str:
    """Where everything is, and the demo's sign-ins."""
    if not surveys["climate"]:
        return f"\nParley runs at {base_url} without a demo district. Stop with Ctrl-C.\n"
    people = "\n".join(f"    {one.username:<6} {one.name:<12} {one.does}" for one in STAFF)
    return f"""
  {NAME} is open:

    Start here   {base_url}/
    Survey       {base_url}/d/{SLUG}/s/{surveys["climate"]}
    Talk page    {base_url}/d/{SLUG}/talk
    Desk         {base_url}/desk/d/{SLUG}
    Mail         {base_url}/mail

  Sign-ins (this local demo only), all with the password: {PASSWORD}
{people}

  Logs are in {folder.name}/. Stop with Ctrl-C.
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
