"""Rows in DynamoDB: PynamoDB models describe them and their conditions, one botocore client carries them.

A read is one GetItem, BatchGetItem or Query; a business write is one TransactWriteItems. There is no scan here
for a request to call: `pages_of_table` is for backup jobs alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Any, ClassVar, TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from msgspec import Struct
from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action, Update
from pynamodb.models import Model

from chalicelib.aws.clients import client
from chalicelib.kernel.errors import Conflict, Unavailable
from chalicelib.kernel.settings import settings

Wire = dict[str, Any]
MOST_KEYS_IN_A_BATCH, MOST_WRITES_IN_A_BATCH = 100, 25
MOST_WRITES, MOST_BYTES = 100, 3_000_000  # Of one transaction: DynamoDB takes 100 writes and 4 MB.
NEVER_AWAY = frozenset({"keys", "closing_keys"})
_AWAY: ContextVar[str | None] = ContextVar("away", default=None)


class Row(Model):
    """A row of one table. `TABLE` is its logical name; its keys are `pk`, which begins with the district, and `sk`."""

    TABLE: ClassVar[str]

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


R = TypeVar("R", bound=Row)


class TakenError(Exception):
    """A condition of a write did not hold; `index` tells which write of the transaction."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


class AwayError(Exception):
    """Restored tables are tried, and something would be written elsewhere."""


class Write(Struct, frozen=True):
    """One member of a transaction, ready for the wire."""

    verb: str
    request: Wire


class Page(Struct, frozen=True):
    """Raw items of one Query, and the key after which the next one starts."""

    items: list[Wire]
    last_key: Wire | None


def table_name(table: str) -> str:
    """The physical name of a logical table."""
    prefix = _AWAY.get()
    return (settings().table_prefix if prefix is None or table in NEVER_AWAY else prefix) + table


@contextmanager
def pointed_at(prefix: str) -> Iterator[None]:
    """Let services of this process read and write tables of another prefix: restored ones, to try them.

    The keys stay where they are and can then be read alone: no write leaves the tables of that prefix.
    """
    token = _AWAY.set(prefix)
    try:
        yield
    finally:
        _AWAY.reset(token)


def _check_away(*writes: Write) -> None:
    prefix = _AWAY.get()
    if prefix is not None and not all(one.request["TableName"].startswith(prefix) for one in writes):
        raise AwayError("A write would leave the tables that are tried.")


def _call(operation: str, **request: Any) -> Wire:
    try:
        reply: Wire = getattr(client("dynamodb"), operation)(ReturnConsumedCapacity="TOTAL", **request)
    except ClientError as error:
        raise _told(error) from error
    except BotoCoreError as error:
        raise Unavailable("The store does not answer. Please try again.") from error
    return reply


def _told(error: ClientError) -> Exception:
    code = error.response["Error"]["Code"]
    if code == "ConditionalCheckFailedException":
        return TakenError(0)
    if code == "TransactionCanceledException":
        return _told_of_transaction(list(error.response.get("CancellationReasons", [])))
    return Unavailable("The store does not answer. Please try again.")


def _told_of_transaction(reasons: list[Any]) -> Exception:
    codes = [reason.get("Code") for reason in reasons]
    if "ConditionalCheckFailed" in codes:
        return TakenError(codes.index("ConditionalCheckFailed"))
    if "TransactionConflict" in codes:
        return Conflict("Somebody else changed this at the same moment. Please try again.")
    return Unavailable("The store does not answer. Please try again.")


def _key(pk: str, sk: str) -> Wire:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def get(kind: type[R], pk: str, sk: str, *, consistent: bool = True) -> R | None:
    """The row, or None. One GetItem."""
    reply = _call("get_item", TableName=table_name(kind.TABLE), Key=_key(pk, sk), ConsistentRead=consistent)
    return kind.from_raw_data(reply["Item"]) if "Item" in reply else None


