"""The door in front of MiniStack: an answer goes out only when what it reports is on disk."""

from __future__ import annotations

import asyncio
import re
from html import unescape
from typing import TYPE_CHECKING, Any, Final

from local.aws import engine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from local.aws.rows import Rows
    from local.aws.shelves import Names, Shelves
    from local.aws.vault import Vault

    Scope = dict[str, Any]
    Receive = Callable[[], Awaitable[Scope]]
    Send = Callable[[Scope], Awaitable[None]]
    Application = Callable[[Scope, Receive, Send], Awaitable[None]]

SIGNED_FOR: Final = re.compile(r"Credential=[^/]+/\d{8}/[\w-]+/([\w-]+)/")
HERE: Final = re.compile(r"(?:127\.0\.0\.1|(?:[\w.-]+\.)?localhost)(?::\d+)?")
NAMED_KEY: Final = re.compile(r"<Key>([^<]+)</Key>")
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
    "lambda": ("lambda_svc",),
    "logs": ("cloudwatch_logs",),
    "s3": ("s3", "sqs"),
    "scheduler": ("scheduler",),
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
        self._deployments: object = None

    async def save(self, *services: str, of_objects: Names = None) -> None:
        """Saves these services' changes and every change of rows; only on the event loop.

        Of S3 only what belongs to some objects is looked at, where their keys are given. While a deployment goes on,
        whatever is saved is saved with all the rest: a stack and what it has made stay together.
        """
        if services and engine.is_deploying():
            services, of_objects = engine.loaded(), None
        changes = self._shelves.changes(*services, of_objects=of_objects) if services else []
        changes += self._rows.cut()
        if changes:
            self._vault.write(changes)
        await self._vault.settled(self._loop)

    def save_from_thread(self, *services: str) -> None:
        """As `save`, for a background thread, which waits."""
        asyncio.run_coroutine_threadsafe(self.save(*services), self._loop).result()

    async def save_call(self, scope: Scope, headers: dict[bytes, bytes], body: bytes) -> None:
        services = touched(scope, headers)
        if service_of(scope, headers) == "cloudformation" and not self._has_deployed():
            services = ()
        await self.save(*services, of_objects=objects_of(scope, body) if services == ALONE["s3"] else None)

    def _has_deployed(self) -> bool:
        """Tells whether a deployment has ended that is not saved; it goes on after its own call was answered."""
        if engine.is_deploying() or (now := engine.deployments()) == self._deployments:
            return False
        self._deployments = now
        return True


def service_of(scope: Scope, headers: dict[bytes, bytes]) -> str | None:
    """Names the service that a call was signed for."""
    found = SIGNED_FOR.search(headers.get(b"authorization", b"").decode("latin-1"))
    found = found or SIGNED_FOR.search(scope.get("query_string", b"").decode("latin-1").replace("%2F", "/"))
    return found[1] if found else None


def touched(scope: Scope, headers: dict[bytes, bytes]) -> tuple[str, ...]:
    """Names the services, beside rows, that a finished call may have changed."""
    service = service_of(scope, headers)
    if service is None or scope["path"].endswith("/invocations"):
        return ()
    if service == "cloudformation":
        return engine.loaded()
    action = headers.get(b"x-amz-target", b"").decode("latin-1").rpartition(".")[2]
    if READING.match(action) or (service, action) in {(service, use) for use in ROW_WRITES | KEY_USES}:
        return ()
    if scope["method"] in {"GET", "HEAD"}:
        return ()
    return ALONE[service] if service in ALONE else engine.loaded()


def objects_of(scope: Scope, body: bytes) -> Names:
    """The keys of the S3 objects that a call is about, in whichever bucket; None where there may be others."""
    _, _, key = scope["path"].removeprefix("/").partition("/")
    if key:
        return frozenset({key})
    return frozenset(unescape(found) for found in NAMED_KEY.findall(body.decode())) if is_many(scope) else None


def is_many(scope: Scope) -> bool:
    """Tells S3's call that deletes many objects, which names them in its body."""
    return scope["method"] == "POST" and bool(scope.get("query_string", b"").partition(b"=")[0] == b"delete")


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

        body = bytearray()

        async def receive_seen() -> Scope:
            message = await receive()
            body.extend(message.get("body", b""))
            return message

        async def send_saved(message: Scope) -> None:
            if message["type"] == "http.response.start":
                await self._keeper.save_call(scope, headers, bytes(body))
            await send(message)

        await self._application(scope, receive_seen if is_many(scope) else receive, send_saved)


def from_here(headers: dict[bytes, bytes]) -> bool:
    """Tells a program of this machine from a web page that found the port."""
    return b"origin" not in headers and bool(HERE.fullmatch(headers.get(b"host", b"").decode("latin-1")))


async def refuse(send: Send) -> None:
    await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"The local AWS answers programs of this machine only.\n"})
