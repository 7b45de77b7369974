"""Opening a district, and how any job tells of its end."""

import json
from typing import Any

import pytest

from chalicelib.assurance import run_service as runs
from chalicelib.districts.service import check_district, every_district, find_district, forget_found_districts
from chalicelib.entry.job import Anything, JobFailed, run_job, run_part
from chalicelib.jobs.districts import open_district
from chalicelib.kernel.errors import Invalid, NotFound
from tests.client import District

EVENT = {"slug": "lowlands", "name": "Lowlands Schools", "timezone": "America/Denver", "email": "it@lowlands.example"}


def test_a_district_is_opened_once(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    opened = run(open_district, EVENT)
    assert opened["slug"] == "lowlands"
    assert opened["district_id"] in set(every_district())
    assert find_district("lowlands").timezone == "America/Denver"
    (beat,) = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "JobHeartbeat" in line]
    assert (beat["job"], beat["JobHeartbeat"]) == ("open_district", [1.0])
    with pytest.raises(JobFailed, match="slug"):
        run(open_district, EVENT)
    assert runs.last_runs("open_district", 1)[0].outcome == "failed"


@pytest.mark.parametrize("change", [{"slug": "A b"}, {"name": " "}, {"timezone": "Mars/Olympus"}, {"email": "nobody"}])
def test_an_odd_district_is_refused_with_the_field_named(change: dict[str, str], run: Any) -> None:
    with pytest.raises(JobFailed, match=next(iter(change))):
        run(open_district, {**EVENT, "slug": "highlands", **change})


@pytest.mark.parametrize("event", [{}, {**EVENT, "extra": 1}, {**EVENT, "slug": 7}, []])
def test_a_broken_event_is_refused(event: Any, run: Any) -> None:
    with pytest.raises(Invalid):
        run(open_district, event)


@pytest.mark.parametrize("slug", ["ab", "-abc", "abc-", "Abc", "a_c", "a" * 41, "é" * 5])
def test_an_address_is_short_plain_and_lower_case(slug: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_district(slug, "Name", "UTC")
    assert refused.value.fields.keys() == {"slug"}


def test_no_district_is_found_at_an_unknown_address(riverside: District) -> None:
    forget_found_districts()
    with pytest.raises(NotFound):
        find_district("nowhere")
    assert find_district(riverside.slug).id == riverside.district_id


def test_a_fault_is_told_by_its_kind_alone(riverside: District) -> None:
    def work(_event: Any, _actor: Any) -> dict[str, int]:
        raise ValueError("Zephyrine Abernathy answered no")

    with pytest.raises(JobFailed) as told:
        run_job("recount_survey", work, Anything(), None)
    assert str(told.value) == "ValueError"
    assert runs.last_runs("recount_survey", 1)[0].outcome == "failed"


def test_a_part_that_breaks_is_written_down_with_its_kind_of_fault_alone(
    riverside: District, caplog: pytest.LogCaptureFixture
) -> None:
    def work() -> dict[str, int]:
        raise ValueError("Zephyrine Abernathy answered no")

    with pytest.raises(ValueError, match="answered no"):
        run_part("some_part", work)
    assert runs.last_runs("some_part", 1)[0].outcome == "failed"
    (told,) = (vars(line) for line in caplog.records if line.message == "part")
    assert (told["job"], told["outcome"], told["fault"]) == ("some_part", "failed", "ValueError")
    assert told["at"].startswith("chalicelib.entry.job:")
    assert "Zephyrine" not in str(told)
