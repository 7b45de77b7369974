"""Deploy an installation: `python -m infrastructure.deploy --stage prod --region us-east-1 [--endpoint URL]`.

The same code serves AWS and the local emulator; only the endpoint differs. `infrastructure.package` has built what
is deployed. The stacks go in order - keys, data, app, alarms - and each takes its parameters from `--set` and from
the outputs of those before it. With `--replica-region`, a stack in that second US Region comes after the keys. The
outputs come as JSON on standard output, progress on standard error.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.kernel.settings import US_REGIONS, ForeignRegionError, require_us_region
from infrastructure import emulator
from infrastructure.baseline import BelowBaselineError, require_baseline
from infrastructure.bundle import read_label
from infrastructure.emulator import NotLocalError
from infrastructure.stacks import DeploymentError, Stacks, Values, say
from infrastructure.templates import HERE, ROOT, Template, read, written

REPLICA = HERE / "replica.yaml"
LOCAL_VALUES: Values = {
    "DeletionProtection": "false",
    "BackupLockMode": "GOVERNANCE",
    "MailFrom": "parley@example.org",
    "BaseUrl": "http://localhost:8000",
}


class WrongBundleError(Exception):
    """The bundle at hand is not one for where it would go."""


REFUSALS = (
    ForeignRegionError,
    NotLocalError,
    WrongBundleError,
    BelowBaselineError,
    DeploymentError,
    ClientError,
    BotoCoreError,
)


def deploy(
    stage: str,
    region: str,
    values: Values,
    package: Path,
    *,
    endpoint: str | None = None,
    account: str = emulator.ACCOUNT,
    replica_region: str = "",
) -> Values:
    """Deploy or update every stack, and give back their outputs.

    Raises ForeignRegionError, NotLocalError, WrongBundleError, BelowBaselineError or DeploymentError. `account` is the
    emulator's.
    """
    require_us_region(region)
    clients = _clients_in(region, endpoint, account)
    _require_bundle_for(endpoint, package)
    for template in (*templates(package).values(), read(REPLICA)):
        require_baseline(template)
    replica = _replica_clients(region, replica_region, endpoint, account)
    return _deploy(clients, stage, {**(LOCAL_VALUES if endpoint else {}), **values}, package, replica)


def _clients_in(region: str, endpoint: str | None, account: str) -> "Clients":
    session = _emulator_session(region, account) if endpoint else boto3.Session(region_name=region)
    return Clients(session, endpoint and emulator.require_local(endpoint))


def _replica_clients(region: str, replica_region: str, endpoint: str | None, account: str) -> "Clients | None":
    if not replica_region:
        return None
    if require_us_region(replica_region) == region:
        raise DeploymentError("The second Region must be another than the first.")
    return _clients_in(replica_region, endpoint, account)


def _emulator_session(region: str, account: str) -> boto3.Session:
    # Fixed credentials, so that a person's own never reach an emulator; it reads the account from the key.
    return boto3.Session(account, "local", region_name=region)


class Clients:
    """AWS clients of one session. The environment's own endpoint settings are ignored: only `--endpoint` decides."""

    def __init__(self, session: Any, endpoint: str | None) -> None:
        self.session = session
        self.endpoint = endpoint

    def of(self, service: str) -> Any:
        config = Config(
            ignore_configured_endpoint_urls=True,  # type: ignore[call-arg] # The stubs are older than the option.
            retries={"mode": "standard", "total_max_attempts": 5},
        )
        return self.session.client(service, endpoint_url=self.endpoint, config=config)


def _require_bundle_for(endpoint: str | None, package: Path) -> None:
    label = read_label(package / "bundle.zip")
    if endpoint is None and label.target != "aws":
        raise WrongBundleError(f"This bundle is for {label.target} use; AWS takes one of `--target aws`.")


def _deploy(clients: Clients, stage: str, values: Values, package: Path, replica: Clients | None) -> Values:
    account = clients.of("sts").get_caller_identity()["Account"]
    say(f"Deploying {stage} to account {account} in {clients.session.region_name}.")
    stacks = Stacks(clients.of("cloudformation"), stage, seconds=0.05 if clients.endpoint else 2.0)
    for part, template in templates(package).items():
        kept, left_out = emulator.fitted(template) if clients.endpoint else (template, [])
        if left_out:
            say(f"On this machine the {part} stack goes without {', '.join(left_out)}.")
        if part == "app":
            stacks.outputs["BundleKey"] = _uploaded_bundle(clients, stacks.outputs["ArtifactBucket"], package)
        stacks.deploy(part, kept, _body(clients, stacks.outputs, kept), _declared(template, values))
        if part == "keys" and replica:
            stacks.outputs |= _deploy_replica(replica, stage, values, stacks.outputs["DataKey"])
    if clients.endpoint:
        _mend(clients, stage, values, package)
    return stacks.outputs


