"""Amazon S3: objects whole, or in a stream; encrypted with our key by each bucket's own rule."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.clients import client
from chalicelib.kernel.errors import NotFound, Unavailable

MOST_DELETED_AT_ONCE = 1000


def _call(operation: str, **request: Any) -> dict[str, Any]:
    try:
        reply: dict[str, Any] = getattr(client("s3"), operation)(**request)
    except ClientError as error:
        if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
            raise NotFound from error
        raise Unavailable("The object store does not answer.") from error
    except BotoCoreError as error:
        raise Unavailable("The object store does not answer.") from error
    return reply


def put_object(bucket: str, key: str, body: bytes, *, locked_until: datetime | None = None) -> None:
    """Store an object whole; with `locked_until` nobody can change or delete it earlier, whatever the bucket's rule."""
    lock = {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": locked_until} if locked_until else {}
    _call("put_object", Bucket=bucket, Key=key, Body=body, **lock)


def get_object(bucket: str, key: str) -> bytes:
    """An object's bytes; NotFound where there is none."""
    body: bytes = _call("get_object", Bucket=bucket, Key=key)["Body"].read()
    return body


class Upload:
    """An object written as a stream, in parts of eight MiB; only `finish` makes it, and until then there is none.

    A part costs its own size of memory, whatever the size of the whole. What is never finished goes in a day by the
    bucket's rule.
    """

    PART = 8 * 1024 * 1024

    def __init__(self, bucket: str, key: str) -> None:
        self._place = {"Bucket": bucket, "Key": key}
        self._upload = _call("create_multipart_upload", **self._place)["UploadId"]
        self._parts: list[dict[str, Any]] = []
        self._waiting = bytearray()

    def write(self, data: bytes) -> int:
        """Take some bytes; sends what fills a part."""
        self._waiting += data
        while len(self._waiting) >= self.PART:
            self._send(self.PART)
        return len(data)

    def flush(self) -> None:
        """Nothing: a part goes when it is full."""

    def _send(self, size: int) -> None:
        number, body = len(self._parts) + 1, bytes(self._waiting[:size])
        del self._waiting[:size]
        sent = _call("upload_part", UploadId=self._upload, PartNumber=number, Body=body, **self._place)
        self._parts.append({"PartNumber": number, "ETag": sent["ETag"]})

    def finish(self) -> None:
        """Send what is left, and let the object be there as a whole."""
        self._send(len(self._waiting))
        made = {"Parts": self._parts}
        _call("complete_multipart_upload", UploadId=self._upload, MultipartUpload=made, **self._place)


class Reading(io.RawIOBase):
    """An object read in pieces of a MiB wherever a reader jumps, so that no object is too large for the memory."""

    PIECE = 1024 * 1024

    def __init__(self, bucket: str, key: str) -> None:
        super().__init__()
        self._place = {"Bucket": bucket, "Key": key}
        head = _call("head_object", **self._place)
        self.size: int = head["ContentLength"]
        self.etag: str = head["ETag"].strip('"')
        self._at = 0
        self._from, self._piece = 0, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self.size:
            return 0
        if not self._from <= self._at < self._from + len(self._piece):
            self._fetch()
        start = self._at - self._from
        got = self._piece[start : start + len(buffer)]
        buffer[: len(got)] = got
        self._at += len(got)
        return len(got)

    def _fetch(self) -> None:
        last = min(self._at + self.PIECE, self.size) - 1
        reply = _call("get_object", Range=f"bytes={self._at}-{last}", IfMatch=self.etag, **self._place)
        self._from, self._piece = self._at, reply["Body"].read()


def keys_in(bucket: str, prefix: str) -> Iterator[str]:
    """The keys that begin with a prefix, sorted, a thousand in a call."""
    more: dict[str, str] = {}
    while True:
        reply = _call("list_objects_v2", Bucket=bucket, Prefix=prefix, **more)
        yield from (one["Key"] for one in reply.get("Contents", []))
        if not reply.get("IsTruncated"):
            return
        more = {"ContinuationToken": reply["NextContinuationToken"]}


def has_object(bucket: str, key: str) -> bool:
    """Whether there is such an object; asking takes the permission to list the bucket."""
    try:
        _call("head_object", Bucket=bucket, Key=key)
    except NotFound:
        return False
    return True


def folders_in(bucket: str, prefix: str) -> Iterator[str]:
    """The names of what lies under a prefix that ends with a slash, up to the next slash, sorted."""
    more: dict[str, str] = {}
    while True:
        reply = _call("list_objects_v2", Bucket=bucket, Prefix=prefix, Delimiter="/", **more)
        yield from (one["Prefix"][len(prefix) : -1] for one in reply.get("CommonPrefixes", []))
        if not reply.get("IsTruncated"):
            return
        more = {"ContinuationToken": reply["NextContinuationToken"]}


def delete_objects(bucket: str, keys: list[str]) -> None:
    """Delete objects, a thousand in a call; the same again is harmless."""
    for start in range(0, len(keys), MOST_DELETED_AT_ONCE):
        some = [{"Key": key} for key in keys[start : start + MOST_DELETED_AT_ONCE]]
        reply = _call("delete_objects", Bucket=bucket, Delete={"Objects": some, "Quiet": True})
        if reply.get("Errors"):
            raise Unavailable("The object store does not answer.")


def delete_object(bucket: str, key: str) -> None:
    """Delete an object; the same again is harmless."""
    _call("delete_object", Bucket=bucket, Key=key)


def link_to(bucket: str, key: str, *, seconds: int, filename: str) -> str:
    """An address from which an object can be fetched for so long, and no other; it names no account of ours."""
    request = {"Bucket": bucket, "Key": key, "ResponseContentDisposition": f'attachment; filename="{filename}"'}
    link: str = client("s3").generate_presigned_url("get_object", Params=request, ExpiresIn=seconds)
    return link
