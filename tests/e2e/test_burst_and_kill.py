"""The whole platform killed inside a burst of answers: none lost, none twice, all counted."""

import pytest

from local.burst import Report, campaign


@pytest.mark.timeout(900)
def test_killed_in_the_middle_of_a_burst_it_loses_and_doubles_nothing(tmp_path):
    report = campaign(tmp_path / "platform", kills=1, answers=30, seed=1)
    assert report.is_good, "\n".join(report.lines())
    assert report.processes_killed > 2 * report.kills


@pytest.mark.parametrize(
    "found",
    [
        {"stored": 119},
        {"stored": 121, "counted": 121},
        {"counted": 119},
        {"differences": 1},
        {"other_receipts": 1},
        {"sent_again": 0},
    ],
)
def test_a_lost_doubled_or_miscounted_answer_would_be_seen(found):
    good = {"answers": 120, "kills": 3, "processes_killed": 9, "sent_again": 5, "stored": 120, "counted": 120}
    good |= {"differences": 0, "other_receipts": 0}
    assert Report(**good).is_good
    assert not Report(**good | found).is_good
