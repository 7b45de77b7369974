"""Files that do not fit together, or that nobody's export would write, end in a sentence and never pass for equal."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from local import import_survey
from local.replay.__main__ import main
from local.replay.counting import count_columns
from local.replay.problems import USAGE, Problem
from local.replay.run import replay
from tests.unit.imports.exported import ROWS, SURVEY, TAGS, legacy
from tests.unit.imports.in_process import InProcess

ANSWERS = legacy(TAGS, *ROWS)
ODD = (None, True, 7, -1.5, "", "x", [], [1], {}, {"a": 1})
Place = tuple[str | int, ...]


def test_answers_to_another_survey_are_told_and_nothing_is_sent(capsys: pytest.CaptureFixture[str]) -> None:
    platform = InProcess()
    with pytest.raises(Problem, match="answers to another one"):
        replay(platform, SURVEY, b"author-id,comment-body\n,\n1,More trees.\n")
    assert platform.calls == []
    assert "comment-body: the survey file has no question for it" in capsys.readouterr().out


def test_where_nothing_was_compared_nothing_is_equal(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = replay(InProcess(), SURVEY, legacy(["Q1", "Q77"], ["99", "3"], ["", "4"]))
    told = capsys.readouterr().out
    assert outcome.respondents == (2, 2)
    assert not outcome.is_good
    assert "Nothing was compared" in told
    assert "are equal" not in told


def test_an_answer_that_never_reached_the_counters_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    platform = InProcess()
    platform.spoiled = {"n": -1}
    outcome = replay(platform, SURVEY, ANSWERS)
    assert outcome.respondents == (4, 5)
    assert not outcome.is_good
    assert "The number of respondents differs." in capsys.readouterr().out


def test_where_no_file_is_named_the_commands_say_what_to_type(capsys: pytest.CaptureFixture[str]) -> None:
    assert import_survey.main([]) == import_survey.main([""]) == 1
    assert main(["", ""], lambda: nullcontext(InProcess())) == 1
    assert capsys.readouterr().out.splitlines() == [USAGE] * 3


def places(part: Any, here: Place = ()) -> Iterator[Place]:
    """Every place of a document that something can stand at."""
    inside = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, one in inside:
        yield (*here, key)
        yield from places(one, (*here, key))


DOCUMENT = json.loads(SURVEY)
PLACES = list(places(DOCUMENT))


def altered(place: Place, value: Any) -> bytes:
    document = deepcopy(DOCUMENT)
    holder = document
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value
    return json.dumps(document).encode()


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_the_other_witness_takes_any_shape(value: Any) -> None:
    for place in PLACES:
        assert count_columns(ANSWERS, altered(place, value), (), ())["Q5"] == {"so, so": 1, "ok": 1}


@limits(max_examples=60)
@given(place=st.sampled_from(PLACES), value=st.sampled_from(ODD))
def test_a_survey_file_that_was_tampered_with_ends_in_a_report(
    tmp_path_factory: pytest.TempPathFactory, place: Place, value: Any
) -> None:
    folder: Path = tmp_path_factory.mktemp("files")
    (folder / "s.qsf").write_bytes(altered(place, value))
    (folder / "r.csv").write_bytes(ANSWERS)
    assert main([str(folder / "s.qsf"), str(folder / "r.csv")], lambda: nullcontext(InProcess())) in {0, 1}
