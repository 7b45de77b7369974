"""Two districts: Alice administers the first, Bob works for her, Charlie administers the other."""

import pytest

from tests.client import Browser, District, open_district


@pytest.fixture(scope="session")
def lakeview(platform: object) -> District:
    return open_district(platform, "lakeview")  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def hillside(platform: object) -> District:
    return open_district(platform, "hillside")  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def alice(lakeview: District) -> Browser:
    return lakeview.administrator


@pytest.fixture(scope="session")
def charlie(hillside: District) -> Browser:
    return hillside.administrator


@pytest.fixture(scope="session")
def bob(lakeview: District) -> Browser:
    """A team member."""
    return lakeview.colleague("bob", "member")
