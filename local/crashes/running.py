"""Running a job in a process of its own, and where it may die."""

import subprocess
import sys

import msgspec
from msgspec import Struct

from local.crashes.worker import Done, Order

LONGEST = 300


class Trial(Struct, frozen=True):
    """Where a run dies: before or after one of its calls, or after so many seconds."""

    call: int = 0
    is_after: bool = False
    seconds: float = 0.0


def run(order: Order, seconds: float = 0.0) -> Done | None:
    """Run an order in a process of its own; None where it was killed, also by us after so many seconds."""
    text = msgspec.json.encode(order).decode()
    with subprocess.Popen(
        [sys.executable, "-m", "local.crashes.worker", text], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            said, complained = process.communicate(timeout=seconds or LONGEST)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return None
    if process.returncode == -9:  # noqa: PLR2004 - killed by SIGKILL.
        return None
    if process.returncode:
        raise RuntimeError(complained.decode()[-2000:])
    return msgspec.json.decode(said.splitlines()[-1], type=Done)
