"""One CloudFormation stack at a time: by change set, told line by line, the same again changes nothing."""

import hashlib
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from infrastructure.templates import Template, written

Values = dict[str, str]

HOLDS_DATA = frozenset({"AWS::DynamoDB::Table", "AWS::KMS::Key", "AWS::KMS::ReplicaKey", "AWS::S3::Bucket"})
NEVER_MADE = ("REVIEW_IN_PROGRESS", "DELETE_COMPLETE")
SIGNS = {"Add": "+", "Modify": "~", "Remove": "-"}


class DeploymentError(Exception):
    """A stack could not be deployed; the message has CloudFormation's own reasons."""


def say(line: str) -> None:
    """Progress goes beside the result, not into it."""
    print(line, file=sys.stderr, flush=True)


@dataclass
class Stacks:
    """The stacks of one installation in one account and Region. `seconds` lie between two looks at a running change."""

    cloudformation: Any
    stage: str
    seconds: float = 2.0
    say: Callable[[str], None] = say
    outputs: Values = field(default_factory=dict)

    def deploy(self, part: str, template: Template, body: Mapping[str, str], given: Mapping[str, str]) -> None:
        """Bring one stack to its template and take up its outputs; raises DeploymentError.

        `body` is TemplateBody or TemplateURL. A parameter is what was given, or the same-named output of an
        earlier stack, or what the stack has now, or its default.
        """
        name = f"{self.stage}-parley-{part}"
        before = self._described(name)
        parameters = self._parameters(part, template, given, before)
        change = self._change_set(name, before, {**body, "Parameters": parameters}, written(template))
        if change is None:
            self.say(f"{name}: nothing to change")
        else:
            self._execute(name, change, "UPDATE" if before else "CREATE")
        after = self._described(name) or {}
        self.outputs |= {output["OutputKey"]: output["OutputValue"] for output in after.get("Outputs", [])}

    def _described(self, name: str) -> Template | None:
        try:
            stack: Template = self.cloudformation.describe_stacks(StackName=name)["Stacks"][0]
        except ClientError as error:
            if "does not exist" in str(error):
                return None
            raise
        return None if stack["StackStatus"] in NEVER_MADE else stack

    def _parameters(
        self, part: str, template: Template, given: Mapping[str, str], before: Template | None
    ) -> list[dict[str, Any]]:
        known = {"Stage": self.stage, **self.outputs, **given}
        present = {parameter["ParameterKey"] for parameter in (before or {}).get("Parameters", [])}
        parameters, missing = [], []
        for name, declared in template["Parameters"].items():
            if name in known:
                parameters.append({"ParameterKey": name, "ParameterValue": known[name]})
            elif name in present:
                parameters.append({"ParameterKey": name, "UsePreviousValue": True})
            elif "Default" not in declared:
                missing.append(name)
        if missing:
            raise DeploymentError(f"The {part} stack needs {', '.join(missing)}: give it with --set NAME=VALUE.")
        return parameters

    def _change_set(
        self, name: str, before: Template | None, request: dict[str, Any], content: bytes
    ) -> Template | None:
        digest = hashlib.sha256(content).hexdigest()[:16]
        made = self.cloudformation.create_change_set(
            StackName=name,
            ChangeSetName=f"deploy-{digest}-{time.time_ns()}",
            ChangeSetType="UPDATE" if before else "CREATE",
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
            Tags=[{"Key": "parley-stage", "Value": self.stage}],
            **({} if before else {"OnStackFailure": "DELETE"}),
            **request,
        )["Id"]
        change = self._settled(made)
        if change["Status"] == "CREATE_COMPLETE":
            return change
        self.cloudformation.delete_change_set(ChangeSetName=made)
        reason = change.get("StatusReason", "no reason given")
        if "didn't contain changes" in reason or "No updates" in reason:
            return None
        raise DeploymentError(f"{name}: {reason}")

    def _settled(self, change_set: str) -> Template:
        while True:
            change: Template = self.cloudformation.describe_change_set(ChangeSetName=change_set)
            if change["Status"] not in ("CREATE_PENDING", "CREATE_IN_PROGRESS"):
                return change
            time.sleep(self.seconds)

    def _execute(self, name: str, change: Template, verb: str) -> None:
        self._require_data_kept(name, change)
        for line in described(change):
            self.say(f"{name}: {line}")
        seen = {event["EventId"] for event in self._events(change["StackId"])}
        self.cloudformation.execute_change_set(ChangeSetName=change["ChangeSetId"])
        reasons = self._followed(name, change["StackId"], verb, seen)
        if reasons:
            raise DeploymentError("\n  ".join([f"{name} was not deployed:", *reasons]))

    def _require_data_kept(self, name: str, change: Template) -> None:
        lost = [
            f"{changed['ResourceType']} {changed['LogicalResourceId']}"
            for changed in changes(change)
            if changed["ResourceType"] in HOLDS_DATA
            and (changed["Action"] == "Remove" or changed.get("Replacement") == "True")
        ]
        if lost:
            self.cloudformation.delete_change_set(ChangeSetName=change["ChangeSetId"])
            raise DeploymentError(f"{name}: this would remove or replace what holds data: {', '.join(lost)}.")

    def _events(self, stack_id: str) -> list[Template]:
        try:
            newest_first: list[Template] = self.cloudformation.describe_stack_events(StackName=stack_id)["StackEvents"]
        except ClientError:
            return []
        return newest_first[::-1]

    def _followed(self, name: str, stack_id: str, verb: str, seen: set[str]) -> list[str]:
        """The reasons of a failure in the order they came, none where all went well."""
        reasons: list[str] = []
        before = len(seen)
        while True:
            status = self.cloudformation.describe_stacks(StackName=stack_id)["Stacks"][0]["StackStatus"]
            for event in self._events(stack_id):
                if event["EventId"] not in seen:
                    seen.add(event["EventId"])
                    reasons += self._told(name, event)
            # Until the first event of this change, the status is still that of the change before it.
            if len(seen) > before and not status.endswith("IN_PROGRESS"):
                return [] if status == f"{verb}_COMPLETE" else reasons or [status]
            time.sleep(self.seconds)

    def _told(self, name: str, event: Template) -> list[str]:
        status, resource = event["ResourceStatus"], event["LogicalResourceId"]
        if not status.endswith("IN_PROGRESS"):
            self.say(f"{name}: {status:<16} {resource}")
        return [f"{resource}: {event.get('ResourceStatusReason', 'no reason')}"] if status.endswith("FAILED") else []


def changes(change: Template) -> list[Template]:
    """The resource changes of a change set."""
    return [entry["ResourceChange"] for entry in change.get("Changes", []) if "ResourceChange" in entry]


def described(change: Template) -> Iterator[str]:
    """A line for each resource that a change set adds, changes or removes."""
    for changed in changes(change):
        replaced = " (replaced)" if changed.get("Replacement") == "True" else ""
        yield f"{SIGNS.get(changed['Action'], '?')} {changed['ResourceType']} {changed['LogicalResourceId']}{replaced}"
