"""The door in front of MiniStack: an answer goes out only when what it reports is on disk."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any, Final

from local.aws import engine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from local.aws.rows import Rows
    from local.aws.shelves import Shelves
    from local.aws.vault import Vault

    Scope = dict[str, Any]
    Receive = Callable[[], Awaitable[Scope]]
    Send = Callable[[Scope], Awaitable[None]]
    Application = Callable[[Scope, Receive, Send], Awaitable[None]]

SIGNED_FOR: Final = re.compile(r"Credential=[^/]+/\d{8}/[\w-]+/([\w-]+)/")
HERE: Final = re.compile(r"(?:127\.0\.0\.1|(?:[\w.-]+\.)?localhost)(?::\d+)?")
READING: Final = re.compile(r"Get|List|Describe|Head|BatchGet|Query|Scan|TransactGet|Search")
ROW_WRITES: Final = {
    *("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"),
    *("ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"),
}
KEY_USES: Final = {
    *("Encrypt", "Decrypt", "ReEncrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "GenerateRandom"),
    *("GenerateMac", "VerifyMac", "Sign", "Verify"),
}
# What a call to a service can change besides all: everything else is compared with what was saved.
ALONE: Final = {
    "dynamodb": ("dynamodb",),
    "kms": ("kms",),
    "logs": ("cloudwatch_logs",),
    "s3": ("s3", "sqs"),
    "ses": ("ses", "ses_v2"),
    "sqs": ("sqs",),
    "sts": (),
}


class Keeper:
    """Decides what an answered call may have changed, and saves it."""

    def __init__(self, vault: Vault, rows: Rows, shelves: Shelves, loop: asyncio.AbstractEventLoop) -> None:
        self._vault = vault
        self._rows = rows
        self._shelves = shelves
        self._loop = loop

    async def save(self, *services: str) -> None:
        """Saves these services' changes and every change of rows; only on the event loop."""
        changes = self._shelves.changes(*services) if services else []
        changes += self._rows.cut()
        if changes:
            self._vault.write(changes)
        await self._vault.settled(self._loop)

    def save_from_thread(self, *services: str) -> None:
        """As `save`, for a background thread, which waits."""
        asyncio.run_coroutine_threadsafe(self.save(*services), self._loop).result()

    async def save_call(self, scope: Scope, headers: dict[bytes, bytes]) -> None:
        await self.save(*touched(scope, headers))


def touched(scope: Scope, headers: dict[bytes, bytes]) -> tuple[str, ...]:
    """Names the services, beside rows, that a finished call may have changed."""
    found = SIGNED_FOR.search(headers.get(b"authorization", b"").decode("latin-1"))
    found = found or SIGNED_FOR.search(scope.get("query_string", b"").decode("latin-1").replace("%2F", "/"))
    if not found or scope["path"].endswith("/invocations"):
        return ()
    if found[1] == "cloudformation":
        # A deployment goes on after its call was answered, and is seen by the calls that ask how far it is.
        return engine.loaded()
    service, action = found[1], headers.get(b"x-amz-target", b"").decode("latin-1").rpartition(".")[2]
    if READING.match(action) or (service, action) in {(service, use) for use in ROW_WRITES | KEY_USES}:
        return ()
    if scope["method"] in {"GET", "HEAD"}:
        return ()
    return ALONE[service] if service in ALONE else engine.loaded()


class Gate:
    """An ASGI application around MiniStack's."""

    def __init__(self, application: Application, keeper: Keeper) -> None:
        self._application = application
        self._keeper = keeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._application(scope, receive, send)
            return
        headers = dict(scope["headers"])
        # MiniStack's own controls would change its state without the vault.
        if not from_here(headers) or (scope["path"].startswith("/_ministack/") and scope.get("method") != "GET"):
            await refuse(send)
            return

        async def send_saved(message: Scope) -> None:
            if message["type"] == "http.response.start":
                await self._keeper.save_call(scope, headers)
            await send(message)

        await self._application(scope, receive, send_saved)


def from_here(headers: dict[bytes, bytes]) -> bool:
    """Tells a program of this machine from a web page that found the port."""
    return b"origin" not in headers and bool(HERE.fullmatch(headers.get(b"host", b"").decode("latin-1")))


async def refuse(send: Send) -> None:
    await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"The local AWS answers programs of this machine only.\n"})
