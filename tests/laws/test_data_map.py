"""Law 7: the data map is complete. Every stored attribute stands in it, and nothing else does."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
import yaml

import chalicelib
from chalicelib.aws.dynamodb import Row
from chalicelib.continuity.rules import MAP, rules

DATA_MAP = yaml.safe_load(MAP.read_text())


def kinds_of(kind: type[Row]) -> Iterator[type[Row]]:
    for one in kind.__subclasses__():
        yield one
        yield from kinds_of(one)


def models() -> dict[str, type[Row]]:
    for package in pkgutil.iter_modules(chalicelib.__path__, "chalicelib."):
        for module in pkgutil.iter_modules(importlib.import_module(package.name).__path__, f"{package.name}."):
            if module.name.endswith(".store"):
                importlib.import_module(module.name)
    return {one.__name__: one for one in kinds_of(Row) if one.__module__.startswith("chalicelib")}


def differences(found: dict[str, type[Row]], described: dict) -> list[str]:
    """What stands on one side only: rows, attributes, and rows of another table."""
    problems = [f"{name} stands on one side only" for name in sorted(found.keys() ^ described.keys())]
    for name in found.keys() & described.keys():
        stored, told = set(found[name].get_attributes()), set(described[name]["attributes"])
        problems += [f"{name}.{attribute} stands on one side only" for attribute in sorted(stored ^ told)]
        if described[name]["table"] != found[name].TABLE:
            problems.append(f"{name} is in another table")
    return problems


def test_every_stored_attribute_is_in_the_map_and_nothing_else_is():
    assert len(models()) > 20
    assert differences(models(), DATA_MAP["rows"]) == []


@pytest.mark.parametrize("row", sorted(DATA_MAP["rows"]))
def test_each_attribute_says_class_reader_and_purpose(row: str):
    for attribute in DATA_MAP["rows"][row]["attributes"].values():
        assert attribute["class"] in DATA_MAP["classes"]
        assert set(attribute["seen_by"].split(", ")) <= DATA_MAP["readers"].keys()
        assert attribute["purpose"].endswith(".")


def test_each_row_has_a_retention_rule_or_a_life_that_is_explained():
    known = DATA_MAP["retention"].keys() | DATA_MAP["lives"].keys()
    assert {row["kept"] for row in DATA_MAP["rows"].values()} <= known


def test_the_retention_job_reads_the_defaults_that_were_decided():
    days = {kind: rule.days for kind, rule in rules().items()}
    wanted = {"answer": 1827, "dialogue": 731, "audit": 2557, "outbox": 30, "draft": 30, "log": 90, "session": 1}
    assert {kind: days[kind] for kind in wanted} == wanted


def test_an_attribute_that_the_map_lacks_is_found():
    rows = {**DATA_MAP["rows"], "KeyRow": {**DATA_MAP["rows"]["KeyRow"], "attributes": {"pk": {}}}}
    assert "KeyRow.wrapped stands on one side only" in differences(models(), rows)


def test_an_entry_for_nothing_is_found():
    assert "GhostRow stands on one side only" in differences(models(), {**DATA_MAP["rows"], "GhostRow": {}})
