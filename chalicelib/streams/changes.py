"""The streams of all tables become the change log: what was written, as it was written, sealed values sealed."""

from chalicelib.continuity import log_service
from chalicelib.continuity.segment import Line
from chalicelib.entry.job import Jobs, Record, stream_item
from chalicelib.kernel import clock
from chalicelib.kernel.errors import ParleyError
from chalicelib.kernel.settings import settings

functions = Jobs(__name__)


@functions.batch(item=stream_item)
def log_changes(records: list[Record]) -> list[Record]:
    """Keep each change until it is sealed. Test event: {"Records": []}."""
    return not_kept(records)


def not_kept(records: list[Record]) -> list[Record]:
    """Put a batch where it waits to be sealed; gives the records that must come again: none, or all."""
    try:
        log_service.keep(map(line_of, records))
    except ParleyError:
        return records
    return []


def line_of(record: Record) -> Line:
    """The log's line for a stream record. Lambda writes binary values as base64 text, and so does the log."""
    change = record["dynamodb"]
    keys = change["Keys"]
    item = None if record["eventName"] == "REMOVE" else change["NewImage"]
    at = clock.iso(clock.at(change["ApproximateCreationDateTime"]))
    return Line(table_of(record), keys["pk"]["S"], keys["sk"]["S"], item, at, change["SequenceNumber"])


def table_of(record: Record) -> str:
    """The logical name of the table whose stream a record is from."""
    physical: str = record["eventSourceARN"].partition("/stream/")[0].rpartition("/")[2]
    return physical.removeprefix(settings().table_prefix)
