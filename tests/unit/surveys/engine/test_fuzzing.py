"""Random surveys and answers, engine against library: they agree; a planted disagreement is found and made small.

The generator's chances are not secrets.
"""

# ruff: noqa: S311

import json
from random import Random

import pytest

from chalicelib.surveys.engine import operators
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from local.fuzzing import __main__ as command
from local.fuzzing.generator import Maker
from local.fuzzing.oracle import LIBRARY, library
from local.fuzzing.run import is_of_no_page, run
from local.fuzzing.shrinking import shrink

needs_library = pytest.mark.skipif(not LIBRARY.is_dir(), reason="the pages' libraries are not installed")


@pytest.fixture(scope="module")
def ask():
    with library() as ask:
        yield ask


@needs_library
def test_random_surveys_agree(ask):
    outcome = run(ask, seed=1, cases=20)
    assert not outcome.disagreements, "\n".join(command.lines_of(outcome))
    assert outcome.compared == outcome.cases


@needs_library
def test_a_wrong_operator_is_found_and_made_small(ask, monkeypatch):
    monkeypatch.setitem(operators.COMPARISONS, "notequal", operators.COMPARISONS["equal"])
    (found,) = run(ask, seed=1, cases=60, most=1, most_tries=25).disagreements
    assert "<>" in json.dumps(found.definition)
    assert len(json.dumps(found.definition)) < len(json.dumps(Maker(Random(found.seed)).case()[0]))


@needs_library
def test_a_library_that_shows_another_question_is_found(ask):
    def doctored(definition, answer):
        reply = ask(definition, answer)
        return {**reply, "visible": [*reply.get("visible", ()), "ghost"]}

    (found,) = run(doctored, seed=1, cases=5, most=1, most_tries=20).disagreements
    assert any("ghost" in sentence for sentence in found.differs)


@needs_library
@pytest.mark.parametrize(("differs", "status"), [(False, 0), (True, 1)])
def test_the_command_is_red_where_anything_disagrees(ask, monkeypatch, capsys, differs, status):
    def reply(*pair):
        return {**ask(*pair), "visible": ["ghost"]} if differs else ask(*pair)

    monkeypatch.setattr(command, "run", lambda _, seed, seconds: run(reply, seed=seed, cases=5, most_tries=1))
    assert command.main(["--seconds", "1"]) == status
    assert ("DISAGREES 1/" in capsys.readouterr().out) is differs


def test_random_surveys_are_inside_the_profile_and_the_same_for_the_same_seed():
    for seed in range(200):
        definition, answer = Maker(Random(seed)).case()
        compile_questionnaire(definition)
        assert (definition, answer) == Maker(Random(seed)).case()


def test_shrinking_keeps_what_disagrees_and_nothing_else():
    wanted = {"type": "text", "name": "q2", "visibleIf": "{b} = 2"}
    joined = wanted | {"visibleIf": "{a} = 1 and {b} = 2", "isRequired": True}
    definition = {"pages": [{"elements": [{"type": "text", "name": "q1"}, joined]}]}
    least = shrink((definition, {"a": 1, "b": [2, 3]}), lambda pair: "{b} = 2" in json.dumps(pair[0]))
    assert least == ({"pages": [{"elements": [wanted]}]}, {})


def test_what_no_page_sends_is_told_apart_from_what_one_may_send():
    definition = {"pages": [{"elements": [{"type": "text", "name": "q"}, {"type": "rating", "name": "r"}]}]}
    assert is_of_no_page((definition, {"q": ["a"]}))
    assert is_of_no_page((definition, {"other": "a"}))
    assert not is_of_no_page((definition, {"q": "a", "r": 3}))
