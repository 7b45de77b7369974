"""After `kill -9` the local AWS holds all that it acknowledged, and of what it did not, either all or nothing."""

import base64
import contextlib
import http.client
import os
import random
import threading
import time
from dataclasses import dataclass, field

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from local.ministack import running

KILLS = int(os.environ.get("PARLEY_KILLS", "3"))
WRITERS = 4
ONE_TRY = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=20)


def client(aws, service):
    return boto3.client(
        service,
        endpoint_url=aws.endpoint,
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=ONE_TRY,
    )


def create_table(aws, name, stream=None):
    specification = {"StreamEnabled": True, "StreamViewType": stream} if stream else {"StreamEnabled": False}
    return client(aws, "dynamodb").create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": part, "AttributeType": "S"} for part in ("pk", "sk")],
        StreamSpecification=specification,
    )["TableDescription"]


def row(partition, sort, **values):
    return {"pk": {"S": partition}, "sk": {"S": str(sort)}, **{name: {"S": str(text)} for name, text in values.items()}}


def rows(aws, table, **query):
    pages = client(aws, "dynamodb").get_paginator("scan").paginate(TableName=table, ConsistentRead=True, **query)
    return [item for page in pages for item in page["Items"]]


@dataclass
class Writer:
    """Writes at random into a partition of its own and remembers what was answered, and the one call that was not."""

    name: str
    chance: random.Random
    acknowledged: dict = field(default_factory=dict)
    unanswered: dict = field(default_factory=dict)
    transaction: dict | None = None
    transactions: int = 0

    def write_until_cut_off(self, aws):
        dynamodb = client(aws, "dynamodb")
        with contextlib.suppress(BotoCoreError, ClientError):
            self.finish_transaction(dynamodb)
            while True:
                self.chance.choice([self.put, self.put, self.delete, self.transact])(dynamodb)

    def put(self, dynamodb):
        sort, value = str(self.chance.randrange(30)), str(self.chance.random())
        self.unanswered = {sort: value}
        dynamodb.put_item(TableName="rows", Item=row(self.name, sort, value=value))
        self.answered()

    def delete(self, dynamodb):
        sort = str(self.chance.randrange(30))
        self.unanswered = {sort: None}
        dynamodb.delete_item(TableName="rows", Key=row(self.name, sort))
        self.answered()

    def transact(self, dynamodb):
        value = str(self.chance.random())
        self.unanswered = {f"t{number}": value for number in range(3)}
        puts = [{"Put": {"TableName": "rows", "Item": row(self.name, sort, value=value)}} for sort in self.unanswered]
        count = {
            "TableName": "counts",
            "Key": row(self.name, "count"),
            "UpdateExpression": "ADD n :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
        self.transaction = {
            "TransactItems": [*puts, {"Update": count}],
            "ClientRequestToken": f"{self.name}-{self.transactions}-{value}"[:36],
        }
        self.finish_transaction(dynamodb)

    def finish_transaction(self, dynamodb):
        """Sends the transaction, again after a crash: its token must make it count once."""
        if self.transaction:
            dynamodb.transact_write_items(**self.transaction)
            self.transactions += 1
            self.transaction = None
            self.answered()

    def answered(self):
        self.acknowledged.update(self.unanswered)
        self.unanswered = {}

    def check(self, aws):
        found = {item["sk"]["S"]: item["value"]["S"] for item in rows(aws, "rows") if item["pk"]["S"] == self.name}
        expected = {sort: value for sort, value in self.acknowledged.items() if sort not in self.unanswered}
        assert {sort: found.get(sort) for sort in expected} == expected
        took_effect = {found.get(sort) == value for sort, value in self.unanswered.items()}
        assert len(took_effect) <= 1, "A call took half its effect."
        if True in took_effect and not self.transaction:
            self.acknowledged.update(self.unanswered)
        elif False in took_effect:
            assert all(found.get(sort) == self.acknowledged.get(sort) for sort in self.unanswered)

    def check_count(self, aws):
        counted = {item["pk"]["S"]: int(item["n"]["N"]) for item in rows(aws, "counts")}
        assert counted.get(self.name, 0) == self.transactions


@pytest.mark.timeout(100 + 20 * KILLS)
def test_rows_survive_kills_in_the_middle_of_bursts(tmp_path):
    writers = [Writer(f"w{number}", random.Random(number)) for number in range(WRITERS)]  # noqa: S311 - As above.
    state, chance = tmp_path / "state", random.Random(7)  # noqa: S311 - As above.
    with running(state) as aws:
        create_table(aws, "rows", "NEW_AND_OLD_IMAGES")
        create_table(aws, "counts")
    for _ in range(KILLS):
        with running(state) as aws:
            for writer in writers:
                writer.check(aws)
            threads = [threading.Thread(target=writer.write_until_cut_off, args=(aws,)) for writer in writers]
            for thread in threads:
                thread.start()
            time.sleep(chance.uniform(0.3, 2.0))
            aws.kill()
            for thread in threads:
                thread.join()
    with running(state) as aws:
        for writer in writers:
            writer.check(aws)
            writer.finish_transaction(client(aws, "dynamodb"))
            writer.check_count(aws)
        assert sum(writer.transactions for writer in writers) > KILLS


def test_every_other_service_keeps_what_it_acknowledged(tmp_path):
    with running(tmp_path / "state") as aws:
        queue = client(aws, "sqs").create_queue(QueueName="jobs")["QueueUrl"]
        client(aws, "sqs").send_message(QueueUrl=queue, MessageBody="first")
        secret = client(aws, "kms").create_key()["KeyMetadata"]["KeyId"]
        sealed = client(aws, "kms").encrypt(KeyId=secret, Plaintext=b"answer")["CiphertextBlob"]
        signer = client(aws, "kms").create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"][
            "KeyId"
        ]
        mac = client(aws, "kms").generate_mac(KeyId=signer, Message=b"m", MacAlgorithm="HMAC_SHA_256")["Mac"]
        s3 = client(aws, "s3")
        s3.create_bucket(Bucket="backup")
        s3.put_bucket_versioning(Bucket="backup", VersioningConfiguration={"Status": "Enabled"})
        for body in (b"a" * 100_000, b"b"):
            s3.put_object(Bucket="backup", Key="day/1", Body=body, Metadata={"kind": "rows"})
        client(aws, "ssm").put_parameter(Name="/epoch", Value="4", Type="String")
        client(aws, "iam").create_role(RoleName="api", AssumeRolePolicyDocument="{}")
        aws.kill()
    with running(tmp_path / "state") as aws:
        kms, s3 = client(aws, "kms"), client(aws, "s3")
        assert client(aws, "sqs").receive_message(QueueUrl=queue)["Messages"][0]["Body"] == "first"
        assert kms.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"answer"
        assert kms.verify_mac(KeyId=signer, Message=b"m", MacAlgorithm="HMAC_SHA_256", Mac=mac)["MacValid"]
        assert s3.get_object(Bucket="backup", Key="day/1")["Body"].read() == b"b"
        assert s3.head_object(Bucket="backup", Key="day/1")["Metadata"] == {"kind": "rows"}
        versions = s3.list_object_versions(Bucket="backup")["Versions"]
        oldest = min(versions, key=lambda version: -version["Size"])["VersionId"]
        assert s3.get_object(Bucket="backup", Key="day/1", VersionId=oldest)["Body"].read() == b"a" * 100_000
        assert client(aws, "ssm").get_parameter(Name="/epoch")["Parameter"]["Value"] == "4"
        assert client(aws, "iam").get_role(RoleName="api")["Role"]["RoleName"] == "api"


