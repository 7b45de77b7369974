"""The app stack's template: Chalice defines functions, roles and API; app.merge.yaml adds what Chalice cannot say.

Chalice's packager runs in process. Its own bundling is left out, because `infrastructure.bundle` builds the zip.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from chalice.app import Chalice
from chalice.config import Config
from chalice.deploy.appgraph import ApplicationGraphBuilder, DependencyBuilder
from chalice.deploy.deployer import BaseDeployStep, BuildStage, InjectDefaults, PolicyGenerator, SwaggerBuilder
from chalice.deploy.swagger import CFNSwaggerGenerator
from chalice.deploy.validate import validate_configuration
from chalice.package import PackageOptions, ResourceBuilder, SAMTemplateGenerator, TemplateDeepMerger
from chalice.policy import AppPolicyGenerator
from chalice.utils import OSUtils

from infrastructure.targets import Target
from infrastructure.templates import HERE, ROOT, Template, of_type, read

if TYPE_CHECKING:
    from chalice.awsclient import TypedAWSClient

CHALICE_STAGE = "prod"  # Chalice's one stage is how functions are configured; an installation's stage is a parameter.


class _BundledElsewhere(BaseDeployStep):
    """Stands where Chalice would pack the code with pip."""

    def handle_deploymentpackage(self, _config: Config, resource: Any) -> None:
        resource.filename = "bundle.zip"


class _Principals(PackageOptions):
    """The service principals of the US commercial Regions; Chalice would ask an AWS client."""

    def __init__(self) -> None:
        super().__init__(cast("TypedAWSClient", None))

    def service_principal(self, service: str) -> str:
        return f"{service}.amazonaws.com"


def load_app(root: Path = ROOT) -> Chalice:
    """The Chalice app of `app.py`."""
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    app: Chalice = importlib.import_module("app").app
    return app


def application_template(app: Chalice, target: Target, project: Path = ROOT) -> Template:
    """The merged template; raises ValueError where Chalice refuses the configuration."""
    config = _config(app, project)
    validate_configuration(config)
    resources = _builder().construct_resources(config, CHALICE_STAGE)
    generated = SAMTemplateGenerator(config, _Principals()).generate(resources)
    template: Template = TemplateDeepMerger().merge(read(HERE / "app.merge.yaml"), generated)
    _require_functions(template)
    for function in of_type(template, "AWS::Serverless::Function").values():
        _finish(function["Properties"], target)
    return template


def _require_functions(template: Template) -> None:
    # The merge would make a nameless resource of a function that the application does not have.
    untyped = sorted(name for name, resource in template["Resources"].items() if "Type" not in resource)
    if untyped:
        raise ValueError(
            f"app.merge.yaml speaks of functions that the application does not have: {', '.join(untyped)}."
        )


def _config(app: Chalice, project: Path) -> Config:
    on_disk = json.loads((ROOT / ".chalice" / "config.json").read_text())
    given = {"chalice_app": app, "project_dir": str(project)}
    return Config(CHALICE_STAGE, user_provided_params=given, config_from_disk=on_disk)


def _builder() -> ResourceBuilder:
    policies = PolicyGenerator(AppPolicyGenerator(OSUtils()), OSUtils())
    steps = [InjectDefaults(), _BundledElsewhere(), policies, SwaggerBuilder(CFNSwaggerGenerator())]
    return ResourceBuilder(ApplicationGraphBuilder(), DependencyBuilder(), BuildStage(steps))


def _finish(properties: Template, target: Target) -> None:
    """Chalice takes the runtime from the interpreter at hand and fixes tracing; the target and Globals decide."""
    properties["Runtime"] = target.runtime
    properties["Architectures"] = [target.architecture]
    properties["CodeUri"] = {"Bucket": {"Ref": "ArtifactBucket"}, "Key": {"Ref": "BundleKey"}}
    del properties["Tracing"]
