"""`make replay` as it is typed: a platform of its own, real answers sent over HTTP, counters compared."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import IS_THOROUGH
from tests.unit.imports.exported import ROWS, SURVEY, TAGS, legacy

SAMPLES = Path(os.environ.get("PARLEY_SAMPLES", "nowhere")) / "qualtrics"


def replayed(survey: Path, answers: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "local.replay", survey, answers]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.timeout(180)
def test_a_survey_and_its_answers_go_through_the_platform_and_count_the_same(tmp_path):
    survey, answers = tmp_path / "survey.qsf", tmp_path / "answers.csv"
    survey.write_bytes(SURVEY)
    answers.write_bytes(legacy(TAGS, *ROWS * 3))
    done = replayed(survey, answers)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "line 5, Q2_1: forbidden by the survey" in done.stdout
    assert "DIFFERENT" not in done.stdout
    assert "hidden" in done.stdout


@pytest.mark.skipif(not (IS_THOROUGH and SAMPLES.is_dir()), reason="needs make thorough and PARLEY_SAMPLES")
@pytest.mark.timeout(240)
@pytest.mark.parametrize("name", ["course_evaluation", "multiple_answer", "single_answer_matrix", "survey_logic"])
def test_a_real_export_counts_the_same(name):
    done = replayed(SAMPLES / f"{name}.qsf", SAMPLES / f"{name}.csv")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "DIFFERENT" not in done.stdout


def test_a_file_that_is_none_ends_in_a_sentence(tmp_path):
    (tmp_path / "survey.qsf").write_text("not one")
    done = replayed(tmp_path / "survey.qsf", tmp_path / "absent.csv")
    assert done.returncode == 1
    assert "cannot be read" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
