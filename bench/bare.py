"""The measure of all requests: a handler that does json and one DynamoDB put through the same client settings."""

import json
from collections.abc import Callable
from typing import Any

import botocore.session

from bench.events import Json
from chalicelib.aws import clients, dynamodb
from chalicelib.kernel.settings import settings

TABLE = "operations"


def bare_handler() -> Callable[[Json], Json]:
    """A new bare handler, with a client of its own that nothing meters."""
    client: Any = botocore.session.Session().create_client(
        "dynamodb", region_name=settings().region, config=clients.CONFIG
    )
    table = dynamodb.table_name(TABLE)

    def handle(event: Json) -> Json:
        body = json.loads(event["body"])
        item = {"pk": {"S": "JOB#bench"}, "sk": {"S": body["key"]}, "data": {"S": json.dumps(body["data"])}}
        client.put_item(TableName=table, Item=item)
        return {"statusCode": 201, "headers": {}, "body": json.dumps({"receipt": body["key"]})}

    return handle
