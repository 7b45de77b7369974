"""Law 9: documents in step. What docs/ says of the API and the data map is what the code says."""

import json
import re

import msgspec
import pytest

from chalicelib.entry.call import Nothing
from chalicelib.entry.http import ROUTES
from chalicelib.entry.job import JOBS
from infrastructure.application import load_app
from local.documents import api, datamap, openapi
from local.documents.__main__ import documents, stale

# Background functions are imported only when somebody asks for them.
FUNCTIONS = {function.name for function in load_app().pure_lambda_functions}
DOCUMENT = openapi.document(ROUTES)


def test_the_documents_are_what_the_code_says():
    assert stale() == [], "Run python -m local.documents write"


def test_a_document_that_is_missing_or_old_would_be_seen(tmp_path):
    for path, text in documents().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    assert stale(tmp_path) == []
    (tmp_path / "docs" / "api.md").write_text("# The API\n")
    (tmp_path / "docs" / "openapi.json").unlink()
    assert stale(tmp_path) == ["docs/api.md", "docs/openapi.json"]


@pytest.mark.parametrize("part", ["status", "path", "text", "allow", "reply"])
def test_a_route_that_changes_changes_the_documents(part):
    one, other = (next(route for route in ROUTES if route.name == name) for name in ("submit_response", "list_users"))
    changed = msgspec.structs.replace(one, **{part: getattr(other, part)})
    routes = [changed if route is one else route for route in ROUTES]
    assert openapi.written(routes) != openapi.written(ROUTES)
    assert api.written(routes) != api.written(ROUTES)


def test_a_retention_rule_that_changes_changes_the_data_map():
    held = datamap.read()
    longer = msgspec.structs.replace(held.retention["answer"], days=3650)
    changed = msgspec.structs.replace(held, retention={**held.retention, "answer": longer})
    assert datamap.written(changed) != datamap.written(held)


def without_a_schema(route):
    return [
        shape
        for shape in (route.body, route.query, route.reply)
        if not (isinstance(shape, type) and issubclass(shape, msgspec.Struct))
    ]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_route_has_a_text_and_a_schema_for_what_it_takes_and_gives(route):
    assert route.text.endswith(".")
    assert without_a_schema(route) == []
    assert route.reply is not Nothing


def test_a_route_that_gives_anything_would_be_seen():
    assert without_a_schema(msgspec.structs.replace(ROUTES[0], reply=dict)) == [dict]


def takes_anything(route):
    fields = msgspec.structs.fields(route.body)
    refuses = getattr(route.body.__struct_config__, "forbid_unknown_fields", False)
    return not refuses or any(one.name == "" for one in fields)


@pytest.mark.parametrize("route", [one for one in ROUTES if openapi.takes_body(one)], ids=lambda route: route.name)
def test_every_body_refuses_a_field_that_it_does_not_know(route):
    assert not takes_anything(route)


@pytest.mark.parametrize("route", [one for one in ROUTES if one.status == 201], ids=lambda route: route.name)
def test_whatever_is_created_takes_a_key(route):
    assert "key" in route.body.__struct_fields__


def test_every_background_function_is_a_job():
    assert {job.name for job in JOBS} == FUNCTIONS


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_every_job_has_a_text(job):
    assert job.text


# --- The OpenAPI document itself


def references(part):
    return set(re.findall(r'"\$ref": "#/components/([^"]+)"', json.dumps(part)))


def test_every_reference_leads_somewhere_and_every_schema_is_used():
    parts = DOCUMENT["components"]
    there = {f"{kind}/{name}" for kind in ("schemas", "responses") for name in parts[kind]}
    assert references(DOCUMENT) <= there
    assert references({"$ref": "#/components/schemas/Planted"}) - there == {"schemas/Planted"}
    in_query = {f"schemas/{route.query.__name__}" for route in ROUTES}
    assert there - references(DOCUMENT) - in_query - {"schemas/Nothing"} == set()


def test_every_operation_has_a_name_of_its_own():
    names = [one["operationId"] for methods in DOCUMENT["paths"].values() for one in methods.values()]
    assert len(names) == len(set(names)) == len(ROUTES)


def test_every_shape_has_a_short_name_of_its_own():
    assert [name for name in DOCUMENT["components"]["schemas"] if "." in name] == []


def test_every_write_by_somebody_signed_in_takes_the_token_of_its_page():
    for route in ROUTES:
        operation = DOCUMENT["paths"][route.path][route.method.lower()]
        named = "parley-csrf" in [one["name"] for one in operation["parameters"]]
        assert named == (bool(operation["security"]) and route.method != "GET")
