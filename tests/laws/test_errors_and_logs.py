"""Laws 4 to 6: one error shape, nothing logs below the gates, one door each for time, environment and randomness."""

import ast
import json
from pathlib import Path

import pytest

from chalicelib.entry import http, log
from chalicelib.entry.http import ROUTES, refused
from chalicelib.kernel import errors
from chalicelib.kernel.errors import ParleyError

ROOT = Path(__file__).resolve().parents[2]
OURS = sorted((ROOT / "chalicelib").rglob("*.py"))
BELOW = [path for path in OURS if path.relative_to(ROOT).parts[1] != "entry"]
DOORS = {
    "chalicelib/kernel/clock.py": {"datetime.now"},
    "chalicelib/kernel/settings.py": {"os.environ"},
    "chalicelib/kernel/ids.py": {"os.urandom"},
}
FORBIDDEN = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "os.environ", "os.getenv",
             "os.urandom", "uuid.uuid4", "secrets.token_bytes", "random.random"}  # fmt: skip
SECRET = "an answer that nobody may see"


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def refusals() -> list[type[ParleyError]]:
    return [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, ParleyError)]


@pytest.mark.parametrize("kind", refusals())
def test_every_refusal_has_the_one_shape(kind):
    response = refused(kind("No."), "req")
    assert json.loads(response.body) == {"error": kind.code, "message": "No.", "fields": {}, "request_id": "req"}
    assert response.status_code == kind.status


class Request:
    context = {"requestId": "req"}
    headers = {"content-type": "application/json"}
    query_params = None
    raw_body = b"{}"


def test_a_fault_tells_nobody_what_was_in_it(lakeview, capsys):
    def broken(_call):
        raise RuntimeError(SECRET)

    route = next(route for route in ROUTES if route.name == "get_district")
    response = http.serve(route, broken, Request(), {"slug": "lakeview"})
    assert response.status_code == 500
    assert set(json.loads(response.body)) == {"error", "message", "fields", "request_id"}
    told = response.body + capsys.readouterr().out
    assert SECRET not in told
    assert "RuntimeError" in told


def test_a_field_that_is_not_on_the_list_cannot_be_logged():
    with pytest.raises(log.ForbiddenFieldError):
        log.write_line("request", body=SECRET)


def names_in(source: str) -> set[str]:
    """Every dotted name that a module reads, and every function that it calls by name."""
    tree = ast.parse(source)
    dotted = {f"{node.value.id}.{node.attr}" for node in ast.walk(tree)
              if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)}  # fmt: skip
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return dotted | called | imported | modules


def logs(source: str) -> set[str]:
    return names_in(source) & {"print", "logging", "aws_lambda_powertools", "warnings.warn", "sys.stdout", "sys.stderr"}


def opens_doors(source: str) -> set[str]:
    return names_in(source) & FORBIDDEN


@pytest.mark.parametrize("path", BELOW, ids=name_of)
def test_nothing_below_the_gates_logs(path):
    assert logs(path.read_text()) == set()


@pytest.mark.parametrize(
    "path", sorted((ROOT / "chalicelib").rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_time_environment_and_randomness_have_one_door_each(path):
    assert opens_doors(path.read_text()) <= DOORS.get(name_of(path), set())


def test_the_search_finds_what_it_forbids():
    assert logs("import logging\nlogging.info(1)") == {"logging"}
    assert logs("def f():\n    print(1)") == {"print"}
    assert opens_doors("import os\nx = os.environ['A']") == {"os.environ"}
