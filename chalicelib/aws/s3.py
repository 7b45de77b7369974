"""Amazon S3: whole objects, encrypted with our key by each bucket's own rule."""

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
