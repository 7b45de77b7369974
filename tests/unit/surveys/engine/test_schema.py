"""The profile as a JSON Schema: what the compiler takes, the schema takes; of what is outside it refuses the shape."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from chalicelib.surveys.engine import profile
from chalicelib.surveys.engine.profile.schema import schema
from local.demo import climate
from local.setup import WEB, node_folder

SCRIPT = """
const Ajv = require("ajv");
const [schema, definitions] = JSON.parse(require("fs").readFileSync(0, "utf8"));
delete schema.$schema;
const check = new Ajv({ unknownFormats: "ignore" }).compile(schema);
console.log(JSON.stringify(definitions.map((one) => check(one) === true)));
"""
needs_ajv = pytest.mark.skipif(
    not (WEB / "node_modules" / "ajv").exists(), reason="The browser libraries are not there."
)


def verdicts(*definitions):
    node = shutil.which("node", path=str(node_folder())) or "node"
    said = subprocess.run(
        [node, "-e", SCRIPT],
        input=json.dumps([schema(profile.VERSION), definitions]),
        capture_output=True,
        text=True,
        check=True,
        cwd=WEB,
    )
    return json.loads(said.stdout)


def one(**element):
    return {"elements": [element]}


TAKEN = [
    climate.DEFINITION,
    one(type="text", name="q", maskType="pattern", maskSettings={"pattern": "99"}, visibleIf="{q} = 1"),
    one(type="html", html="<b>Hi</b>"),
    one(type="radiogroup", name="q", choices=[1, "a|b", {"value": True, "text": {"default": "Yes", "es": "Sí"}}]),
    one(type="paneldynamic", name="q", templateElements=[{"type": "comment", "name": "c"}]),
    one(type="matrixdynamic", name="q", columns=[{"name": "c", "cellType": "slider", "max": 5}]),
    one(type="multipletext", name="q", items=[{"name": "i", "validators": [{"type": "email"}]}]),
    {**one(type="text", name="q"), "triggers": [{"type": "complete", "expression": "{q} = 1"}]},
]
OUTSIDE = [
    {},
    {"elements": [], "pages": []},
    one(type="imagemap", name="q"),
    one(type="text"),
    one(type="text", name="q", colour="red"),
    one(type="text", name="q", isRequired="yes"),
    one(type="comment", name="q", maxLength=1_000_000),
    one(type="radiogroup", name="q", choices=[{"text": "no value"}]),
    one(type="text", name="q", validators=[{"type": "iban"}]),
    {**one(type="text", name="q"), "triggers": [{"type": "skip", "expression": "{q} = 1"}]},
    {**one(type="text", name="q"), "clearInvisibleValues": "none"},
]


@needs_ajv
def test_the_schema_takes_what_is_inside_the_profile_and_refuses_what_is_outside():
    assert verdicts(*TAKEN, *OUTSIDE) == [True] * len(TAKEN) + [False] * len(OUTSIDE)


def test_every_type_and_property_of_the_tables_is_in_the_schema():
    shapes = {
        branch["if"]["properties"]["type"]["const"]: branch["then"]
        for branch in schema(profile.VERSION)["definitions"]["element"]["allOf"]
    }
    assert {kind: shape["properties"].keys() for kind, shape in shapes.items()} == {
        kind: table.keys() for kind, table in profile.TYPES.items()
    }


def test_the_written_schema_names_its_version():
    written = json.loads(Path("docs/surveys/profile.schema.json").read_text())
    assert written["$id"] == f"urn:parley:survey-profile:{profile.VERSION}"