ODD_KEYS = ("day/1", "backup", 'it\'s "odd" +%2F ñ', "day/2")


def all_of(s3):
    """What a bucket tells of its objects: versions, marks, tags, retention and contents."""
    listed = s3.list_object_versions(Bucket="backup")
    marks = [(mark["Key"], mark["VersionId"], mark["IsLatest"]) for mark in listed.get("DeleteMarkers", ())]
    found = {}
    for version in listed["Versions"]:
        place = {"Bucket": "backup", "Key": version["Key"], "VersionId": version["VersionId"]}
        with contextlib.suppress(ClientError):
            found[version["Key"], version["VersionId"], "kept"] = s3.get_object_retention(**place)["Retention"]["Mode"]
        with contextlib.suppress(ClientError):  # The local AWS tells no tags of versions beneath a mark.
            found[version["Key"], version["VersionId"], "tags"] = s3.get_object_tagging(**place)["TagSet"]
        found[version["Key"], version["VersionId"]] = s3.get_object(**place)["Body"].read()
    return marks, found


def test_objects_are_kept_with_all_that_belongs_to_them(tmp_path):
    with running(tmp_path / "state") as aws:
        s3 = client(aws, "s3")
        s3.create_bucket(Bucket="backup", ObjectLockEnabledForBucket=True)
        for key in ODD_KEYS:
            for body in (b"a" * 5000, b"b"):
                s3.put_object(Bucket="backup", Key=key, Body=body, Tagging="kind=rows")
        until = {"Mode": "GOVERNANCE", "RetainUntilDate": "2090-01-01T00:00:00Z"}
        s3.put_object_retention(Bucket="backup", Key="backup", Retention=until)
        s3.put_object_tagging(Bucket="backup", Key="day/1", Tagging={"TagSet": [{"Key": "kind", "Value": "keys"}]})
        s3.copy_object(Bucket="backup", Key="copied", CopySource={"Bucket": "backup", "Key": "day/1"})
        large = s3.create_multipart_upload(Bucket="backup", Key="day/2")["UploadId"]
        part = {"Bucket": "backup", "Key": "day/2", "UploadId": large}
        tag = s3.upload_part(**part, PartNumber=1, Body=b"c" * 9000)["ETag"]
        s3.complete_multipart_upload(**part, MultipartUpload={"Parts": [{"ETag": tag, "PartNumber": 1}]})
        given_up = s3.create_multipart_upload(Bucket="backup", Key="given up")["UploadId"]
        s3.abort_multipart_upload(Bucket="backup", Key="given up", UploadId=given_up)
        late = {"Bucket": "backup", "Key": "late"}
        late["UploadId"] = s3.create_multipart_upload(**late)["UploadId"]
        first = s3.upload_part(**late, PartNumber=1, Body=b"d" * 5000)["ETag"]
        s3.delete_object(Bucket="backup", Key=ODD_KEYS[2])
        some = [
            {"Key": key, "VersionId": s3.put_object(Bucket="backup", Key=key, Body=b"gone")["VersionId"]}
            for key in (*ODD_KEYS, "a < b")
        ]
        s3.delete_objects(Bucket="backup", Delete={"Objects": some})
        gone = s3.put_object(Bucket="backup", Key="day/1", Body=b"gone")["VersionId"]
        s3.delete_object(Bucket="backup", Key="day/1", VersionId=gone)
        before = all_of(s3)
        aws.kill()
    with running(tmp_path / "state") as aws:
        assert all_of(client(aws, "s3")) == before
        assert len(before[0]) == 1
        assert len([key for key in before[1] if len(key) == 2]) == 10
        s3 = client(aws, "s3")
        assert [upload["Key"] for upload in s3.list_multipart_uploads(Bucket="backup")["Uploads"]] == ["late"]
        s3.complete_multipart_upload(**late, MultipartUpload={"Parts": [{"ETag": first, "PartNumber": 1}]})
        assert s3.get_object(Bucket="backup", Key="late")["Body"].read() == b"d" * 5000


