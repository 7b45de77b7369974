"""CloudFormation templates as data: read with their short forms, written as JSON."""

import json
from pathlib import Path
from typing import Any

import yaml

Template = dict[str, Any]

HERE = Path(__file__).parent
ROOT = HERE.parent
SHORT_NAMES = ("Ref", "Condition")


class _CloudFormationLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Plain YAML, with `!Ref x` and its kin as `{"Ref": "x"}`; read by libyaml, which is many times as fast."""


def _long_form(loader: yaml.SafeLoader, name: str, node: yaml.Node) -> dict[str, Any]:
    return {name if name in SHORT_NAMES else f"Fn::{name}": _arguments(loader, name, node)}


def _arguments(loader: yaml.SafeLoader, name: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    value = str(node.value)
    return value.split(".", 1) if name == "GetAtt" else value


_CloudFormationLoader.add_multi_constructor("!", _long_form)


def read(path: Path) -> Template:
    """The template in a YAML file, every short form spelled out."""
    template: Template = yaml.load(path.read_text(), Loader=_CloudFormationLoader)  # noqa: S506 - it is a SafeLoader.
    return template


def written(template: Template) -> bytes:
    """The template as JSON, always the same bytes for the same template."""
    return json.dumps(template, indent=1, sort_keys=True).encode()


def of_type(template: Template, kind: str) -> dict[str, Template]:
    """The resources of one type, by logical id."""
    return {name: resource for name, resource in template["Resources"].items() if resource.get("Type") == kind}
