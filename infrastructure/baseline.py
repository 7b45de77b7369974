"""What every template must hold: encryption by our key, data in the United States, TLS, history, no public door.

A deployment refuses a template with a fault. A resource type that no rule here speaks of is a fault too, so that
nobody adds a store without deciding how it is encrypted.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chalicelib.kernel.settings import US_REGIONS
from infrastructure.templates import Template

OUR_KEY = ({"Ref": "DataKey"}, {"Fn::GetAtt": ["DataKey", "Arn"]})
REGION_RULE = {"Fn::Contains": [list(US_REGIONS), {"Ref": "AWS::Region"}]}
FOREIGN_REGION = re.compile(r"\b(?:af|ap|ca|cn|eu|eusc|il|me|mx|sa|us-gov|us-iso[a-z]*)-[a-z]+-\d\b")
TLS = ("SecurityPolicy_TLS13_1_3_2025_09",)
YES = (True,)


@dataclass(frozen=True)
class Demand:
    """A property that every resource of a type must have, with one of the accepted values."""

    kind: str
    path: str
    accepted: tuple[Any, ...]


BUCKET = "AWS::S3::Bucket"
BUCKET_KEY = "BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault"
TABLE = "AWS::DynamoDB::Table"
HISTORY = "PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled"
FINAL = ("${Stage}-closing_keys", "${Stage}-unfinished")  # Tables in which deleting has to be final.
API = "AWS::Serverless::Api"

DEMANDS = (
    Demand(TABLE, "SSESpecification.SSEEnabled", YES),
    Demand(TABLE, "SSESpecification.SSEType", ("KMS",)),
    Demand(TABLE, "SSESpecification.KMSMasterKeyId", OUR_KEY),
    Demand(TABLE, "DeletionProtectionEnabled", ({"Fn::If": ["Protected", True, False]}, True)),
    Demand(BUCKET, f"{BUCKET_KEY}.SSEAlgorithm", ("aws:kms",)),
    Demand(BUCKET, f"{BUCKET_KEY}.KMSMasterKeyID", OUR_KEY),
    Demand(BUCKET, "PublicAccessBlockConfiguration.BlockPublicAcls", YES),
    Demand(BUCKET, "PublicAccessBlockConfiguration.BlockPublicPolicy", YES),
    Demand(BUCKET, "PublicAccessBlockConfiguration.IgnorePublicAcls", YES),
    Demand(BUCKET, "PublicAccessBlockConfiguration.RestrictPublicBuckets", YES),
    Demand("AWS::SQS::Queue", "KmsMasterKeyId", OUR_KEY),
    Demand("AWS::SNS::Topic", "KmsMasterKeyId", OUR_KEY),
    Demand("AWS::Logs::LogGroup", "KmsKeyId", OUR_KEY),
    Demand("AWS::Scheduler::Schedule", "KmsKeyArn", OUR_KEY),
    Demand("AWS::Serverless::Function", "KmsKeyArn", OUR_KEY),
    Demand(API, "SecurityPolicy", TLS),
    Demand(API, "EndpointAccessMode", ("STRICT",)),
    Demand(API, "MethodSettings.0.DataTraceEnabled", (False,)),
    Demand("AWS::ApiGateway::DomainName", "SecurityPolicy", TLS),
)
# Types that hold nothing: they move, name or allow.
STORE_NOTHING = frozenset(
    {
        "AWS::ApiGateway::Account",
        "AWS::ApiGateway::BasePathMapping",
        "AWS::CloudWatch::Alarm",
        "AWS::IAM::Role",
        "AWS::KMS::Alias",
        "AWS::KMS::Key",
        "AWS::KMS::ReplicaKey",
        "AWS::Lambda::EventSourceMapping",
        "AWS::Lambda::Permission",
        "AWS::S3::BucketPolicy",
        "AWS::SNS::Subscription",
        "AWS::SNS::TopicPolicy",
        "AWS::SQS::QueuePolicy",
    }
)
KNOWN = STORE_NOTHING | {demand.kind for demand in DEMANDS}
ONLY_OVER_TLS = {"Bool": {"aws:SecureTransport": "false"}}
TLS_POLICY_OF = {
    BUCKET: "AWS::S3::BucketPolicy",
    "AWS::SQS::Queue": "AWS::SQS::QueuePolicy",
    "AWS::SNS::Topic": "AWS::SNS::TopicPolicy",
}
KEPT = ("Retain", "RetainExceptOnCreate")


class BelowBaselineError(Exception):
    """A template lacks something that every installation must have; the message names each fault."""


def require_baseline(template: Template) -> None:
    """Pass, or raise BelowBaselineError."""
    found = list(faults(template))
    if found:
        raise BelowBaselineError("\n".join(found))


def faults(template: Template) -> Iterator[str]:
    """A sentence for everything the template lacks."""
    yield from _foreign(template)
    for name, resource in template["Resources"].items():
        if resource.get("Type") not in KNOWN:
            yield f"{name}: nothing is decided about the encryption of {resource.get('Type')}."
        yield from _unmet(name, resource, template.get("Globals", {}))
        yield from _lost(name, resource)
        yield from _unrotated(name, resource)
        yield from _without_history(name, resource)
        yield from _with_wrong_history(name, resource)
    yield from _without_tls(template)


def _foreign(template: Template) -> Iterator[str]:
    rules = [rule["Assertions"] for rule in template.get("Rules", {}).values() if "RuleCondition" not in rule]
    if not any(assertion["Assert"] == REGION_RULE for assertions in rules for assertion in assertions):
        yield "Rules: no rule keeps this stack in the four US Regions."
    for region in sorted(set(FOREIGN_REGION.findall(json.dumps(template)))):
        yield f"{region} is outside the United States."


def _unmet(name: str, resource: Template, inherited: Template) -> Iterator[str]:
    kind = resource.get("Type", "")
    shared = inherited.get(kind.removeprefix("AWS::Serverless::"), {}) if kind.startswith("AWS::Serverless::") else {}
    properties = {**shared, **resource.get("Properties", {})}
    for demand in DEMANDS:
        if demand.kind == kind and not _accepted(_at(properties, demand.path), demand.accepted):
            yield f"{name}: {demand.path} must be {' or '.join(json.dumps(value) for value in demand.accepted)}."


def _accepted(found: Any, accepted: tuple[Any, ...]) -> bool:
    return any(type(found) is type(value) and found == value for value in accepted)


def _at(value: Any, path: str) -> Any:
    for step in path.split("."):
        if isinstance(value, list):
            value = value[int(step)] if step.isdigit() and int(step) < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def _lost(name: str, resource: Template) -> Iterator[str]:
    if resource.get("Type") in (TABLE, BUCKET, "AWS::KMS::Key", "AWS::KMS::ReplicaKey"):
        for attribute in ("DeletionPolicy", "UpdateReplacePolicy"):
            if resource.get(attribute) not in KEPT:
                yield f"{name}: {attribute} must keep it; data would go with the stack."


def _unrotated(name: str, resource: Template) -> Iterator[str]:
    properties = resource.get("Properties", {})
    symmetric = properties.get("KeySpec", "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"
    if resource.get("Type") == "AWS::KMS::Key" and symmetric and properties.get("EnableKeyRotation") is not True:
        yield f"{name}: EnableKeyRotation must be true."


def _without_history(name: str, resource: Template) -> Iterator[str]:
    """A bucket keeps old versions, unless all that it holds is gone after a day."""
    if resource.get("Type") != BUCKET:
        return
    properties = resource.get("Properties", {})
    expires = _at(properties, "LifecycleConfiguration.Rules.0.ExpirationInDays")
    if expires != 1 and _at(properties, "VersioningConfiguration.Status") != "Enabled":
        yield f"{name}: VersioningConfiguration.Status must be Enabled, or everything must expire in a day."


def _with_wrong_history(name: str, resource: Template) -> Iterator[str]:
    """A table has history, but for those of the keys of districts that have left and of unfinished answers."""
    if resource.get("Type") != TABLE:
        return
    properties = resource.get("Properties", {})
    wanted = _at(properties, "TableName.Fn::Sub") not in FINAL
    if _at(properties, HISTORY) is not wanted:
        yield f"{name}: {HISTORY} must be {json.dumps(wanted)}."


def _without_tls(template: Template) -> Iterator[str]:
    for kind, policy in TLS_POLICY_OF.items():
        covered = json.dumps([each for each in template["Resources"].values() if _denies_plain(each, policy)])
        for name, resource in template["Resources"].items():
            if resource.get("Type") == kind and f'{{"Ref": "{name}"}}' not in covered:
                yield f"{name}: no {policy} refuses what does not come over TLS."


def _denies_plain(resource: Template, policy: str) -> bool:
    if resource.get("Type") != policy:
        return False
    statements = resource["Properties"]["PolicyDocument"]["Statement"]
    return any(one["Effect"] == "Deny" and one.get("Condition") == ONLY_OVER_TLS for one in statements)
