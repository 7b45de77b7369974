"""The engine held against the browser library's own results, where a folder of them is given."""

import json
import os
from pathlib import Path

import pytest

from local.conformance.__main__ import main
from local.conformance.report import broken_gates, lines_of, results_of

FOLDER = os.environ.get("PARLEY_CONFORMANCE", "")
needs_folder = pytest.mark.skipif(not FOLDER, reason="PARLEY_CONFORMANCE names no folder")

FEWEST_INSIDE = {"surveys.json": 166, "surveys-public.json": 62}  # A ratchet: the profile may only grow.


@needs_folder
def test_every_gate_is_passed():
    results = results_of(Path(FOLDER))
    assert not broken_gates(results), "\n".join(lines_of(results))
    for result in results:
        assert result.inside >= FEWEST_INSIDE.get(result.name, 0)


def case_of(definition, data, group="visible", **expected):
    outcome = {"data": data, "visible": ["q"], "required": [], "errors": []}
    return {"id": f"{group}-1", "group": group, "definition": definition, "data": data, "expected": outcome | expected}


def folder_with(tmp_path, *cases, name="surveys.json"):
    file = {"now": "2026-03-15T12:00:00Z", "tz": "UTC", "cases": list(cases)}
    (tmp_path / name).write_text(json.dumps(file))
    return tmp_path


TEXT = {"elements": [{"type": "text", "name": "q"}]}


def test_a_folder_that_agrees_is_green(tmp_path, capsys):
    assert main([str(folder_with(tmp_path, case_of(TEXT, {"q": "x"})))]) == 0
    assert "1 of 1 inside the profile, 1 (100.0%) agree" in capsys.readouterr().out


@pytest.mark.parametrize(
    "expected",
    [
        {"visible": []},
        {"required": ["q"]},
        {"errors": [{"question": "q", "type": "required"}]},
        {"visible": ["q", "other"]},
    ],
)
def test_a_disagreement_is_red_and_named(tmp_path, capsys, expected):
    assert main([str(folder_with(tmp_path, case_of(TEXT, {"q": "x"}, **expected)))]) == 1
    assert "DISAGREES visible-1" in capsys.readouterr().out


def test_a_fault_that_the_browser_does_not_find_is_red(tmp_path):
    required = {"elements": [{"type": "text", "name": "q", "isRequired": True}]}
    assert main([str(folder_with(tmp_path, case_of(required, {}, required=["q"])))]) == 1


def test_what_the_server_refuses_beyond_the_browser_is_counted_by_rule(tmp_path, capsys):
    assert main([str(folder_with(tmp_path, case_of(TEXT, {"q": {"x": 1}})))]) == 0
    assert "shape" in capsys.readouterr().out


def test_a_worked_out_value_that_differs_is_red(tmp_path):
    double = {"elements": [{"type": "expression", "name": "q", "expression": "2 * 2"}]}
    assert main([str(folder_with(tmp_path, case_of(double, {"q": 4})))]) == 0
    assert main([str(folder_with(tmp_path, case_of(double, {"q": 5})))]) == 1


def test_a_hostile_answer_that_is_taken_is_red(tmp_path, capsys):
    assert main([str(folder_with(tmp_path, case_of(TEXT, {"q": "fine"}, group="tamper")))]) == 1
    assert "hostile answers are taken: tamper-1" in capsys.readouterr().out


def test_too_few_inside_the_profile_is_red_and_each_is_named_with_its_rule(tmp_path, capsys):
    outside = {"elements": [{"type": "text", "name": "q", "visibleIf": "unknown({q})"}]}
    assert main([str(folder_with(tmp_path, case_of(outside, {})))]) == 1
    assert "outside visible-1: elements[0].visibleIf: Use a known function" in capsys.readouterr().out


def test_expressions_have_gates_of_their_own(tmp_path, capsys):
    case = {"id": "e-1", "group": "sum", "expr": "1 + 1", "expected": {"parses": False}}
    assert main([str(folder_with(tmp_path, case, name="expressions.json"))]) == 1
    assert "DISAGREES e-1: 1 + 1" in capsys.readouterr().out


def test_a_folder_without_cases_is_told(tmp_path, capsys):
    (tmp_path / "package.json").write_text("{}")
    assert main([str(tmp_path)]) == 2
    assert main([]) == 2
    assert "Name a folder" in capsys.readouterr().err
