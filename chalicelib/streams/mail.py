"""The stream of the outbox becomes mail."""

from chalicelib.entry.job import Jobs, Record, stream_item
from chalicelib.jobs.posting import send_letter
from chalicelib.kernel.errors import ParleyError
from chalicelib.streams.changes import not_kept

functions = Jobs(__name__)


@functions.batch(item=stream_item)
def send_mail(records: list[Record]) -> list[Record]:
    """Send each new letter, and keep every change of the outbox for the change log.

    A letter that fails is left to the sweep, so that it blocks no neighbour.
    """
    for record in records:
        if record["eventName"] == "INSERT" and "sealed" in record["dynamodb"]["NewImage"]:
            _sent(record["dynamodb"]["Keys"])
    return not_kept(records)


def _sent(keys: dict[str, dict[str, str]]) -> None:
    try:
        send_letter(keys["pk"]["S"].split("#")[1], keys["sk"]["S"])
    except ParleyError:
        return