def batch_get(wanted: Sequence[tuple[type[Row], str, str]], *, consistent: bool = True) -> list[Row | None]:
    """Rows of any tables in the order asked for, None where there is none. One BatchGetItem for up to 100 keys."""
    found: dict[tuple[str, str, str], Wire] = {}
    for start in range(0, len(wanted), MOST_KEYS_IN_A_BATCH):
        _batch(wanted[start : start + MOST_KEYS_IN_A_BATCH], found, consistent=consistent)
    rows = [(kind, found.get((table_name(kind.TABLE), pk, sk))) for kind, pk, sk in wanted]
    return [kind.from_raw_data(raw) if raw is not None else None for kind, raw in rows]


def _batch(wanted: Sequence[tuple[type[Row], str, str]], found: dict[Any, Wire], *, consistent: bool) -> None:
    keys: dict[str, dict[tuple[str, str], Wire]] = {}
    for kind, pk, sk in wanted:
        keys.setdefault(table_name(kind.TABLE), {})[pk, sk] = _key(pk, sk)
    request = {name: {"Keys": list(some.values()), "ConsistentRead": consistent} for name, some in keys.items()}
    while request:
        reply = _call("batch_get_item", RequestItems=request)
        for name, items in reply["Responses"].items():
            found.update({(name, item["pk"]["S"], item["sk"]["S"]): item for item in items})
        request = reply.get("UnprocessedKeys") or {}


def query(
    kind: type[Row],
    pk: str,
    *,
    limit: int,
    begins: str = "",
    below: str = "",
    within: tuple[str, str] | None = None,
    index: str | None = None,
    newest_first: bool = False,
    after: Wire | None = None,
    consistent: bool = False,
) -> Page:
    """One page of rows under a partition key, or under an index named `by_x` with keys `by_x_pk` and `created_sk`.

    Of those whose sort key begins with a text, lies below one, or within two (the ends too), if any is given. An
    index cannot be read consistently.
    """
    sort_key = "created_sk" if index else "sk"
    sorts = " AND begins_with(#s, :s)" if begins else " AND #s < :s" if below else ""
    sorts = " AND #s BETWEEN :s AND :t" if within else sorts
    bounds = dict(zip((":s", ":t"), within or [text for text in (begins or below,) if text], strict=False))
    names = {"#p": f"{index}_pk" if index else "pk", **({"#s": sort_key} if sorts else {})}
    request: Wire = {
        "TableName": table_name(kind.TABLE),
        "KeyConditionExpression": "#p = :p" + sorts,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": {":p": {"S": pk}, **{name: {"S": text} for name, text in bounds.items()}},
        "Limit": limit,
        "ScanIndexForward": not newest_first,
        **({"ConsistentRead": True} if consistent else {}),
        **({"IndexName": index} if index else {}),
        **({"ExclusiveStartKey": after} if after else {}),
    }
    reply = _call("query", **request)
    return Page(reply["Items"], reply.get("LastEvaluatedKey"))


def every(
    kind: type[R],
    pk: str,
    *,
    begins: str = "",
    below: str = "",
    within: tuple[str, str] | None = None,
    index: str | None = None,
    page: int = 500,
    consistent: bool = False,
) -> Iterator[R]:
    """All rows under a key that `query` takes, page by page; for jobs, exports and lists that are small by nature."""
    after: Wire | None = None
    while True:
        got = query(
            kind, pk, limit=page, begins=begins, below=below, within=within, index=index, after=after,
            consistent=consistent,
        )  # fmt: skip
        yield from (kind.from_raw_data(item) for item in got.items)
        after = got.last_key
        if after is None:
            return


def places_under(table: str, pk: str, *, begins: str = "", index: str | None = None) -> Iterator[tuple[str, str]]:
    """The keys of all rows under a partition or index key, read without their contents; for jobs alone."""
    after: Wire | None = None
    while True:
        request = _places_asked(table, pk, begins, index)
        reply = _call("query", **request, **({"ExclusiveStartKey": after} if after else {}))
        yield from ((item["pk"]["S"], item["sk"]["S"]) for item in reply["Items"])
        after = reply.get("LastEvaluatedKey")
        if after is None:
            return


