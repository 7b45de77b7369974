"""Amazon S3: whole objects in one bucket, encrypted with our key by the bucket's own rule."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.clients import client
from chalicelib.kernel.errors import NotFound, Unavailable


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


def put_object(bucket: str, key: str, body: bytes) -> None:
    """Store an object whole."""
    _call("put_object", Bucket=bucket, Key=key, Body=body)


def get_object(bucket: str, key: str) -> bytes:
    """An object's bytes; NotFound where there is none."""
    body: bytes = _call("get_object", Bucket=bucket, Key=key)["Body"].read()
    return body
