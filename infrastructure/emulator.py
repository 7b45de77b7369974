"""What a local deployment does without, and what the emulator's CloudFormation leaves out and is mended here.

Nothing here runs against AWS.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from infrastructure.templates import Template, of_type

# Left out of a local deployment, which names them. The emulator speaks plain HTTP: where it enforces policies, those
# that refuse plain HTTP would lock every function out. A key's replica it does not know: its primary stands for it.
REPLICA_KEY = "AWS::KMS::ReplicaKey"
LEFT_OUT = frozenset({"AWS::S3::BucketPolicy", "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy", REPLICA_KEY})
# Conditions of policies that the emulator never finds true, because it does not know what they ask for.
UNKNOWN_CONDITIONS = ("kms:EncryptionContext:use", "ses:FromAddress", "aws:ResourceTag/", "aws:RequestTag/")
ACCOUNT = "000000000000"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class NotLocalError(Exception):
    """An endpoint that is not on this machine: a deployment elsewhere takes none."""


def require_local(endpoint: str) -> str:
    """The endpoint, or NotLocalError."""
    if urlsplit(endpoint).hostname not in LOOPBACK:
        raise NotLocalError(f"{endpoint} is not on this machine; --endpoint is for the local emulator.")
    return endpoint


def fitted(template: Template) -> tuple[Template, list[str]]:
    """The template as the emulator can keep it, and the names of the resources that are left out."""
    left_out = [name for kind in sorted(LEFT_OUT) for name in of_type(template, kind)]
    kept = {name: resource for name, resource in template["Resources"].items() if name not in left_out}
    fitting = {**template, "Resources": _unconditional(kept)}
    for name, replica in of_type(template, REPLICA_KEY).items():
        fitting = _instead(fitting, {"Fn::GetAtt": [name, "Arn"]}, replica["Properties"]["PrimaryKeyArn"])
    return fitting, left_out


def _instead(value: Any, old: Template, new: Template) -> Any:
    if value == old:
        return new
    if isinstance(value, list):
        return [_instead(one, old, new) for one in value]
    return {key: _instead(one, old, new) for key, one in value.items()} if isinstance(value, dict) else value


def _unconditional(value: Any) -> Any:
    if isinstance(value, list):
        return [_unconditional(one) for one in value]
    if not isinstance(value, dict):
        return value
    asks = json.dumps(value.get("Condition", ""))
    unknown = any(condition in asks for condition in UNKNOWN_CONDITIONS)
    return {key: _unconditional(one) for key, one in value.items() if not (unknown and key == "Condition")}


@dataclass(frozen=True)
class Mender:
    """Sets by each service's own API what the emulator's CloudFormation was told and left out."""

    client: Callable[[str], Any]
    stage: str
    region: str
    account: str
    values: dict[str, str]

    def mend(self, template: Template) -> None:
        """Mend every resource of a deployed template; the same again changes nothing."""
        for name, declared in self._declared(template, "AWS::DynamoDB::Table", "TableName"):
            self._expire(name, declared.get("TimeToLiveSpecification"))
        for name, declared in self._declared(template, "AWS::S3::Bucket", "BucketName"):
            self._lock(name, declared.get("ObjectLockConfiguration"))
        for name, declared in self._declared(template, "AWS::Serverless::Function", "FunctionName"):
            self._set_aside(name, declared.get("DeadLetterQueue"))
        for name, declared in self._declared(template, "AWS::Scheduler::Schedule", "Name"):
            self._tell_zone(name, declared["ScheduleExpressionTimezone"])

    def _declared(self, template: Template, kind: str, named: str) -> Iterator[tuple[str, Template]]:
        for resource in of_type(template, kind).values():
            properties = self._resolved(resource["Properties"], template)
            yield properties[named], properties

    def _resolved(self, value: Any, template: Template) -> Any:
        """The value with names, numbers and parameters put in: all that these properties need."""
        if isinstance(value, list):
            return [self._resolved(one, template) for one in value]
        if not isinstance(value, dict):
            return value
        if isinstance(value.get("Fn::Sub"), str):
            return self._filled(value["Fn::Sub"])
        if "Ref" in value:
            return self.values.get(value["Ref"], template["Parameters"].get(value["Ref"], {}).get("Default"))
        return {key: self._resolved(one, template) for key, one in value.items()}

    def _filled(self, text: str) -> str:
        known = {
            "Stage": self.stage,
            "AWS::Region": self.region,
            "AWS::AccountId": self.account,
            "AWS::Partition": "aws",
        }
        for name, value in known.items():
            text = text.replace(f"${{{name}}}", value)
        return text

    def _expire(self, table: str, declared: Template | None) -> None:
        dynamodb = self.client("dynamodb")
        now = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]["TimeToLiveStatus"]
        if declared and now == "DISABLED":
            dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=declared)

    def _lock(self, bucket: str, declared: Template | None) -> None:
        if declared:
            rule = declared["Rule"]["DefaultRetention"]
            lock = {**declared, "Rule": {"DefaultRetention": {**rule, "Days": int(rule["Days"])}}}
            self.client("s3").put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=lock)

    def _set_aside(self, function: str, declared: Template | None) -> None:
        if declared:
            queue = {"TargetArn": declared["TargetArn"]}
            self.client("lambda").update_function_configuration(FunctionName=function, DeadLetterConfig=queue)

    def _tell_zone(self, schedule: str, zone: str) -> None:
        scheduler = self.client("scheduler")
        made = scheduler.get_schedule(Name=schedule)
        kept = ("Name", "GroupName", "ScheduleExpression", "FlexibleTimeWindow", "Target", "State", "Description")
        same = {key: made[key] for key in kept if key in made}
        scheduler.update_schedule(**same, ScheduleExpressionTimezone=zone)