def test_a_received_message_comes_back_after_a_crash(tmp_path):
    with running(tmp_path / "state") as aws:
        sqs = client(aws, "sqs")
        queue = sqs.create_queue(QueueName="jobs", Attributes={"VisibilityTimeout": "2"})["QueueUrl"]
        sqs.send_message(QueueUrl=queue, MessageBody="work")
        sqs.send_message(QueueUrl=queue, MessageBody="done")
        for message in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]:
            if message["Body"] == "done":
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        aws.kill()
    with running(tmp_path / "state") as aws:
        received = client(aws, "sqs").receive_message(QueueUrl=queue, WaitTimeSeconds=5, MaxNumberOfMessages=10)
        assert [message["Body"] for message in received["Messages"]] == ["work"]


def test_removed_things_stay_removed(tmp_path):
    with running(tmp_path / "state") as aws:
        for name in ("kept", "dropped"):
            create_table(aws, name)
            client(aws, "dynamodb").put_item(TableName=name, Item=row("p", 1))
        client(aws, "dynamodb").delete_table(TableName="dropped")
        create_table(aws, "dropped")
        s3 = client(aws, "s3")
        s3.create_bucket(Bucket="bucket")
        s3.put_object(Bucket="bucket", Key="gone", Body=b"x")
        s3.delete_object(Bucket="bucket", Key="gone")
        aws.kill()
    with running(tmp_path / "state") as aws:
        assert len(rows(aws, "kept")) == 1
        assert rows(aws, "dropped") == []
        assert "Contents" not in client(aws, "s3").list_objects_v2(Bucket="bucket")


