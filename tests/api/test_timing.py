"""What `make timing` measures: as many requests of each class as it says, all answered alike. No time is judged."""

import pytest

from bench import timing
from local.platform import Platform

FEW = 6


def test_a_small_slice_of_every_kind_is_measured(platform: Platform) -> None:
    timed = timing.run(platform, FEW)
    assert [one.name for one in timed] == [
        "signing in",
        "forgetting a password",
        "joining by invitation",
        "resetting a password",
    ]
    assert {len(side) for one in timed for side in (one.somebody, one.nobody)} == {FEW}
    assert all(0 <= one.auc <= 1 for one in timed)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ([2.0, 3.0], [0.0, 1.0], 1.0),
        ([0.0, 1.0], [2.0, 3.0], 0.0),
        ([1.0, 1.0], [1.0, 1.0], 0.5),
        ([1.0, 3.0], [2.0, 2.0], 0.5),
        ([1.0, 2.0, 3.0], [2.0], 0.5),
        ([1.0, 4.0], [2.0, 3.0, 5.0], 1 / 3),
    ],
)
def test_the_figure_is_the_chance_that_one_takes_longer(left: list[float], right: list[float], expected: float) -> None:
    assert timing.auc(left, right) == pytest.approx(expected)


def test_the_verdict_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    close = timing.Timed("close", [1.0, 2.0] * 50, [1.0, 2.0] * 50)
    assert timing.print_timed(close)
    assert not timing.print_timed(timing.Timed("far", [2.0] * 9, [1.0] * 9))
    assert "within" in capsys.readouterr().out
