"""A replay sends an export through the platform and compares its counters with counts of its own."""

import json
import os
from collections.abc import Iterator
from contextlib import nullcontext
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from local import import_survey
from local.replay.__main__ import main
from local.replay.counting import count_columns
from local.replay.export import read_export
from local.replay.platform import HttpPlatform, Reply, counters_of
from local.replay.problems import Problem
from local.replay.run import Outcome, replay
from tests.unit.imports.documents import choice, displays, matrix, raw, survey, validated
from tests.unit.imports.exported import ROWS, SURVEY, TAGS, legacy, table
from tests.unit.imports.in_process import InProcess


def test_both_witnesses_agree_and_what_the_survey_forbids_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = replay(InProcess(), SURVEY, legacy(TAGS, *ROWS))
    told = capsys.readouterr().out
    assert outcome.is_good
    assert outcome.respondents == (5, 5)
    assert len(outcome.comparisons) == 16
    assert "line 5, Q2_1: forbidden by the survey" in told
    assert "line 5, Q3_2: forbidden by the survey" in told
    assert "line 6, Q1: the cell is none of the codes" in told
    assert "Q9_1: its question was not imported: How long" in told
    assert "Q77: the survey file has no question for it" in told
    assert "Q3_7: its question was imported, but not this part of it" in told
    assert "V1: metadata" in told
    assert "group Q1:10 of fewer than 10: hidden" in told


def test_a_rerun_is_harmless() -> None:
    platform = InProcess()
    replay(platform, SURVEY, legacy(TAGS, *ROWS))
    assert replay(platform, SURVEY, legacy(TAGS, *ROWS)).is_good
    assert len(platform.answers) == 5


def test_the_platform_may_ask_to_wait() -> None:
    platform = InProcess(busy=3)
    assert replay(platform, SURVEY, legacy(TAGS, *ROWS)).is_good
    assert set(platform.waited) == {7}


def test_a_difference_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    platform = InProcess()
    platform.spoiled = {"Q3\tr\t1\tc\t1": 1}
    assert not replay(platform, SURVEY, legacy(TAGS, *ROWS)).is_good
    assert "DIFFERENT  Q3_1: stored 1: 2, 3: 1, counted 1: 1, 3: 1" in capsys.readouterr().out


def test_a_small_group_that_shows_is_found() -> None:
    outcome = replay(InProcess(shows_small_groups=True), SURVEY, legacy(TAGS, *ROWS))
    assert outcome.exposed == ["the whole survey", "Q1:10", "Q1:20", "Q1:30"]
    assert not outcome.is_good


def insights(headers: dict[str, Any], *rows: list[str]) -> bytes:
    identities = [json.dumps({"ImportId": one} if isinstance(one, str) else one) for one in headers.values()]
    return b"\xef\xbb\xbf" + table([*headers, ""], [*headers, ""], [*identities, ""], *([*row, ""] for row in rows))


HEADERS = {
    "ResponseId": "_recordId",
    "Colour": "QID1",
    "Likes": "QID2",
    "Other": "QID2_3_TEXT",
    "Food": "QID3_1",
    "Often": "QID4_2",
    "Pick": {"ImportId": "QID4_1", "choiceId": "1"},
    "Words": "QID5_TEXT",
}


def test_the_newer_layout_is_matched_by_identity() -> None:
    rows = [["R_1", "20", "1,3", "mine", "2", "1,2", "1", "plain"], ["R_2", "10", "2", "", "", "", "", ""]]
    outcome = replay(InProcess(), SURVEY, insights(HEADERS, *rows))
    assert outcome.is_good
    assert {found.tag: found.counted for found in outcome.comparisons}["Likes"] == {"1": 1, "3": 1, "2": 1}


def test_texts_of_choices_count_as_their_codes() -> None:
    rows = [["Green", "A", "Other", "Good"], ["Red", "", "", "Bad"]]
    outcome = replay(InProcess(), SURVEY, legacy(["Q1", "Q2_1", "Q2_3", "Q3_1"], *rows))
    assert outcome.is_good
    assert {found.tag: found.counted for found in outcome.comparisons}["Q1"] == {"20": 1, "10": 1}


