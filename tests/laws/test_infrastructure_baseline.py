"""The baseline catches what must never be deployed: each planted weakness is a fault, and they are counted."""

import copy
import json
import subprocess
import sys
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from chalicelib.kernel.settings import US_REGIONS
from infrastructure.application import application_template, load_app
from infrastructure.baseline import DEMANDS, HISTORY, KEPT, TABLE, BelowBaselineError, faults, require_baseline
from infrastructure.targets import aws_target
from infrastructure.templates import HERE, read, written
from tests.conftest import IS_THOROUGH, slice_of

PARTS = ("keys", "replica", "data", "app", "alarms")
FOREIGN = ("eu-west-1", "ca-central-1", "ap-southeast-2", "us-gov-west-1", "sa-east-1", "us-iso-east-1", "mx-central-1")


@cache
def template_of(part):
    return application_template(load_app(), aws_target()) if part == "app" else read(HERE / f"{part}.yaml")


def without(value, path):
    """The value with what lies at the path taken out; None where nothing lies there."""
    step, _, rest = path.partition(".")
    key = int(step) if isinstance(value, list) else step
    try:
        held = value[key]
    except (KeyError, IndexError, TypeError):
        return None
    if not rest:
        del value[key]
        return value
    return value if without(held, rest) is not None else None


def planted(template):
    """Every way to weaken one property that the baseline demands."""
    for name, resource in template["Resources"].items():
        for demand in DEMANDS:
            if demand.kind == resource["Type"]:
                yield name, f"Properties.{demand.path}"
        if resource["Type"] == TABLE:
            yield name, f"Properties.{HISTORY}"
        for attribute in ("DeletionPolicy", "UpdateReplacePolicy"):
            if resource.get(attribute) in KEPT and resource["Type"].rpartition("::")[2] in (
                "Table",
                "Bucket",
                "Key",
                "ReplicaKey",
            ):
                yield name, attribute
        if "EnableKeyRotation" in resource.get("Properties", {}):
            yield name, "Properties.EnableKeyRotation"


@pytest.mark.parametrize("part", PARTS)
def test_every_template_meets_the_baseline(part):
    assert list(faults(template_of(part))) == []


# The linter takes a minute for the many functions; every test run deploys their template, and `make thorough` lints it.
LINTED = [part for part in PARTS if IS_THOROUGH or part not in {"app", "alarms"}]


@pytest.mark.parametrize("part", LINTED)
def test_cfn_lint_finds_nothing(part, tmp_path):
    path = tmp_path / f"{part}.json"
    path.write_bytes(written(template_of(part)))
    linter = Path(sys.executable).with_name("cfn-lint")
    held = sorted(US_REGIONS) if IS_THOROUGH else sorted(US_REGIONS)[:1]
    regions = [argument for region in held for argument in ("--regions", region)]
    checked = subprocess.run([linter, *regions, "--", path], capture_output=True, text=True, check=False)
    assert checked.stdout + checked.stderr == ""
    assert checked.returncode == 0


def test_each_weakened_property_is_a_fault(figure):
    caught = 0
    for part in PARTS:
        for name, path in planted(template_of(part)):
            weakened = copy.deepcopy(template_of(part))
            shared = weakened.get("Globals", {}).get("Function", {})
            if without(weakened["Resources"][name], path) is None:
                del shared[path.removeprefix("Properties.")]
            assert list(faults(weakened)), f"{part}: {name} without {path} went unnoticed"
            caught += 1
    figure(f"{caught} weakened templates, each caught")
    assert caught >= 110


def test_each_property_pointed_at_another_key_is_a_fault():
    caught = 0
    for part in PARTS:
        text = json.dumps(template_of(part))
        for ours in ('{"Ref": "DataKey"}', '{"Fn::GetAtt": ["DataKey", "Arn"]}'):
            pieces = text.split(ours)
            for at in range(1, len(pieces)):
                swapped = json.loads(ours.join(pieces[:at]) + '"alias/aws/other"' + ours.join(pieces[at:]))
                caught += bool(list(faults(swapped)))
    assert caught >= 27


@pytest.mark.parametrize("part", PARTS)
def test_a_foreign_region_in_any_resource_is_a_fault(part):
    for name, region in slice_of(product(template_of(part)["Resources"], FOREIGN), len(FOREIGN) + 1):
        planted_in = copy.deepcopy(template_of(part))
        planted_in["Resources"][name].setdefault("Properties", {})["Description"] = f"arn:aws:x:{region}:1:y"
        assert any(region in fault for fault in faults(planted_in))


@pytest.mark.parametrize("part", PARTS)
def test_a_weakened_region_rule_is_a_fault(part):
    for change in ("remove", "add", "condition"):
        weakened = copy.deepcopy(template_of(part))
        rule = weakened["Rules"]["DataStaysInTheUnitedStates"]
        if change == "remove":
            del weakened["Rules"]["DataStaysInTheUnitedStates"]
        elif change == "add":
            rule["Assertions"][0]["Assert"]["Fn::Contains"][0].append("us-west-9")
        else:
            rule["RuleCondition"] = {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}
        assert any("Region" in fault for fault in faults(weakened))


def test_keys_of_districts_that_have_left_get_no_history():
    template = copy.deepcopy(template_of("data"))
    history = template["Resources"]["ClosingKeysTable"]["Properties"]["PointInTimeRecoverySpecification"]
    history["PointInTimeRecoveryEnabled"] = True
    assert any("ClosingKeysTable" in fault for fault in faults(template))


def test_a_store_of_a_kind_nobody_decided_about_is_a_fault():
    template = copy.deepcopy(template_of("data"))
    template["Resources"]["Cache"] = {"Type": "AWS::ElastiCache::CacheCluster", "Properties": {}}
    with pytest.raises(BelowBaselineError, match="nothing is decided about the encryption of AWS::ElastiCache"):
        require_baseline(template)


@pytest.mark.parametrize(
    ("part", "policy"),
    [
        ("keys", "ArtifactBucketPolicy"),
        ("data", "BackupBucketPolicy"),
        ("data", "FilesBucketPolicy"),
        ("replica", "ReplicaBucketPolicy"),
        ("replica", "FilesReplicaBucketPolicy"),
        ("data", "QueuesOnlyOverTls"),
        ("alarms", "AlarmTopicPolicy"),
    ],
)
def test_a_door_open_to_plain_text_is_a_fault(part, policy):
    opened = copy.deepcopy(template_of(part))
    statements = opened["Resources"][policy]["Properties"]["PolicyDocument"]["Statement"]
    for statement in statements:
        statement["Effect"] = "Allow"
    assert any("TLS" in fault for fault in faults(opened))
