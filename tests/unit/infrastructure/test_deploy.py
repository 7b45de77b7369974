import json
import zipfile

import boto3
import pytest

from chalicelib.kernel.settings import ForeignRegionError
from infrastructure.baseline import BelowBaselineError
from infrastructure.deploy import Clients, WrongBundleError, deploy, main
from infrastructure.emulator import NotLocalError, fitted, require_local


@pytest.fixture
def package(tmp_path):
    """A package for this machine."""
    with zipfile.ZipFile(tmp_path / "bundle.zip", "w") as archive:
        label = {"target": "local", "python": "3.11", "architecture": "x86_64", "compiled": True, "lock": ""}
        archive.writestr("bundle.json", json.dumps(label))
    (tmp_path / "app.json").write_text(json.dumps({"Parameters": {}, "Resources": {}}))
    return tmp_path


@pytest.mark.parametrize("region", ["eu-west-1", "ca-central-1", "us-gov-west-1", "us-east-3", ""])
def test_no_other_region_is_deployed_to(region, package):
    with pytest.raises(ForeignRegionError):
        deploy("prod", region, {}, package)


def test_a_real_account_refuses_a_local_bundle(package):
    with pytest.raises(WrongBundleError, match="--target aws"):
        deploy("prod", "us-east-1", {}, package)


@pytest.mark.parametrize("endpoint", ["https://example.org", "http://10.0.0.1:4566", "http://localhost.example.org"])
def test_an_endpoint_elsewhere_is_refused(endpoint, package):
    with pytest.raises(NotLocalError):
        deploy("prod", "us-east-1", {}, package, endpoint=endpoint)


@pytest.mark.parametrize("endpoint", ["http://localhost:1", "http://127.0.0.1:4566", "http://[::1]:4566"])
def test_an_endpoint_on_this_machine_is_taken(endpoint):
    assert require_local(endpoint) == endpoint


def test_a_template_below_the_baseline_is_refused_before_anything_is_made(package):
    with pytest.raises(BelowBaselineError, match="no rule keeps this stack in the four US Regions"):
        deploy("prod", "us-east-1", {}, package, endpoint="http://127.0.0.1:1")


def test_the_environment_cannot_redirect_a_deployment(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    clients = Clients(boto3.Session("a", "b", region_name="us-west-2"), None)
    assert clients.of("cloudformation").meta.endpoint_url == "https://cloudformation.us-west-2.amazonaws.com"


def test_the_command_says_in_a_sentence_why_it_refuses(capsys):
    assert main(["--stage", "prod", "--region", "eu-west-1"]) == 1
    assert "us-east-1" in capsys.readouterr().err


def test_what_refuses_plain_http_is_left_out_of_the_emulator_and_named():
    template = {"Resources": {"A": {"Type": "AWS::SQS::QueuePolicy"}, "B": {"Type": "AWS::SQS::Queue"}}}
    kept, left_out = fitted(template)
    assert (list(kept["Resources"]), left_out) == (["B"], ["A"])


def test_conditions_the_emulator_does_not_know_are_lifted_there_and_no_others():
    unknown = {"Action": "kms:Decrypt", "Condition": {"StringEquals": {"kms:EncryptionContext:use": "kek"}}}
    known = {"Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "1"}}}
    role = {"Type": "AWS::IAM::Role", "Condition": "HasHost", "Properties": {"Statement": [unknown, known]}}
    kept, _ = fitted({"Resources": {"Role": role}})
    assert kept["Resources"]["Role"]["Properties"]["Statement"] == [{"Action": "kms:Decrypt"}, known]
    assert kept["Resources"]["Role"]["Condition"] == "HasHost"
