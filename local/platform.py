"""The whole platform on one machine: the local AWS, our stacks deployed into it, and this process pointed at it."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from infrastructure.deploy import deploy
from infrastructure.package import package
from infrastructure.targets import local_target
from local import ministack
from local.ministack import LocalAws

SENDER = "parley@example.org"
REGION, STAGE, ACCOUNT = "us-east-1", "local", "000000000000"
SETTINGS = {
    "PARLEY_DATA_KEY": "DataKey",
    "PARLEY_PASSWORD_KEY": "PasswordKey",
    "PARLEY_SIGNING_KEY": "SigningKey",
    "PARLEY_BACKUP_BUCKET": "BackupBucket",
    "PARLEY_WORK_BUCKET": "WorkBucket",
    "PARLEY_FILES_BUCKET": "FilesBucket",
    "PARLEY_RETENTION_QUEUE": "RetentionQueue",
    "PARLEY_CLOSING_QUEUE": "ClosingQueue",
    "PARLEY_EXPORTS_QUEUE": "ExportsQueue",
    "PARLEY_RESTORE_QUEUE": "RestoreQueue",
    "PARLEY_SOFTWARE": "BundleKey",
}
Say = Callable[[str], None]


@dataclass
class Platform:
    """A running local platform, and what its deployment gave."""

    aws: LocalAws
    base_url: str
    outputs: dict[str, str]

    def client(self, service: str) -> Any:
        """A boto3 client of the local AWS."""
        return boto3.client(
            service,
            endpoint_url=self.aws.endpoint,
            region_name=REGION,
            aws_access_key_id=ACCOUNT,
            aws_secret_access_key="test",  # noqa: S106 - the one by which the emulator checks signed addresses.
        )

    def run_job(self, name: str, event: dict[str, Any]) -> Any:
        """Invoke a background function and give its report; RuntimeError with what it said where it failed."""
        sent = json.dumps(event).encode()
        reply = self.client("lambda").invoke(FunctionName=f"{STAGE}-{name}", Payload=sent)
        said = json.loads(reply["Payload"].read() or b"null")
        if reply.get("FunctionError"):
            raise RuntimeError(f"{name}: {said.get('errorMessage', 'failed')}")
        return said

    def stop(self) -> None:
        self.aws.stop()


def start(folder: Path, base_url: str, say: Say = print, *, is_synced: bool = True) -> Platform:
    """Start the local AWS over `folder`, deploy into it, and point this process's settings at it.

    Not synced, it need not outlive a power cut; tests are quicker so.
    """
    folder.mkdir(parents=True, exist_ok=True)
    say("Starting the local AWS.")
    aws = ministack.start(folder / "aws", mail=folder / "mail", is_synced=is_synced)
    try:
        say("Packing the functions.")
        built = package(local_target())
        say("Deploying the stacks.")
        outputs = deploy(
            STAGE, REGION, {"BaseUrl": base_url}, built.bundle.parent, endpoint=aws.endpoint, account=ACCOUNT
        )
        point_at(aws.endpoint, base_url, outputs)
        _verify_sender(Platform(aws, base_url, outputs))
    except BaseException:
        aws.stop()
        raise
    return Platform(aws, base_url, outputs)


def _verify_sender(platform: Platform) -> None:
    """SES sends for known senders only; on AWS an operator verifies the domain once."""
    mail = platform.client("sesv2")
    with contextlib.suppress(mail.exceptions.AlreadyExistsException):
        mail.create_email_identity(EmailIdentity=SENDER)


def point_at(endpoint: str, base_url: str, outputs: dict[str, str]) -> None:
    """Let this process, as a function would be, live in the environment of the deployment."""
    os.environ.update(
        {
            **{name: outputs[key] for name, key in SETTINGS.items()},
            "PARLEY_STAGE": STAGE,
            "PARLEY_REGION": REGION,
            "PARLEY_TABLE_PREFIX": f"{STAGE}-",
            "PARLEY_MAIL_FROM": SENDER,
            "PARLEY_ESCROW_KEY": "none",
            "PARLEY_BASE_URL": base_url,
            "PARLEY_TIME_ZONE": "America/Chicago",
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
        }
    )


def load_app() -> Any:
    """The Chalice application of this process."""
    root = str(Path(__file__).resolve().parent.parent)
    if root not in sys.path:
        sys.path.insert(0, root)
    return importlib.import_module("app").app
