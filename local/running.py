"""How other commands find the platform that runs on this machine, and call its functions."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from local.platform import ACCOUNT, REGION, STAGE

FOLDER = Path(__file__).resolve().parent.parent / ".local"
LONGEST_JOB = 900


class NotRunningError(Exception):
    """No platform runs here; the message says how to start it."""


class JobFailedError(Exception):
    """A function failed; the message is its own."""


@dataclass(frozen=True)
class Running:
    """Where a running platform is reached."""

    base_url: str
    endpoint: str

    def write(self, folder: Path = FOLDER) -> None:
        (folder / "running.json").write_text(json.dumps(asdict(self)))

    def run_job(self, name: str, event: Any) -> Any:
        """Invoke a function and give its report; JobFailedError with what it said where it failed."""
        sent = json.dumps(event).encode()
        reply = self._functions().invoke(FunctionName=f"{STAGE}-{name}", Payload=sent)
        said = json.loads(reply["Payload"].read() or b"null")
        if reply.get("FunctionError"):
            raise JobFailedError(f"{name}: {said.get('errorMessage', 'failed')}")
        return said

    def _functions(self) -> Any:
        config = Config(read_timeout=LONGEST_JOB, retries={"total_max_attempts": 1})
        return boto3.client(
            "lambda",
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id=ACCOUNT,
            aws_secret_access_key="test",  # noqa: S106 - the one by which the emulator checks signed addresses.
            config=config,
        )


def find_running(folder: Path = FOLDER) -> Running:
    """The platform that `make run` has started; NotRunningError where there is none."""
    path = folder / "running.json"
    if not path.exists():
        raise NotRunningError("Parley is not running here. Start it in another terminal: make run")
    return Running(**json.loads(path.read_text()))
