import itertools

import pytest
from botocore.exceptions import ClientError

from infrastructure.stacks import DeploymentError, Stacks

TEMPLATE = {"Parameters": {"Stage": {}, "Key": {}, "Days": {"Default": 90}}, "Resources": {}}
TABLE = {"ResourceType": "AWS::DynamoDB::Table", "LogicalResourceId": "AnswersTable"}


class CloudFormation:
    """A CloudFormation of one stack, which does as it was told to do."""

    def __init__(self, changes=(), *, reason="", ends="CREATE_COMPLETE", events=(), parameters=None):
        self.changes, self.reason, self.ends, self.events = list(changes), reason, ends, list(events)
        self.stack = {"StackStatus": "CREATE_COMPLETE", "Parameters": parameters} if parameters is not None else None
        self.asked, self.deleted, self.executed = [], [], []

    def describe_stacks(self, StackName):  # noqa: N803
        if self.stack is None:
            raise ClientError({"Error": {"Code": "ValidationError", "Message": "it does not exist"}}, "DescribeStacks")
        return {"Stacks": [self.stack]}

    def create_change_set(self, **request):
        self.asked.append(request)
        return {"Id": "change"}

    def describe_change_set(self, ChangeSetName):  # noqa: N803
        status = "FAILED" if self.reason else "CREATE_COMPLETE"
        changes = [{"ResourceChange": change} for change in self.changes]
        return {
            "Status": status,
            "StatusReason": self.reason,
            "Changes": changes,
            "ChangeSetId": "change",
            "StackId": "stack",
        }

    def delete_change_set(self, ChangeSetName):  # noqa: N803
        self.deleted.append(ChangeSetName)

    def execute_change_set(self, ChangeSetName):  # noqa: N803
        self.executed.append(ChangeSetName)
        outputs = [{"OutputKey": "Key", "OutputValue": "arn:key"}]
        self.stack = {"StackStatus": self.ends, "Outputs": outputs, "Parameters": []}

    def describe_stack_events(self, StackName):  # noqa: N803
        return {"StackEvents": self.events[::-1] if self.executed else []}


def event(status, resource, reason=""):
    return {
        "EventId": str(next(COUNT)),
        "ResourceStatus": status,
        "LogicalResourceId": resource,
        "ResourceStatusReason": reason,
    }


COUNT = itertools.count()


def stacks(cloudformation):
    lines = []
    return Stacks(cloudformation, "prod", seconds=0, say=lines.append), lines


def test_a_new_stack_is_made_and_its_outputs_are_taken_up():
    cloudformation = CloudFormation([{"Action": "Add", **TABLE}], events=[event("CREATE_COMPLETE", "AnswersTable")])
    made, lines = stacks(cloudformation)
    made.deploy("data", TEMPLATE, {"TemplateBody": "{}"}, {"Key": "k"})
    assert made.outputs == {"Key": "arn:key"}
    assert cloudformation.asked[0]["ChangeSetType"] == "CREATE"
    assert cloudformation.asked[0]["OnStackFailure"] == "DELETE"
    assert lines == [
        "prod-parley-data: + AWS::DynamoDB::Table AnswersTable",
        "prod-parley-data: CREATE_COMPLETE  AnswersTable",
    ]


def test_the_same_again_changes_nothing():
    cloudformation = CloudFormation(reason="The submitted information didn't contain changes.", parameters=[])
    made, lines = stacks(cloudformation)
    made.deploy("data", TEMPLATE, {"TemplateBody": "{}"}, {"Key": "k"})
    assert lines == ["prod-parley-data: nothing to change"]
    assert (cloudformation.executed, cloudformation.deleted) == ([], ["change"])


def test_a_parameter_is_what_was_given_or_an_earlier_output_or_what_the_stack_has():
    events = [event("UPDATE_COMPLETE", "prod-parley-data")]
    cloudformation = CloudFormation(parameters=[{"ParameterKey": "Days"}], ends="UPDATE_COMPLETE", events=events)
    made, _ = stacks(cloudformation)
    made.outputs["Key"] = "arn:earlier"
    made.deploy("data", TEMPLATE, {"TemplateBody": "{}"}, {})
    assert cloudformation.asked[0]["Parameters"] == [
        {"ParameterKey": "Stage", "ParameterValue": "prod"},
        {"ParameterKey": "Key", "ParameterValue": "arn:earlier"},
        {"ParameterKey": "Days", "UsePreviousValue": True},
    ]


def test_a_change_is_over_only_when_it_has_begun():
    late = CloudFormation(parameters=[], ends="UPDATE_COMPLETE")
    looks = iter([[], [], [event("UPDATE_FAILED", "AnswersTable", "Too late.")]])
    late.describe_stack_events = lambda StackName: {"StackEvents": next(looks)}  # noqa: N803
    made, lines = stacks(late)
    late.ends = "UPDATE_ROLLBACK_COMPLETE"
    with pytest.raises(DeploymentError, match="Too late"):
        made.deploy("data", TEMPLATE, {"TemplateBody": "{}"}, {"Key": "k"})
    assert lines == ["prod-parley-data: UPDATE_FAILED    AnswersTable"]


def test_a_missing_parameter_is_named():
    made, _ = stacks(CloudFormation())
    with pytest.raises(DeploymentError, match="The data stack needs Key"):
        made.deploy("data", TEMPLATE, {"TemplateBody": "{}"}, {})


@pytest.mark.parametrize("change", [{"Action": "Remove"}, {"Action": "Modify", "Replacement": "True"}])
def test_what_holds_data_is_never_removed_or_replaced(change):
    cloudformation = CloudFormation([{**change, **TABLE}], parameters=[])
    made, _ = stacks(cloudformation)
    with pytest.raises(
        DeploymentError, match="would remove or replace what holds data: AWS::DynamoDB::Table AnswersTable"
    ):
        made.deploy("data", TEMPLATE, {"TemplateBody": "{}"}, {"Key": "k"})
    assert (cloudformation.executed, cloudformation.deleted) == ([], ["change"])


def test_a_failure_tells_cloudformations_own_reasons():
    events = [event("CREATE_FAILED", "AnswersTable", "No such key."), event("DELETE_COMPLETE", "AnswersTable")]
    cloudformation = CloudFormation([{"Action": "Add", **TABLE}], ends="DELETE_COMPLETE", events=events)
    made, _ = stacks(cloudformation)
    with pytest.raises(DeploymentError, match="AnswersTable: No such key"):
        made.deploy("data", TEMPLATE, {"TemplateBody": "{}"}, {"Key": "k"})


def test_a_refused_change_tells_why():
    made, _ = stacks(CloudFormation(reason="Template error: rule DataStaysInTheUnitedStates failed"))
    with pytest.raises(DeploymentError, match="DataStaysInTheUnitedStates"):
        made.deploy("data", TEMPLATE, {"TemplateBody": "{}"}, {"Key": "k"})