def test_indexes_and_capacity_are_as_before_the_crash(tmp_path):
    with running(tmp_path / "state") as aws:
        dynamodb = client(aws, "dynamodb")
        names = ("pk", "sk", "status_pk", "created_sk")
        dynamodb.create_table(
            TableName="threads",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in names],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "by_status",
                    "KeySchema": [
                        {"AttributeName": "status_pk", "KeyType": "HASH"},
                        {"AttributeName": "created_sk", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
        )
        for number in range(5):
            dynamodb.put_item(TableName="threads", Item=row("d", number, status_pk="open", created_sk=9 - number))
        aws.kill()
    with running(tmp_path / "state") as aws:
        found = client(aws, "dynamodb").query(
            TableName="threads",
            IndexName="by_status",
            KeyConditionExpression="status_pk = :open",
            ExpressionAttributeValues={":open": {"S": "open"}},
            ReturnConsumedCapacity="TOTAL",
        )
        assert [item["sk"]["S"] for item in found["Items"]] == ["4", "3", "2", "1", "0"]
        assert found["ConsumedCapacity"]["CapacityUnits"] == 0.5


def test_a_message_is_a_file_once_its_sending_was_acknowledged(tmp_path):
    with running(tmp_path / "state", mail=tmp_path / "mail") as aws:
        client(aws, "ses").verify_email_identity(EmailAddress="desk@example.org")
        simple = {
            "Subject": {"Data": "Encuesta"},
            "Body": {"Text": {"Data": "¿Qué tal?"}},
            "Headers": [{"Name": "List-Unsubscribe", "Value": "<https://example.org/u>"}],
        }
        raw = b"From: desk@example.org\r\nTo: parent@example.org\r\nSubject: Raw\r\nX-Kept: yes\r\n\r\nText\r\n"
        for content in ({"Simple": simple}, {"Raw": {"Data": raw}}):
            client(aws, "sesv2").send_email(
                FromEmailAddress="desk@example.org",
                Destination={"ToAddresses": ["parent@example.org"]},
                Content=content,
            )
        aws.kill()
    first, second = (path.read_bytes() for path in sorted((tmp_path / "mail").glob("*.eml")))
    assert b"List-Unsubscribe: <https://example.org/u>" in first
    assert base64.b64encode("¿Qué tal?".encode()).strip() in first
    assert second == raw


def test_a_web_page_cannot_use_the_local_aws(tmp_path):
    with running(tmp_path / "state") as aws:
        for headers in ({"Origin": "https://example.org"}, {"Host": "rebound.example.org"}, {}):
            connection = http.client.HTTPConnection("127.0.0.1", aws.port)
            connection.request("GET", "/_ministack/ready", headers=headers)
            assert connection.getresponse().status == (403 if headers else 200)
