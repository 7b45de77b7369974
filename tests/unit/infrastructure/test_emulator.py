import pytest

from infrastructure.emulator import Mender

SUB_STAGE = {"Fn::Sub": "${Stage}-x"}


class Service:
    """A service that remembers what it was asked."""

    def __init__(self, calls):
        self.calls = calls

    def describe_time_to_live(self, **_):
        return {"TimeToLiveDescription": {"TimeToLiveStatus": "DISABLED"}}

    def get_schedule(self, Name):  # noqa: N803
        return {"Name": Name, "ScheduleExpression": "rate(1 day)", "Target": {}, "Arn": "arn", "ResponseMetadata": {}}

    def __getattr__(self, call):
        return lambda **asked: self.calls.append((call, asked))


@pytest.fixture
def mended():
    """What a Mender asks of the services for one resource."""

    def mend(kind, properties):
        calls = []
        mender = Mender(lambda _: Service(calls), "demo", "us-west-2", "000000000000", {"Zone": "US/Hawaii"})
        mender.mend(
            {"Parameters": {"Days": {"Default": 35}}, "Resources": {"One": {"Type": kind, "Properties": properties}}}
        )
        return calls

    return mend


def test_a_table_expires_its_rows(mended):
    expiry = {"AttributeName": "expires_at", "Enabled": True}
    asked = mended("AWS::DynamoDB::Table", {"TableName": SUB_STAGE, "TimeToLiveSpecification": expiry})
    assert asked == [("update_time_to_live", {"TableName": "demo-x", "TimeToLiveSpecification": expiry})]


def test_a_table_without_expiry_is_left_alone(mended):
    assert mended("AWS::DynamoDB::Table", {"TableName": SUB_STAGE}) == []


def test_a_bucket_is_locked_for_its_days(mended):
    lock = {
        "ObjectLockEnabled": "Enabled",
        "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": {"Ref": "Days"}}},
    }
    ((call, asked),) = mended("AWS::S3::Bucket", {"BucketName": SUB_STAGE, "ObjectLockConfiguration": lock})
    assert (call, asked["Bucket"]) == ("put_object_lock_configuration", "demo-x")
    assert asked["ObjectLockConfiguration"]["Rule"]["DefaultRetention"] == {"Mode": "GOVERNANCE", "Days": 35}


def test_a_function_puts_aside_what_failed(mended):
    queue = {
        "Type": "SQS",
        "TargetArn": {"Fn::Sub": "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Stage}-dead"},
    }
    ((_, asked),) = mended("AWS::Serverless::Function", {"FunctionName": SUB_STAGE, "DeadLetterQueue": queue})
    assert asked["DeadLetterConfig"] == {"TargetArn": "arn:aws:sqs:us-west-2:000000000000:demo-dead"}


def test_a_schedule_is_told_its_time_zone_and_keeps_the_rest(mended):
    ((call, asked),) = mended(
        "AWS::Scheduler::Schedule", {"Name": SUB_STAGE, "ScheduleExpressionTimezone": {"Ref": "Zone"}}
    )
    assert call == "update_schedule"
    assert asked == {
        "Name": "demo-x",
        "ScheduleExpression": "rate(1 day)",
        "Target": {},
        "ScheduleExpressionTimezone": "US/Hawaii",
    }
