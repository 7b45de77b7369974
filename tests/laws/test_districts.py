"""Law 2: every row is reached through its district.

The first argument of whatever reaches a store is a district, its keys, a key or an account of one of its people, or a
row that was reached so. Who reaches a store is read from the code, through every function that stands between.
"""

import ast
import importlib
import inspect
from functools import cache

import pytest

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Row
from chalicelib.districts.service import District
from chalicelib.identity.service import Account
from chalicelib.privacy.vault import DataKey, DistrictKeys
from tests.laws.source import every_module, functions, named, planted

STORE = {
    f"chalicelib.aws.dynamodb.{name}"
    for name, one in vars(dynamodb).items()
    if inspect.isfunction(one) and one.__module__ == dynamodb.__name__ and not name.startswith("_")
} - {"chalicelib.aws.dynamodb.table_name"}
WITHOUT_A_DISTRICT = {
    "chalicelib.assurance.ledger_service.forget_step": "Steps are of jobs, which serve all districts.",
    "chalicelib.assurance.ledger_service.once": "As above.",
    "chalicelib.assurance.ledger_service.result_of": "As above.",
    "chalicelib.assurance.ledger_service.steps_of": "As above.",
    "chalicelib.assurance.run_service.begin_run": "Runs are of jobs, which serve all districts.",
    "chalicelib.assurance.run_service.last_runs": "As above.",
    "chalicelib.districts.closing_service.due_closings": "The sweep orders the work on each closing that is due.",
    "chalicelib.districts.service.require_free": "The slug directory says whether an address is free.",
    "chalicelib.continuity.backup_service.back_up": "A backup holds all districts.",
    "chalicelib.continuity.check_service.check": "As above.",
    "chalicelib.continuity.escrow_service.escrow": "The key table is sealed whole.",
    "chalicelib.continuity.backup_service.save_table": "As above.",
    "chalicelib.continuity.drill_report_service.finish": "A drill restores all districts.",
    "chalicelib.continuity.drill_service.last_drills": "As above.",
    "chalicelib.continuity.drill_service.status": "As above.",
    "chalicelib.continuity.restore_people_service.erased_people": "A restore holds all districts.",
    "chalicelib.continuity.restore_people_service.gone_districts": "As above.",
    "chalicelib.continuity.restore_people_service.judged": "As above.",
    "chalicelib.continuity.restore_report_service.state_of": "As above.",
    "chalicelib.continuity.restore_service.compared": "As above.",
    "chalicelib.continuity.restore_service.steps": "As above.",
    "chalicelib.continuity.step_service.go_on": "Steps are of jobs, which serve all districts.",
    "chalicelib.continuity.step_service.results_of": "As above.",
    "chalicelib.districts.service.every_district": "Planners order one piece of work for each district.",
    "chalicelib.districts.service.find_district": "The slug directory leads from an address to its district.",
}
KEYS_WITHOUT_A_DISTRICT = {
    "chalicelib.districts.store.slug_pk": "SLUG#",
    "chalicelib.districts.store.closings_pk": "CLOSINGS",
    "chalicelib.closure.store.trends_pk": "TRENDS#",
    "chalicelib.assurance.store.steps_pk": "JOB#",
    "chalicelib.continuity.store.drills_pk": "DRILL#",
}


def reaching_a_store(modules):
    """The dotted names of all functions that come to a store, however long the way."""
    calls = {name: set(named(module, node)) for module in modules for name, node in functions(module).items()}
    reached, found = set(STORE), set()
    while found != reached:
        found = set(reached)
        reached |= {name for name, used in calls.items() if used & found}
    return reached - STORE


def is_through_a_district(function):
    first = next(iter(inspect.signature(function, eval_str=True).parameters.values()), None)
    if first is None or not isinstance(first.annotation, type):
        return False
    return first.name == "district_id" or issubclass(
        first.annotation, District | DistrictKeys | DataKey | Account | Row
    )


@cache
def service_functions():
    services = [module for module in every_module() if module.name.endswith("service")]
    public = {name for module in services for name in functions(module) if not name.rpartition(".")[2].startswith("_")}
    return sorted(public & reaching_a_store(every_module()))


def found(dotted):
    module, _, name = dotted.rpartition(".")
    one = getattr(importlib.import_module(module), name)
    return getattr(one, "__wrapped__", one)


@pytest.mark.parametrize("name", service_functions())
def test_whatever_reaches_a_store_begins_with_a_district(name):
    assert is_through_a_district(found(name)) != (name in WITHOUT_A_DISTRICT)


def test_no_exception_outlives_its_function():
    assert set(WITHOUT_A_DISTRICT) <= set(service_functions())


def test_a_function_that_takes_an_id_alone_would_be_seen():
    def read_thread(thread_id: str, district_id: str): ...

    text = "from chalicelib.aws import dynamodb\ndef read_thread(i): return _read(i)\ndef _read(i): dynamodb.get(i)"
    assert "x.service.read_thread" in reaching_a_store([planted("x.service", text)])
    assert not is_through_a_district(read_thread)


def loops_over_districts(modules):
    """The jobs' modules that go through all districts by themselves, and stop where one of them is at fault."""
    jobs = [module for module in modules if module.name.startswith("chalicelib.jobs.")]
    loops = ((module, node) for module in jobs for node in ast.walk(module.tree))
    kinds = ast.For | ast.comprehension
    return {
        module.name for module, node in loops if isinstance(node, kinds) and "every_district" in ast.dump(node.iter)
    }


def test_a_job_for_all_districts_stops_at_no_ones_fault():
    # A restore in which a district cannot be read has failed.
    assert loops_over_districts(every_module()) == {"chalicelib.jobs.trying"}
    text = "def sweep(): return [work(one) for one in districts.every_district()]"
    assert loops_over_districts([planted("chalicelib.jobs.sweep", text)])


def keys_of_stores():
    stores = [module for module in every_module() if module.name.endswith(".store")]
    return sorted(name for module in stores for name in functions(module) if name.endswith("_pk"))


def is_key_of_a_district(function):
    parameters = inspect.signature(function).parameters
    sent = {name: 7 if one.annotation is int else f"{name}-x" for name, one in parameters.items()}
    return next(iter(parameters)) == "district_id" and function(**sent).startswith("D#district_id-x")


@pytest.mark.parametrize("name", keys_of_stores())
def test_every_partition_key_begins_with_its_district(name):
    if name in KEYS_WITHOUT_A_DISTRICT:
        assert found(name)(*["x"] * len(inspect.signature(found(name)).parameters)).startswith(
            KEYS_WITHOUT_A_DISTRICT[name]
        )
    else:
        assert is_key_of_a_district(found(name))


def test_a_key_without_its_district_would_be_seen():
    assert not is_key_of_a_district(lambda thread_id: f"H#{thread_id}")
    assert not is_key_of_a_district(lambda district_id, thread_id: f"H#{thread_id}#{district_id}")


def spelled_by_hand(modules):
    return {
        module.name
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("D#")
    }


def test_keys_are_spelled_in_stores_alone():
    assert {name for name in spelled_by_hand(every_module()) if not name.endswith(".store")} == set()


def test_a_key_spelled_by_hand_would_be_seen():
    assert spelled_by_hand([planted("x.service", 'def a(d): return f"D#{d}#TOPICS"')]) == {"x.service"}
