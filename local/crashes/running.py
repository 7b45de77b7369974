"""Running a job in a process of its own, and where it may die."""

import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from typing import Final

from msgspec import Struct

from local.crashes import worker
from local.crashes.worker import Done, Order

LONGEST = 300
# Processes are forked from one that has the libraries loaded. It starts with the first of them, in our environment.
_PROCESSES: Final = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["local.crashes.__main__", *worker.JOBS])


class Trial(Struct, frozen=True):
    """Where a run dies: before or after one of its calls, or after so many seconds."""

    call: int = 0
    is_after: bool = False
    seconds: float = 0.0


def run(order: Order, seconds: float = 0.0) -> Done | None:
    """Run an order in a process of its own; None where it was killed, also by us so many seconds after it began."""
    told, telling = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(target=_worked, args=(telling, order))
    process.start()
    telling.close()
    told.recv()
    process.join(seconds or LONGEST)
    if process.exitcode is None:
        process.kill()
        process.join()
    if process.exitcode == -signal.SIGKILL:
        return None
    if process.exitcode:
        raise RuntimeError("The job failed; what it said stands above.")
    done: Done = told.recv()
    return done


def _worked(telling: Connection, order: Order) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # What jobs log is not asked for.
    telling.send(None)
    telling.send(worker.perform(order))
