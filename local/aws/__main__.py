"""Runs the local AWS: `python -m local.aws --port N --state DIR --mail DIR [--parent PID]`."""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import logging
import os
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from local.aws import disk, engine
from local.aws.gate import Gate, Keeper
from local.aws.rows import Rows
from local.aws.shelves import Shelves
from local.aws.vault import Vault

if TYPE_CHECKING:
    from local.aws.gate import Application

PARENT_SECONDS = 0.5
log = logging.getLogger("parley.aws")


def main() -> None:
    options = read_options()
    options.state.mkdir(parents=True, exist_ok=True)
    lock = (options.state / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"Another local AWS is using {options.state}.")
    if options.unsynced:
        disk.leave_to_system()
    write_log_to(options.log or options.state.with_name(f"{options.state.name}.log"))
    if options.parent:
        threading.Thread(target=end_with, args=(options.parent,), daemon=True).start()
    engine.configure(options.port, scratch_folder(options.state / "scratch"))
    asyncio.run(serve(options))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="local.aws", description="A local AWS that answers once a change is on disk.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", type=lambda text: Path(text).resolve(), required=True, help="folder of what is kept")
    parser.add_argument("--mail", type=lambda text: Path(text).resolve(), help="folder for mail that is sent")
    parser.add_argument("--log", type=Path, help="log file; beside the state folder if not named")
    parser.add_argument("--unsynced", action="store_true", help="let the system choose when a change is on the disk")
    parser.add_argument("--parent", type=int, help="end when this parent process ends")
    return parser.parse_args()


def write_log_to(path: Path) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(handle, sys.stdout.fileno())
    os.dup2(handle, sys.stderr.fileno())
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in ("ses", "ses-v2"):  # These would write down to whom mail goes.
        logging.getLogger(name).setLevel(logging.WARNING)


def end_with(parent: int) -> None:
    # What was answered is saved, so there is nothing to tidy up.
    while os.getppid() == parent:
        time.sleep(PARENT_SECONDS)
    os._exit(0)


def scratch_folder(path: Path) -> Path:
    """Empties the folder in which functions are unpacked: a killed process leaves its copies behind."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    os.environ["TMPDIR"] = tempfile.tempdir = str(path)
    return path


async def serve(options: argparse.Namespace) -> None:
    from hypercorn.asyncio import serve as run_server  # type: ignore[import-not-found]  # noqa: PLC0415 - Only once the log is in place.
    from hypercorn.config import Config  # type: ignore[import-not-found]  # noqa: PLC0415 - As above.

    started = time.monotonic()
    application = restored(options)
    log.info("Restored in %.2f s.", time.monotonic() - started)
    config = Config()
    config.bind = [f"127.0.0.1:{options.port}"]
    config.keep_alive_timeout = 75
    config.loglevel = "WARNING"
    # No orderly shutdown: it would save nothing that is not saved already.
    await run_server(application, config, shutdown_trigger=asyncio.Event().wait)


def restored(options: argparse.Namespace) -> Application:
    """Builds MiniStack behind the gate, with its state as it was last acknowledged."""
    from ministack import app  # noqa: PLC0415 - Only once its environment is set.

    from local.aws.calls import Calls  # noqa: PLC0415 - As above.
    from local.aws.mail import MailFolder  # noqa: PLC0415 - As above.
    from local.aws.schedules import Schedules  # noqa: PLC0415 - As above.
    from local.aws.streams import Streams  # noqa: PLC0415 - As above.

    vault = Vault(options.state)
    rows = Rows()
    shelves = Shelves(rows, options.state / "blobs")
    keeper = Keeper(vault, rows, shelves, asyncio.get_running_loop())
    Streams(keeper, shelves, rows)
    calls, schedules = Calls(keeper, rows), Schedules(keeper, rows)
    if options.mail:
        MailFolder(options.mail)
    image = vault.load()
    for part in (shelves, rows, schedules, calls):
        part.restore(image)
    engine.tune_workers()
    engine.resume()
    return Gate(app.app, keeper)


if __name__ == "__main__":
    main()