def _deploy_replica(clients: Clients, stage: str, values: Values, primary_key: str) -> Values:
    """The stack of the second Region: where the copies of backups and files go, and the key they are encrypted with."""
    template = read(REPLICA)
    kept, left_out = emulator.fitted(template) if clients.endpoint else (template, [])
    if left_out:
        say(f"On this machine the replica stack goes without {', '.join(left_out)}.")
    stacks = Stacks(clients.of("cloudformation"), stage, seconds=0.05 if clients.endpoint else 2.0)
    given = {**_declared(template, values), "PrimaryDataKey": primary_key}
    stacks.deploy("replica", kept, {"TemplateBody": written(kept).decode()}, given)
    return stacks.outputs


def templates(package: Path) -> dict[str, Template]:
    """The stacks' templates in the order of their deployment."""
    app: Template = json.loads((package / "app.json").read_text())
    return {
        "keys": read(HERE / "keys.yaml"),
        "data": read(HERE / "data.yaml"),
        "app": app,
        "alarms": read(HERE / "alarms.yaml"),
    }


def _declared(template: Template, values: Values) -> Values:
    return {name: value for name, value in values.items() if name in template["Parameters"]}


def _body(clients: Clients, outputs: Values, template: Template) -> Values:
    # The first stack makes the bucket from which the others are read.
    if "ArtifactBucket" not in outputs:
        return {"TemplateBody": written(template).decode()}
    content = written(template)
    key = f"templates/{hashlib.sha256(content).hexdigest()}.json"
    clients.of("s3").put_object(Bucket=outputs["ArtifactBucket"], Key=key, Body=content)
    return {"TemplateURL": f"{_bucket_url(clients, outputs['ArtifactBucket'])}/{key}"}


def _bucket_url(clients: Clients, bucket: str) -> str:
    if clients.endpoint:
        return f"{clients.endpoint}/{bucket}"
    return f"https://{bucket}.s3.{clients.session.region_name}.amazonaws.com"


def _uploaded_bundle(clients: Clients, bucket: str, package: Path) -> str:
    content = (package / "bundle.zip").read_bytes()
    key = f"bundles/{hashlib.sha256(content).hexdigest()}.zip"
    s3 = clients.of("s3")
    if not s3.list_objects_v2(Bucket=bucket, Prefix=key).get("KeyCount"):
        s3.put_object(Bucket=bucket, Key=key, Body=content, ChecksumAlgorithm="SHA256")
    return key


def _mend(clients: Clients, stage: str, values: Values, package: Path) -> None:
    account = clients.of("sts").get_caller_identity()["Account"]
    mender = emulator.Mender(clients.of, stage, clients.session.region_name, account, values)
    for template in templates(package).values():
        mender.mend(template)


def _values(pairs: list[str]) -> Values:
    return dict(pair.split("=", 1) for pair in pairs)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infrastructure.deploy", description=__doc__)
    parser.add_argument("--stage", required=True, help="the installation's name, such as prod")
    parser.add_argument("--region", required=True, help=f"one of {', '.join(US_REGIONS)}")
    parser.add_argument("--replica-region", default="", help="a second US Region that backups and files are copied to")
    parser.add_argument("--endpoint", help="the local emulator's address; leave out for AWS")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a template's parameter")
    parser.add_argument("--package", type=Path, help="folder with bundle.zip and app.json; build/<target> unless given")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Deploy and print the outputs; 1 with a sentence where it cannot be done."""
    chosen = _parser().parse_args(arguments)
    package = chosen.package or ROOT / "build" / ("local" if chosen.endpoint else "aws")
    try:
        outputs = deploy(
            chosen.stage,
            chosen.region,
            _values(chosen.set),
            package,
            endpoint=chosen.endpoint,
            replica_region=chosen.replica_region,
        )
    except REFUSALS as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(outputs, indent=1, sort_keys=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
