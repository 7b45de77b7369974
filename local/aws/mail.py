"""Mail that SES accepts becomes a file: one .eml per message, its name in the order of time."""

from __future__ import annotations

import base64
import itertools
import json
from contextvars import ContextVar
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP
from typing import TYPE_CHECKING, Any

from local.aws import engine
from local.aws.disk import write_whole

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

# What MiniStack's SES v2 forgets before it hands a message on: the raw message, or headers beside it.
content: ContextVar[dict[str, Any]] = ContextVar("content", default={})  # noqa: B039 - Never changed in place.


class MailFolder:
    """Writes what SES sends; the call is answered when the file is on disk."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._numbers = itertools.count()
        for name in ("ses", "ses_v2"):
            engine.replace(engine.service(name), "_smtp_relay", lambda _original: self.deliver)
        engine.replace(engine.service("ses_v2"), "handle_request", remembering)

    def deliver(self, _source: str, _recipients: list[str], message: str) -> None:
        stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}-{next(self._numbers) % 10000:04d}"
        write_whole(self._folder / f"{stamp}.eml", whole(message, content.get()))


def whole(message: str, sent: dict[str, Any]) -> bytes:
    """Gives back to a message what was lost of it on the way."""
    if sent.get("Raw"):
        return base64.b64decode(sent["Raw"]["Data"])
    parsed = message_from_bytes(message.encode(), policy=SMTP)
    for header in sent.get("Simple", {}).get("Headers", []):
        parsed[header["Name"]] = header["Value"]
    return parsed.as_bytes()


def remembering(handle: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def remembered(method: str, path: str, headers: Any, body: bytes, query: Any) -> Any:
        try:
            sent = json.loads(body or b"{}").get("Content") or {}
        except (ValueError, AttributeError):
            sent = {}
        content.set(sent)
        return await handle(method, path, headers, body, query)

    return remembered