def test_latin_letters_and_semicolons_are_read() -> None:
    content = "V1;Q5\nResponseID;Q5\nR_1;señal\n".encode("latin-1")
    outcome = replay(InProcess(), SURVEY, content)
    assert outcome.is_good
    assert outcome.comparisons[0].counted == {"answers": 1, "characters": 5}


def test_one_header_row_is_enough() -> None:
    assert replay(InProcess(), SURVEY, b"V1,Q1\nR_1,10\nR_2,20\n").respondents == (2, 2)


def test_a_row_without_a_required_answer_is_left_out_on_both_sides() -> None:
    required = raw(survey([choice("QID1", **validated(ForceResponse="ON")), choice("QID2")]))
    outcome = replay(InProcess(), required, legacy(["Q1", "Q2"], ["1", "2"], ["", "2"]))
    assert outcome.is_good
    assert outcome.respondents == (1, 1)


def test_only_the_forbidden_part_of_an_answer_is_taken_out() -> None:
    never = {
        "DisplayLogic": {
            "0": {"0": {"LogicType": "Question", "LeftOperand": "q://QID1/SelectableChoice/1", "Operator": "Selected"}}
        }
    }
    partly = [
        choice("QID1"),
        choice("QID2", selector="MAVR", Choices=displays("A", "B", c2=never)),
        matrix("QID3", Choices=displays("A", "B", c1=never)),
    ]
    platform = InProcess()
    outcome = replay(
        platform, raw(survey(partly)), legacy(["Q1", "Q2_1", "Q2_2", "Q3_1", "Q3_2"], ["2", "1", "1", "1", "2"])
    )
    assert outcome.is_good
    assert [data for data, _ in platform.answers.values()] == [{"Q1": "2", "Q2": ["1"], "Q3": {"2": "2"}}]


def test_a_forbidden_combination_is_taken_out_whole() -> None:
    exclusive = choice("QID1", selector="MAVR", Choices=displays("A", "None", c2={"ExclusiveAnswer": True}))
    outcome = replay(InProcess(), raw(survey([exclusive])), legacy(["Q1_1", "Q1_2"], ["1", "1"], ["", "1"]))
    assert outcome.is_good
    assert [found.counted for found in outcome.comparisons] == [{"ticked": 0}, {"ticked": 1}]


def test_two_columns_of_one_item_are_not_both_compared(capsys: pytest.CaptureFixture[str]) -> None:
    replay(InProcess(), SURVEY, legacy(["Q1", "Q1"], ["10", "10"]))
    assert "column Q1 stands for the same item" in capsys.readouterr().out


def test_a_closed_survey_is_told() -> None:
    platform = InProcess()
    platform.closed = True
    with pytest.raises(Problem, match="--run"):
        replay(platform, SURVEY, legacy(["Q1"], ["10"]))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"a\0b",
        b"V1,Q1\nResponseID,Q1\n",
        b'V1,Q1\nx,"Q1\nR_1,10\n',
        b'V1,"Q1"x\n',
        b"V1" + b"x" * 200_000,
    ],
)
def test_a_broken_export_is_a_clear_problem(content: bytes) -> None:
    with pytest.raises(Problem, match="The answers file"):
        read_export(content)


def run(tmp_path: Path, survey_file: bytes, answers: bytes, platform: InProcess) -> int:
    (tmp_path / "s.qsf").write_bytes(survey_file)
    (tmp_path / "r.csv").write_bytes(answers)
    return main([str(tmp_path / "s.qsf"), str(tmp_path / "r.csv")], lambda: nullcontext(platform))


def test_the_exit_code_tells_the_outcome(tmp_path: Path) -> None:
    spoiled = InProcess()
    spoiled.spoiled = {"Q1\tc\t10": 3}
    assert run(tmp_path, SURVEY, legacy(TAGS, *ROWS), InProcess()) == 0
    assert run(tmp_path, SURVEY, legacy(TAGS, *ROWS), spoiled) == 1
    assert run(tmp_path, b"{}", legacy(TAGS, *ROWS), InProcess()) == 1
    assert run(tmp_path, SURVEY, b"\xff\0", InProcess()) == 1
    assert main([str(tmp_path / "nowhere"), str(tmp_path)], lambda: nullcontext(InProcess())) == 1


def test_the_counters_of_a_version_are_those_of_all_answers() -> None:
    report = {"counters": {"1": {"all": {"n": 3}, '["Q1","1"]': {"n": 1}}}}
    assert counters_of(report, 1) == {"n": 3}
    assert counters_of({}, 1) == {}


