"""Functions in the local AWS are fed from streams, queues, calls and schedules, also across `kill -9`."""

import io
import json
import os
import subprocess
import time
import zipfile
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import boto3
import pytest

from local.ministack import ROOT, interpreter, running

KILLS = int(os.environ.get("PARLEY_KILLS", "3"))
ROLE = "arn:aws:iam::000000000000:role/function"

# Notes each record, queue message or call in the table "seen", once, with the order of its first sight.
NOTING = """
import boto3, json, os, time
from botocore.exceptions import ClientError

table = boto3.client("dynamodb")

def note(key, **values):
    item = {"pk": {"S": "seen"}, "sk": {"S": key}, "at": {"N": str(time.time_ns())}}
    item.update({name: {"S": value} for name, value in values.items()})
    try:
        table.put_item(TableName="seen", Item=item, ConditionExpression="attribute_not_exists(pk)")
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise

def records(event, context):
    for record in event["Records"]:
        image = record["dynamodb"]
        note(image["SequenceNumber"], row=image["Keys"]["sk"]["S"])

def refusing(event, context):
    failures = []
    for record in event["Records"]:
        sort = record["dynamodb"]["Keys"]["sk"]["S"]
        if sort == "poison":
            failures.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
            break
        note(sort)
    return {"batchItemFailures": failures}

def breaking(event, context):
    sorts = [record["dynamodb"]["Keys"]["sk"]["S"] for record in event["Records"]]
    if "poison" in sorts:
        raise ValueError("poison")
    for sort in sorts:
        note(sort)

def messages(event, context):
    for record in event["Records"]:
        note(record["body"])

def slow(event, context):
    time.sleep(event["seconds"])
    note(event["name"])

def failing(event, context):
    raise ValueError("always")
"""


def client(aws, service):
    return boto3.client(
        service,
        endpoint_url=aws.endpoint,
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )


def create_table(aws, name):
    client(aws, "dynamodb").create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": part, "AttributeType": "S"} for part in ("pk", "sk")],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )


def create_function(aws, name, **options):
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w") as archive:
        archive.writestr("noting.py", NOTING)
    return client(aws, "lambda").create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler=f"noting.{name}",
        Role=ROLE,
        Code={"ZipFile": bundle.getvalue()},
        Timeout=20,
        **options,
    )["FunctionArn"]


def feed(aws, function, source, **options):
    if ":dynamodb:" in source:
        options["StartingPosition"] = "TRIM_HORIZON"
    client(aws, "lambda").create_event_source_mapping(FunctionName=function, EventSourceArn=source, **options)


def stream_of(aws, table):
    return client(aws, "dynamodb").describe_table(TableName=table)["Table"]["LatestStreamArn"]


def put(aws, *sorts):
    for sort in sorts:
        client(aws, "dynamodb").put_item(TableName="rows", Item={"pk": {"S": "p"}, "sk": {"S": sort}})


def seen(aws):
    pages = client(aws, "dynamodb").get_paginator("scan").paginate(TableName="seen")
    return {item["sk"]["S"]: item for page in pages for item in page["Items"]}


