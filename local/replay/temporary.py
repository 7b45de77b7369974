"""A platform for one replay alone: started in a folder of its own, gone when the replay is over."""

import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from email import message_from_bytes, policy
from io import StringIO
from pathlib import Path
from typing import Any

from local import platform
from local.front import Front
from local.ministack import LocalAwsError, free_port
from local.replay.platform import HttpPlatform
from local.replay.problems import Problem
from local.serving import served

SLUG, EMAIL, USERNAME, PASSWORD = "replay", "operator@example.org", "operator", "a replay keeps no secret"
TIMEZONE = "America/New_York"
MAIL_SECONDS = 60
RunJob = Callable[[str, dict[str, Any]], Any]


@contextmanager
def temporary_platform() -> Iterator[HttpPlatform]:
    """A signed-in administrator of an empty district; raises Problem where the platform does not start."""
    os.environ["POWERTOOLS_LOG_LEVEL"] = "CRITICAL"  # The report is for reading; a line a request is not.
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        try:
            with redirect_stderr(StringIO()):
                running = platform.start(Path(folder), f"http://localhost:{port}", say=lambda _: None, is_synced=False)
        except LocalAwsError as trouble:
            raise Problem(str(trouble)) from None
        try:
            with served(Front(platform.load_app()), port, threads=4):
                yield open_district(running.base_url, Path(running.aws.mail), running.run_job)
        finally:
            running.stop()


def open_district(base_url: str, mail: Path, run_job: RunJob) -> HttpPlatform:
    """Open a district on a platform that has none, as its first administrator."""
    run_job("open_district", {"slug": SLUG, "name": "Replay", "timezone": TIMEZONE, "email": EMAIL})
    caller = HttpPlatform(base_url, SLUG, lambda event: dict(run_job("recount_survey", event)))
    caller.join(_invitation(mail), USERNAME, PASSWORD)
    return caller


def _invitation(mail: Path) -> str:
    until = time.monotonic() + MAIL_SECONDS
    while time.monotonic() < until:
        for path in mail.glob("*.eml"):
            body = message_from_bytes(path.read_bytes(), policy=policy.default).get_body()
            found = re.search(r"/welcome#(\S+)", body.get_content() if body else "")
            if found:
                return found[1]
        time.sleep(0.1)
    raise Problem("The invitation to the new district did not come.")