def _places_asked(table: str, pk: str, begins: str, index: str | None) -> Wire:
    """Consistent, where the store can be: what was just written is seen, what was just removed is not."""
    names = {"#p": f"{index}_pk" if index else "pk", "#k": "pk", "#s": "sk"}
    return {
        "TableName": table_name(table),
        "KeyConditionExpression": "#p = :p" + (" AND begins_with(#s, :s)" if begins else ""),
        "ProjectionExpression": "#k, #s",
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": {":p": {"S": pk}, **({":s": {"S": begins}} if begins else {})},
        **({"IndexName": index} if index else {"ConsistentRead": True}),
    }


def sort_keys(
    kind: type[Row], pk: str, since: str, until: str, *, limit: int, index: str | None = None, after: Wire | None = None
) -> tuple[list[str], Wire | None]:
    """The sort keys that lie between two, and where to go on: one Query that carries nothing else back."""
    sort_key = "created_sk" if index else "sk"
    request: Wire = {
        "TableName": table_name(kind.TABLE),
        "ProjectionExpression": "#s",
        "KeyConditionExpression": "#p = :p AND #s BETWEEN :a AND :b",
        "ExpressionAttributeNames": {"#p": f"{index}_pk" if index else "pk", "#s": sort_key},
        "ExpressionAttributeValues": {":p": {"S": pk}, ":a": {"S": since}, ":b": {"S": until}},
        "Limit": limit,
        **({"IndexName": index} if index else {}),
        **({"ExclusiveStartKey": after} if after else {}),
    }
    reply = _call("query", **request)
    return [item[sort_key]["S"] for item in reply["Items"]], reply.get("LastEvaluatedKey")


def pages_of_table(table: str, *, page: int = 500, after: Wire | None = None) -> Iterator[Page]:
    """All raw items of a table, for backup and retention jobs alone."""
    while True:
        start = {"ExclusiveStartKey": after} if after else {}
        reply = _call("scan", TableName=table_name(table), Limit=page, ConsistentRead=True, **start)
        after = reply.get("LastEvaluatedKey")
        yield Page(reply["Items"], after)
        if after is None:
            return


def put_new(row: Row) -> Write:
    """A write that stores the row only where none is: TakenError otherwise."""
    return put(row, Row.pk.does_not_exist())


def put(row: Row, condition: Condition | None = None) -> Write:
    """A write that stores the row, on a condition."""
    return Write("Put", {"TableName": table_name(row.TABLE), "Item": row.serialize(), **_expressed(condition)})


def delete(kind: type[Row], pk: str, sk: str, condition: Condition | None = None) -> Write:
    """A write that removes a row, on a condition."""
    return Write("Delete", {"TableName": table_name(kind.TABLE), "Key": _key(pk, sk), **_expressed(condition)})


def update(kind: type[Row], pk: str, sk: str, *actions: Action, condition: Condition | None = None) -> Write:
    """A write that changes attributes of a row, on a condition."""
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    expression = Update(*actions).serialize(names, values)
    conditions = _expressed(condition, names, values)
    key = {"TableName": table_name(kind.TABLE), "Key": _key(pk, sk), "UpdateExpression": expression}
    return Write("Update", {**key, **_placeholders(names, values), **conditions})


def _expressed(
    condition: Condition | None, names: dict[str, str] | None = None, values: dict[str, Any] | None = None
) -> Wire:
    if condition is None:
        return {}
    names, values = {} if names is None else names, {} if values is None else values
    expression = condition.serialize(names, values)
    return {"ConditionExpression": expression, **_placeholders(names, values)}


def _placeholders(names: dict[str, str], values: dict[str, Any]) -> Wire:
    """PynamoDB collects names as path -> placeholder; the wire wants them the other way round."""
    wire: Wire = {"ExpressionAttributeNames": {placeholder: path for path, placeholder in names.items()}}
    return {**wire, "ExpressionAttributeValues": values} if values else wire