def create_queue(aws, name, **attributes):
    url = client(aws, "sqs").create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    attributes = client(aws, "sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    return url, attributes["QueueArn"]


def received(aws, url):
    answer = client(aws, "sqs").receive_message(QueueUrl=url, WaitTimeSeconds=10, MaxNumberOfMessages=10)
    return [json.loads(message["Body"]) for message in answer.get("Messages", [])]


def eventually(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "It did not happen in time."
        time.sleep(0.1)


@pytest.fixture
def aws(tmp_path):
    with running(tmp_path / "state") as started:
        create_table(started, "rows")
        create_table(started, "seen")
        yield started


@pytest.mark.timeout(100 + 20 * KILLS)
def test_a_stream_consumer_sees_every_record_in_order_across_kills(tmp_path):
    acknowledged = []
    for life in range(KILLS):
        with running(tmp_path / "state") as aws:
            if life == 0:
                create_table(aws, "rows")
                create_table(aws, "seen")
                create_function(aws, "records")
                feed(aws, "records", stream_of(aws, "rows"), BatchSize=10)
            for number in range(40):
                put(aws, f"{life}-{number:03d}")
                acknowledged.append(f"{life}-{number:03d}")
            time.sleep(0.3 * (life % 4))
            aws.kill()
    with running(tmp_path / "state") as aws:
        eventually(lambda: len(seen(aws)) == len(acknowledged))
        in_order_of_number = sorted(seen(aws).items())
        assert [item["row"]["S"] for _, item in in_order_of_number] == acknowledged
        moments = [int(item["at"]["N"]) for _, item in in_order_of_number]
        assert moments == sorted(moments)


@pytest.mark.parametrize(
    ("handler", "options"),
    [
        ("refusing", {"FunctionResponseTypes": ["ReportBatchItemFailures"]}),
        ("refusing", {"FunctionResponseTypes": ["ReportBatchItemFailures"], "BisectBatchOnFunctionError": True}),
        ("breaking", {"BisectBatchOnFunctionError": True}),
    ],
)
def test_a_poisoned_record_goes_to_the_failure_queue_and_the_others_through(aws, handler, options):
    url, queue = create_queue(aws, "failures")
    create_function(aws, handler)
    put(aws, "a", "b", "poison")
    only_poison = handler == "refusing" and "BisectBatchOnFunctionError" not in options
    if not only_poison:
        put(aws, "c", "d")
    feed(
        aws,
        handler,
        stream_of(aws, "rows"),
        BatchSize=10,
        MaximumRetryAttempts=1,
        DestinationConfig={"OnFailure": {"Destination": queue}},
        **options,
    )
    (failure,) = received(aws, url)
    assert failure["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert failure["DDBStreamBatchInfo"]["batchSize"] == 1
    put(aws, "e")
    expected = {"a", "b", "e"} if only_poison else {"a", "b", "c", "d", "e"}
    eventually(lambda: seen(aws).keys() == expected)


def test_a_filter_lets_only_matching_records_through(aws):
    create_function(aws, "refusing")
    pattern = {"dynamodb": {"Keys": {"sk": {"S": [{"prefix": "yes"}]}}}}
    feed(aws, "refusing", stream_of(aws, "rows"), FilterCriteria={"Filters": [{"Pattern": json.dumps(pattern)}]})
    put(aws, "no-1", "yes-1", "no-2", "yes-2")
    eventually(lambda: seen(aws).keys() == {"yes-1", "yes-2"})


def test_queued_messages_and_asynchronous_calls_are_done_after_a_crash(tmp_path):
    with running(tmp_path / "state") as aws:
        create_table(aws, "seen")
        _, queue = create_queue(aws, "jobs", VisibilityTimeout="20")
        create_function(aws, "slow")
        client(aws, "lambda").invoke(
            FunctionName="slow",
            InvocationType="Event",
            Payload=json.dumps({"seconds": 1, "name": "call"}),
        )
        client(aws, "sqs").send_message(QueueUrl=queue.rpartition(":")[2], MessageBody="message")
        aws.kill()
    with running(tmp_path / "state") as aws:
        create_function(aws, "messages")
        feed(aws, "messages", queue)
        eventually(lambda: seen(aws).keys() == {"call", "message"})


def test_a_call_that_keeps_failing_ends_in_its_dead_letter_queue(aws):
    url, queue = create_queue(aws, "dead")
    create_function(aws, "failing", DeadLetterConfig={"TargetArn": queue})
    client(aws, "lambda").invoke(FunctionName="failing", InvocationType="Event", Payload=b'{"job": 7}')
    (letter,) = received(aws, url)
    assert letter["requestPayload"] == {"job": 7}


def test_a_schedule_starts_at_the_time_of_its_zone(aws):
    function = create_function(aws, "slow")
    moment = datetime.now(ZoneInfo("America/Chicago")) + timedelta(seconds=1)
    client(aws, "scheduler").create_schedule(
        Name="nightly",
        ScheduleExpression=f"at({moment:%Y-%m-%dT%H:%M:%S})",
        ScheduleExpressionTimezone="America/Chicago",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": function, "RoleArn": ROLE, "Input": json.dumps({"seconds": 0, "name": "nightly"})},
    )
    eventually(lambda: "nightly" in seen(aws))


def test_a_daily_schedule_follows_the_clocks_of_its_zone():
    script = """
import sys, tempfile
from pathlib import Path
from datetime import datetime
from local.aws import engine
engine.configure(1, Path(tempfile.gettempdir()))
from local.aws.schedules import Schedules
schedules = Schedules(None, None)
for day in ("2026-10-31T12:00:00+00:00", "2026-11-01T12:00:00+00:00"):
    schedule = {"ScheduleExpression": "cron(30 2 * * ? *)", "ScheduleExpressionTimezone": "America/Chicago",
                "CreationDate": datetime.fromisoformat(day).timestamp()}
    print(datetime.fromtimestamp(schedules._next(schedule, None), tz=__import__("datetime").timezone.utc).isoformat())
"""
    command = [interpreter(), "-c", script]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["2026-11-01T08:30:00+00:00", "2026-11-02T08:30:00+00:00"]
