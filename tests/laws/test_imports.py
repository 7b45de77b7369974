"""The order of imports (.importlinter), and within an area: services stand on stores, stores on what is pure.

And laws 3 and 10: each handler, imported alone in a fresh interpreter, brings neither the application nor what it does
not need.
"""

import importlib
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import grimp
import pytest

from infrastructure.application import load_app
from tests.laws.source import ROOT, every_module, imports, planted

# --- The contracts

PLANTED = {
    "kernel/clock.py": "from chalicelib.routes import session",
    "jobs/mail.py": "from chalicelib.routes import pages",
    "surveys/service.py": "import pynamodb.models",
    "surveys/export_service.py": "import botocore.session",
    "dialogues/service.py": "import chalice.app",
    "identity/service.py": "import aws_lambda_powertools",
    "dialogues/thread.py": "import cryptography.fernet",
    "surveys/engine/logic.py": "from chalicelib.surveys import store",
    "unplaced/__init__.py": "",
}


def lint(folder):
    command = [sys.executable, "-m", "importlinter.cli", "--no-cache", "--no-logo"]
    code = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command(sys.argv[1:])"
    return subprocess.run(
        [sys.executable, "-c", code, *command[3:]], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_contracts_are_kept():
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_each_contract_can_be_broken(tmp_path):
    shutil.copytree(ROOT / "chalicelib", tmp_path / "chalicelib", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for name, line in PLANTED.items():
        path = tmp_path / "chalicelib" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{path.read_text() if path.exists() else ''}\n{line}\n")
    done = lint(tmp_path)
    assert "0 kept, 8 broken" in done.stdout, done.stdout
    assert "unplaced" in done.stdout
    assert done.returncode == 1


def test_nothing_imports_the_application():
    assert [module.name for module in every_module() if brings_app(module)] == []
    assert brings_app(planted("x", "def f():\n    from app import app"))


def brings_app(module):
    return any(name == "app" or name.startswith("app.") for name in imports(module))


# --- Within an area

AREAS = (
    "exports",
    "approvals",
    "requests",
    "sharing",
    "surveys",
    "dialogues",
    "continuity",
    "consents",
    "identity",
    "districts",
    "privacy",
    "assurance",
    "notifications",
)
NOT_PURE = {
    ("chalicelib.identity.credentials", "chalicelib.aws.kms"): "A password is a MAC by a key that never leaves KMS.",
    ("chalicelib.identity.credentials", "chalicelib.aws.meter"): "A hash costs more than a call and is counted too.",
}


@cache
def graph():
    return grimp.build_graph("chalicelib", cache_dir=None)


def kind_of(module):
    parts = module.split(".")
    if len(parts) < 3 or parts[1] not in AREAS:
        return parts[1] if len(parts) > 1 else ""
    last = parts[-1]
    return "service" if last.endswith("service") else "store" if last == "store" else "pure"


FORBIDDEN = {"store": {"service"}, "pure": {"service", "store", "aws"}}


def breaches(held):
    """Imports that go upwards within the areas."""
    return {
        (importer, one)
        for importer in held.modules
        for one in held.find_modules_directly_imported_by(importer)
        if kind_of(one) in FORBIDDEN.get(kind_of(importer), set())
    } - set(NOT_PURE)


def test_services_stand_on_stores_and_stores_on_what_is_pure():
    assert breaches(graph()) == set()


@pytest.mark.parametrize(
    ("importer", "one"),
    [
        ("chalicelib.surveys.store", "chalicelib.surveys.service"),
        ("chalicelib.dialogues.sla", "chalicelib.dialogues.store"),
        ("chalicelib.surveys.engine.values", "chalicelib.aws.dynamodb"),
    ],
)
def test_an_import_that_goes_upwards_would_be_seen(importer, one):
    held = grimp.build_graph("chalicelib", cache_dir=None)
    held.add_import(importer=importer, imported=one)
    assert breaches(held) == {(importer, one)}


# --- What each handler brings with it

ALONE = (
    "import importlib, json, sys; m, _, n = sys.argv[1].rpartition('.'); a = getattr(importlib.import_module(m), n); "
)
ALONE += "assert callable(a); print(json.dumps(sorted(sys.modules)))"
GATES = {"aws_lambda_powertools", "chalice", "chalicelib", "msgspec"}
AWS = {"botocore", "certifi", "dateutil", "jmespath", "pynamodb", "six", "typing_extensions", "urllib3"}
WITHOUT_SEALS = {"back_up_daily", "check_backups", "log_changes", "seal_changes"}
NEVER = {
    "chalice.cli": "Chalice's own tools are for building.",
    "chalice.deploy": "As above.",
    "chalice.local": "As above.",
    "boto3": "botocore's clients do, and come sooner.",
    "yaml": "Only the retention worker reads the data map, when it runs.",
    "sqlite3": "Nothing keeps a file.",
    "rfc8785": "Loaded where a document is signed.",
    "xlsxwriter": "Only the step that makes a workbook loads it.",
    "re2": "Loaded by surveys that have a pattern.",
    "aws_xray_sdk": "Costs 75 ms; only where X-Ray is on.",
}


def handlers():
    return {"api": "app.app", **{one.name: one.handler_string for one in load_app().pure_lambda_functions}}


def modules_brought_by(handler, folder=ROOT):
    # A process whose coverage is measured brings the measuring along.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-c", ALONE, handler], cwd=folder, env=plain, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


@pytest.fixture(scope="module")
def brought():
    """What comes with each handler: with any of a module, all of the module comes."""
    one_of = {handler.rpartition(".")[0]: handler for handler in handlers().values()}
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(one_of, pool.map(modules_brought_by, one_of.values()), strict=True))
    return {name: found[handler.rpartition(".")[0]] for name, handler in handlers().items()}


def test_every_handler_is_in_its_module():
    for handler in handlers().values():
        module, _, name = handler.rpartition(".")
        assert callable(getattr(importlib.import_module(module), name))


def is_alone(modules):
    return not any(name == "app" or name.startswith("chalicelib.routes") for name in modules)


def libraries(modules):
    own = {name.partition(".")[0] for name in modules} - sys.stdlib_module_names
    return {name for name in own if not name.startswith("_")}


@pytest.mark.parametrize("name", sorted(set(handlers()) - {"api"}))
def test_a_handler_stands_alone(brought, name):
    assert is_alone(brought[name])


def test_the_api_does_not_pay_for_jobs_and_streams(brought):
    assert not any(name.startswith(("chalicelib.jobs", "chalicelib.streams")) for name in brought["api"])


@pytest.mark.parametrize("name", sorted(handlers()))
def test_a_handler_brings_exactly_these_libraries(brought, name):
    expected = (
        GATES | AWS | (set() if name in WITHOUT_SEALS else {"cryptography"}) | ({"app"} if name == "api" else set())
    )
    assert libraries(brought[name]) == expected


@pytest.mark.parametrize("name", sorted(handlers()))
def test_a_handler_never_brings_what_it_does_not_need(brought, name):
    assert set(NEVER) & brought[name] == set()


def test_a_handler_that_leans_on_the_application_would_be_seen(tmp_path):
    (tmp_path / "app.py").write_text("app = 1")
    (tmp_path / "leaning.py").write_text("import app, yaml\ndef run(event, context): ...")
    modules = modules_brought_by("leaning.run", tmp_path)
    assert not is_alone(modules)
    assert set(NEVER) & modules == {"yaml"}
    assert libraries(modules) >= {"yaml", "app"}
