"""An installation of its own inside a running local AWS: own tables, buckets and streams, which no function follows.

Time can be stopped in it, because its streams are read by whoever drives it, who says when a change was.
"""

import base64
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from chalicelib.aws import dynamodb
from chalicelib.districts import service as districts
from chalicelib.kernel.settings import settings
from chalicelib.privacy import service as privacy
from chalicelib.surveys.service import get_version
from infrastructure.templates import HERE, of_type, read
from local.platform import Platform

Item = dict[str, Any]
Key = tuple[str, str]


class Installation:
    """Tables and buckets under a prefix, and how far their streams have been read."""

    def __init__(self, platform: Platform, stage: str) -> None:
        self.platform, self.prefix = platform, f"{stage}-"
        self.backups, self.work, self.files = f"{stage}-backup", f"{stage}-work", f"{stage}-files"
        self.tables = platform.client("dynamodb")
        self.streams = platform.client("dynamodbstreams")
        self.shapes = {
            one["Properties"]["TableName"]["Fn::Sub"].removeprefix("${Stage}-"): one["Properties"]
            for one in of_type(read(HERE / "data.yaml"), "AWS::DynamoDB::Table").values()
        }
        self._iterators: dict[str, list[str]] = {}

    def make(self) -> None:
        """Make all tables, with streams, and both buckets."""
        for table in self.shapes:
            self.make_table(table)
        store = self.platform.client("s3")
        for bucket in (self.backups, self.work, self.files):
            store.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=bucket == self.backups)
        store.put_bucket_versioning(Bucket=self.backups, VersioningConfiguration={"Status": "Enabled"})

    def make_table(self, table: str) -> None:
        """Make one table as the template has it."""
        shape = self.shapes[table]
        wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
        made = self.tables.create_table(
            TableName=self.prefix + table,
            **{name: shape[name] for name in wanted if name in shape},
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )
        arn = made["TableDescription"]["LatestStreamArn"]
        shards = self.streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
        asked = {"StreamArn": arn, "ShardIteratorType": "TRIM_HORIZON"}
        self._iterators[table] = [
            self.streams.get_shard_iterator(ShardId=shard["ShardId"], **asked)["ShardIterator"] for shard in shards
        ]

    def drop_tables(self, *kept: str) -> None:
        """Lose every table but some."""
        for table in self.shapes:
            if table not in kept:
                self.tables.delete_table(TableName=self.prefix + table)

    @contextmanager
    def lived_in(self) -> Iterator[None]:
        """Let this process be a function of this installation."""
        own = {
            "PARLEY_TABLE_PREFIX": self.prefix,
            "PARLEY_BACKUP_BUCKET": self.backups,
            "PARLEY_WORK_BUCKET": self.work,
            "PARLEY_FILES_BUCKET": self.files,
        }
        before = {name: os.environ[name] for name in own}
        try:
            _settle(own)
            yield
        finally:
            _settle(before)

    def changes(self, at: datetime) -> list[dict[str, Any]]:
        """What the streams have since they were last read, as a consumer gets it, at the moment that is said."""
        return [_record(self.prefix + table, one, at) for table in self.shapes for one in self._read(table)]

    def _read(self, table: str) -> Iterator[dict[str, Any]]:
        for number, iterator in enumerate(self._iterators[table]):
            following: str = iterator
            while True:
                got = self.streams.get_records(ShardIterator=following)
                following = got.get("NextShardIterator", following)
                yield from got["Records"]
                if not got["Records"]:
                    break
            self._iterators[table][number] = following

    def rows(self, table: str) -> dict[Key, Item]:
        """Every row of a table as it is now, but for what jobs remember."""
        pages = self.tables.get_paginator("scan").paginate(TableName=self.prefix + table, ConsistentRead=True)
        found = {(item["pk"]["S"], item["sk"]["S"]): item for page in pages for item in page["Items"]}
        return {key: item for key, item in found.items() if not key[0].startswith("JOB#")}

    def put(self, table: str, item: Item) -> None:
        """Write a row past the services."""
        self.tables.put_item(TableName=self.prefix + table, Item=item)

    def delete(self, table: str, key: Key) -> None:
        """Delete a row past the services."""
        self.tables.delete_item(TableName=self.prefix + table, Key={"pk": {"S": key[0]}, "sk": {"S": key[1]}})


def _settle(own: dict[str, str]) -> None:
    os.environ.update(own)
    settings.cache_clear()
    privacy.forget_opened_keys()
    districts.forget_found_districts()
    get_version.cache_clear()
    assert dynamodb.table_name("keys") == own["PARLEY_TABLE_PREFIX"] + "keys"


def _record(physical: str, record: dict[str, Any], at: datetime) -> dict[str, Any]:
    """A stream's record as Lambda hands it over: binary values in base64, the time in seconds."""
    change = {**record["dynamodb"], "ApproximateCreationDateTime": at.timestamp()}
    for image in ("NewImage", "OldImage", "Keys"):
        if image in change:
            change[image] = _texts(change[image])
    arn = f"arn:aws:dynamodb:us-east-1:000000000000:table/{physical}/stream/2026"
    return {"eventName": record["eventName"], "eventSourceARN": arn, "dynamodb": change}


def _texts(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {name: _texts(one) for name, one in value.items()}
    return [_texts(one) for one in value] if isinstance(value, list) else value