def check(kind: type[Row], pk: str, sk: str, condition: Condition) -> Write:
    """A member of a transaction that changes nothing and lets nothing happen unless a condition holds."""
    return Write("ConditionCheck", {"TableName": table_name(kind.TABLE), "Key": _key(pk, sk), **_expressed(condition)})


def transact(*writes: Write) -> None:
    """All writes or none; raises TakenError where a condition failed. One TransactWriteItems."""
    _check_away(*writes)
    _call("transact_write_items", TransactItems=[{write.verb: write.request} for write in writes])


def existing(table: str, places: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of some keys under which there is a row. One BatchGetItem for up to 100."""
    found: list[tuple[str, str]] = []
    for start in range(0, len(places), MOST_KEYS_IN_A_BATCH):
        keys = [_key(pk, sk) for pk, sk in places[start : start + MOST_KEYS_IN_A_BATCH]]
        names = {"#k": "pk", "#s": "sk"}
        asked = {"Keys": keys, "ProjectionExpression": "#k, #s", "ExpressionAttributeNames": names}
        request: Wire = {table_name(table): {**asked, "ConsistentRead": True}}
        while request:
            reply = _call("batch_get_item", RequestItems=request)
            for items in reply["Responses"].values():
                found += [(item["pk"]["S"], item["sk"]["S"]) for item in items]
            request = reply.get("UnprocessedKeys") or {}
    return found


def delete_all(table: str, places: Iterable[tuple[str, str]]) -> int:
    """Remove rows by their keys, unconditionally; gives how many. One BatchWriteItem for up to 25; for jobs alone."""
    keys, removed = iter(places), 0
    while some := [{"DeleteRequest": {"Key": _key(pk, sk)}} for pk, sk in islice(keys, MOST_WRITES_IN_A_BATCH)]:
        removed += len(some)
        request: Wire = {table_name(table): some}
        while request:
            request = _call("batch_write_item", RequestItems=request).get("UnprocessedItems") or {}
    return removed


def add_each_once(groups: Sequence[Sequence[Write]]) -> int:
    """Groups of writes, each all or none, many in a transaction; for imports, which may be stopped and come again.

    The first write of a group puts its main row only where none is: a group whose row is there was written before and
    is left alone. Gives how many were new; raises TakenError where another write of a group does not hold.
    """
    return sum(_added(some) for some in _transactions(groups))


def _transactions(groups: Sequence[Sequence[Write]]) -> Iterator[list[Sequence[Write]]]:
    held: list[Sequence[Write]] = []
    writes = weight = 0
    for group in groups:
        heavy = sum(_weight(one) for one in group)
        if held and (writes + len(group) > MOST_WRITES or weight + heavy > MOST_BYTES):
            yield held
            held, writes, weight = [], 0, 0
        held.append(group)
        writes, weight = writes + len(group), weight + heavy
    if held:
        yield held


def _weight(one: Write) -> int:
    item = one.request.get("Item", {})
    return 1_000 + sum(len(part) for value in item.values() for part in value.values() if isinstance(part, str | bytes))


def _added(groups: list[Sequence[Write]]) -> int:
    try:
        transact(*(one for group in groups for one in group))
    except TakenError as taken:
        if len(groups) > 1:
            return sum(_added([group]) for group in groups)
        if taken.index:
            raise
        return 0
    return len(groups)


def write(one: Write) -> None:
    """A single write outside a transaction: a counter, a lease, a clock tick; raises TakenError."""
    _check_away(one)
    _call(f"{one.verb.lower()}_item", **one.request)


def count_up(kind: type[Row], pk: str, sk: str, *actions: Action) -> Wire:
    """Update a counter row and give back its new state. One UpdateItem."""
    made = update(kind, pk, sk, *actions)
    _check_away(made)
    reply: Wire = _call("update_item", ReturnValues="ALL_NEW", **made.request)["Attributes"]
    return reply