def test_the_other_witness_counts_by_itself() -> None:
    counts = count_columns(legacy(TAGS, *ROWS), SURVEY, {(3, 1)}, {4})
    assert counts["Q1"] == {"30": 1, "99": 1}


SAMPLES = Path(os.environ.get("PARLEY_SAMPLES", ""), "qualtrics")
FILES = sorted(SAMPLES.glob("*.qsf")) or [SAMPLES / "a sample.qsf"]


@pytest.mark.skipif("PARLEY_SAMPLES" not in os.environ, reason="PARLEY_SAMPLES names no folder with samples")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_real_answers_are_counted_alike(path: Path) -> None:
    outcome: Outcome = replay(InProcess(), path.read_bytes(), path.with_suffix(".csv").read_bytes())
    assert outcome.is_good
    assert any(sum(found.counted.values()) for found in outcome.comparisons)


class Handler(BaseHTTPRequestHandler):
    """A district of one call: it signs in, asks once to wait, and tells what it was sent."""

    def do_POST(self) -> None:
        self._reply(200, {"csrf": "c-1"}, ("set-cookie", "__Host-sid=s-1; Path=/; Secure"))

    def do_GET(self) -> None:
        if self.path.endswith("/busy"):
            self._reply(429, {}, ("retry-after", "3"))
        elif self.path.endswith("/odd"):
            self._reply(200, ["no object"], ("retry-after", "soon"))
        else:
            sent = {name: self.headers.get(name) for name in ("cookie", "parley-csrf")}
            self._reply(200, sent | {"path": self.path})

    def _reply(self, status: int, body: Any, *headers: tuple[str, str]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in (*headers, ("content-length", str(len(content)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_the_platform_over_http_keeps_its_session(address: str) -> None:
    platform = HttpPlatform(address, "lakeview", lambda event: {"counters": {"2": {"all": {"n": len(event)}}}})
    platform.sign_in("alice", "secret")
    reply = platform.request("GET", "/surveys")
    assert reply.body == {"cookie": "__Host-sid=s-1", "parley-csrf": "c-1", "path": "/api/d/lakeview/surveys"}
    assert platform.request("GET", "/surveys/svy_1/form").body["cookie"] is None
    assert platform.request("GET", "/busy").retry_after == 3
    assert platform.request("GET", "/odd") == Reply(200, {}, 1.0)
    assert platform.counters("svy_1", 2) == {"n": 2}


def test_a_platform_that_does_not_answer_is_a_clear_problem() -> None:
    with pytest.raises(Problem, match="does not answer"):
        HttpPlatform("http://127.0.0.1:1", "lakeview", dict).sign_in("alice", "secret")


def test_cells_that_fit_nothing_are_left_out_on_both_sides(capsys: pytest.CaptureFixture[str]) -> None:
    headers = ["Q2", "Q7_1", "Q7_2", "Q4_1_1", "Q8#2_1_-1", "Q2_1"]
    rows = [["7,8", "first", "", "0", "0", "1"], ["1,2", "2", "1", "", "7", "1"], ["A,B", "3", "1", "", "", "1"]]
    outcome = replay(InProcess(), SURVEY, legacy(headers, *rows))
    told = capsys.readouterr().out
    assert outcome.is_good
    assert "Q2_1: column Q2 stands for the same item" in told
    assert "line 3, Q7_1: the cell is no rank" in told
    assert "line 5, Q7_1: the ranks of the question are not 1, 2, 3" in told
    assert "line 4, Q8#2_1_-1: the cell is none of the codes" in told


def test_the_command_for_a_single_file_tells_every_element(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "s.qsf").write_bytes(SURVEY)
    assert import_survey.main([str(tmp_path / "s.qsf")]) == 0
    told = capsys.readouterr().out
    assert told.startswith("School climate (qsf)\n\n")
    assert told.count("SQ QID1\n") == 1
    (tmp_path / "s.qsf").write_bytes(SURVEY[:-9])
    assert import_survey.main([str(tmp_path / "s.qsf")]) == 1
    assert "breaks off" in capsys.readouterr().out
    assert import_survey.main([]) == import_survey.main([str(tmp_path)]) == 1
