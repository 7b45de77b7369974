"""AWS Lambda: starting one of our own background functions."""

import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.clients import client
from chalicelib.kernel.errors import Unavailable
from chalicelib.kernel.settings import settings


def start(job: str, event: object) -> None:
    """Hand an event to a background function, which runs by itself; Unavailable where it is not taken."""
    name, payload = f"{settings().stage}-{job}", msgspec.json.encode(event)
    try:
        client("lambda").invoke(FunctionName=name, InvocationType="Event", Payload=payload)
    except (ClientError, BotoCoreError) as error:
        raise Unavailable("The job could not be started. Please try again.") from error
