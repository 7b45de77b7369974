"""Scratch tables: made, filled, read and dropped by restores; never a table of the installation itself.

Their names are `{prefix}scratch-{name}-{table}`, and nothing here takes another name.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, WaiterError

from chalicelib.aws.clients import client
from chalicelib.kernel.errors import Invalid, Unavailable
from chalicelib.kernel.settings import settings

Wire = dict[str, Any]
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
MOST_ITEMS_IN_A_BATCH, MOST_TRIES, PAGE = 25, 50, 500
WAIT = {"Delay": 2, "MaxAttempts": 60}


def prefix_of(name: str) -> str:
    """What the names of one restore's tables begin with; Invalid for a name that is none."""
    if not _NAME.fullmatch(name):
        raise Invalid("There can be no such restore.", {"name": "1 to 30 small letters, digits and hyphens."})
    return f"{settings().table_prefix}scratch-{name}-"


def _call(operation: str, **request: Any) -> Wire:
    try:
        reply: Wire = getattr(client("dynamodb"), operation)(**request)
    except (ClientError, BotoCoreError) as error:
        raise Unavailable("The store does not answer. Please try again.") from error
    return reply


def _is_there(physical: str) -> bool:
    try:
        client("dynamodb").describe_table(TableName=physical)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException":
            return False
        raise Unavailable("The store does not answer. Please try again.") from error
    except BotoCoreError as error:
        raise Unavailable("The store does not answer. Please try again.") from error
    return True


def is_own_table_there(table: str) -> bool:
    """Whether the installation's own table exists: after the loss of everything it does not."""
    return _is_there(settings().table_prefix + table)


def create_table(name: str, table: str, indexes: Sequence[str]) -> None:
    """Make an empty scratch table with the keys of its original, under the same encryption; again is harmless."""
    physical = prefix_of(name) + table
    if not _is_there(physical):
        _call("create_table", **_shape(physical, indexes))
    _wait("table_exists", physical)


def _wait(until: str, physical: str) -> None:
    try:
        client("dynamodb").get_waiter(until).wait(TableName=physical, WaiterConfig=WAIT)
    except (WaiterError, BotoCoreError, ClientError) as error:
        raise Unavailable("A scratch table is not ready. Please try again.") from error


def _shape(physical: str, indexes: Sequence[str]) -> Wire:
    names = ["pk", "sk", *(f"{index}_pk" for index in indexes), *(["created_sk"] if indexes else [])]
    ranked = [{"IndexName": one, "KeySchema": _keys(f"{one}_pk", "created_sk")} for one in indexes]
    shape: Wire = {
        "TableName": physical,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in names],
        "KeySchema": _keys("pk", "sk"),
        "SSESpecification": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": settings().data_key},
    }
    if ranked:
        shape["GlobalSecondaryIndexes"] = [{**one, "Projection": {"ProjectionType": "ALL"}} for one in ranked]
    return shape


def _keys(first: str, second: str) -> list[dict[str, str]]:
    return [{"AttributeName": first, "KeyType": "HASH"}, {"AttributeName": second, "KeyType": "RANGE"}]


def drop_table(name: str, table: str) -> None:
    """Delete a scratch table with what it holds; again is harmless."""
    physical = prefix_of(name) + table
    if _is_there(physical):
        _call("delete_table", TableName=physical)
        _wait("table_not_exists", physical)


def put_items(name: str, table: str, items: Sequence[Wire]) -> None:
    """Store raw items; of two with the same keys, the last of two calls counts."""
    _write(name, table, [{"PutRequest": {"Item": one}} for one in items])


def _write(name: str, table: str, requests: list[Wire]) -> None:
    physical = prefix_of(name) + table
    for start in range(0, len(requests), MOST_ITEMS_IN_A_BATCH):
        waiting = requests[start : start + MOST_ITEMS_IN_A_BATCH]
        for _ in range(MOST_TRIES):
            reply = _call("batch_write_item", RequestItems={physical: waiting})
            waiting = reply.get("UnprocessedItems", {}).get(physical, [])
            if not waiting:
                break
        else:
            raise Unavailable("The store takes no more. Please try again.")


def items_in(name: str, table: str) -> Iterator[Wire]:
    """Every raw item of a scratch table."""
    physical, start = prefix_of(name) + table, dict[str, Any]()
    while True:
        reply = _call("scan", TableName=physical, Limit=PAGE, ConsistentRead=True, **start)
        yield from reply["Items"]
        if not reply.get("LastEvaluatedKey"):
            return
        start = {"ExclusiveStartKey": reply["LastEvaluatedKey"]}


def delete_items(name: str, table: str, keys: Sequence[tuple[str, str]]) -> None:
    """Take rows out of a scratch table; those that are not there are no matter."""
    _write(name, table, [{"DeleteRequest": {"Key": {"pk": {"S": pk}, "sk": {"S": sk}}}} for pk, sk in keys])
