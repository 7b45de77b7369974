"""Amazon SQS: one message to a queue."""

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.clients import client
from chalicelib.kernel.errors import Unavailable


def send_message(queue_url: str, body: str, *, delay: int = 0) -> None:
    """Put a message in a queue, seen after a delay in seconds; Unavailable where it is refused."""
    try:
        client("sqs").send_message(QueueUrl=queue_url, MessageBody=body, DelaySeconds=delay)
    except (ClientError, BotoCoreError) as error:
        raise Unavailable("The queue does not answer.") from error
