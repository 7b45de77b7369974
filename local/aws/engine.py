"""The one place that reaches into MiniStack: which release, where it keeps its state, how a part of it is replaced.

The wrapper relies on names that MiniStack does not promise, so it runs with exactly the release it was written for.
"""

# ruff: noqa: SLF001 - MiniStack's state has no public door.

from __future__ import annotations

import importlib
import os
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from local.aws.code import unpack_once

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

RELEASE: Final = "1.5.33"
ACCOUNT: Final = "000000000000"
LOG_SECONDS: Final = 0.005
# A function of a killed process must not go on writing beside the one that takes its place.
END_WITH_PARENT: Final = """
import os, threading, time
def _end_with(parent):
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
"""
# A deployment that a crash cut off is over; what it had made stays, as after a failed one.
STOPPED: Final = {
    "CREATE_IN_PROGRESS": "CREATE_FAILED",
    "ROLLBACK_IN_PROGRESS": "ROLLBACK_FAILED",
    "UPDATE_IN_PROGRESS": "UPDATE_ROLLBACK_COMPLETE",
    "UPDATE_ROLLBACK_IN_PROGRESS": "UPDATE_ROLLBACK_COMPLETE",
    "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS": "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS": "UPDATE_ROLLBACK_COMPLETE",
    "DELETE_IN_PROGRESS": "DELETE_FAILED",
    "REVIEW_IN_PROGRESS": "REVIEW_IN_PROGRESS",
}


class EngineError(RuntimeError):
    """The installed MiniStack is not the release this wrapper knows."""


def configure(port: int, scratch: Path) -> None:
    """Sets MiniStack's environment; must come before its first import. Raises EngineError."""
    if version("ministack") != RELEASE:
        raise EngineError(f"This wrapper needs ministack {RELEASE}, not {version('ministack')}.")
    os.environ.update(
        BIND_HOST="127.0.0.1",
        GATEWAY_PORT=str(port),
        IOT_MTLS_ENABLED="0",
        LAMBDA_EXECUTOR="local",
        MINISTACK_ACCOUNT_ID=ACCOUNT,
        PERSIST_STATE="0",
        S3_PERSIST="0",
        SFTP_ENABLED="0",
        STATE_DIR=str(scratch),
    )


def service(name: str) -> Any:
    return importlib.import_module(f"ministack.services.{name}")


def loaded() -> tuple[str, ...]:
    """Names the services in use: only these can have changed."""
    from ministack import app  # noqa: PLC0415 - Only once its environment is set.

    return tuple(name for name in app._state_map.values() if f"ministack.services.{name}" in sys.modules)


def is_deploying() -> bool:
    """Tells whether a stack is being made, changed or deleted; one that is only reviewed is not."""
    if "cloudformation" not in loaded():
        return False
    states = [stack["StackStatus"] for stack in list(service("cloudformation")._stacks._data.values())]
    return any(state.endswith("_IN_PROGRESS") and not state.startswith("REVIEW") for state in states)


def deployments() -> object:
    """What the deployments have come to so far; two of these are equal where nothing was deployed in between."""
    module = service("cloudformation")
    events = [(key, len(told)) for key, told in module._stack_events._data.items()]
    states = [(key, stack["StackStatus"]) for key, stack in module._stacks._data.items()]
    return events, states, list(module._change_sets._data)


def resume() -> None:
    """Ends what a crash left in the middle, as AWS's own recovery would, and starts feeding functions."""
    functions = service("lambda_svc")
    for function in functions._functions.all_values():
        if function["config"].get("State") == "Pending":
            function["config"]["State"] = "Active"
    if "cloudformation" in loaded():
        for stack in service("cloudformation")._stacks.all_values():
            stack["StackStatus"] = STOPPED.get(stack["StackStatus"], stack["StackStatus"])
    functions._ensure_poller()


def tune_workers() -> None:
    """Lets the processes of functions end with this one, share their code, and a silent function answer at once."""
    runtime: Any = importlib.import_module("ministack.core.lambda_runtime")
    unpack_once(runtime)
    runtime._PYTHON_WORKER_SCRIPT = END_WITH_PARENT + runtime._PYTHON_WORKER_SCRIPT
    # MiniStack waits 50 ms for a line of log after every call.
    drain = runtime.Worker._drain_stderr_bounded
    drain.__defaults__ = (LOG_SECONDS, *drain.__defaults__[1:])


def replace(module: ModuleType, name: str, make: Callable[[Any], Any]) -> None:
    """Puts `make(original)` in the place of a module's function. Raises EngineError if there is none."""
    if not callable(getattr(module, name, None)):
        raise EngineError(f"{module.__name__} has no function {name}.")
    setattr(module, name, make(getattr(module, name)))
