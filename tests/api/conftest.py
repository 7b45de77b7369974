"""Two districts: Alice administers the first, Bob works for her, Charlie administers the other."""

import pytest

from local.platform import Platform
from tests.api.share_acts import Guest, Stage, open_sharewood, refreshed
from tests.client import Browser, District, new_key, open_district


@pytest.fixture(scope="session")
def lakeview(platform: object) -> District:
    return open_district(platform, "lakeview")  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def hillside(platform: object) -> District:
    return open_district(platform, "hillside")  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def charlie(hillside: District) -> Browser:
    return hillside.administrator


@pytest.fixture(scope="session")
def alice(lakeview: District) -> Browser:
    return lakeview.administrator


@pytest.fixture(autouse=True)
def _proved(request: pytest.FixtureRequest) -> None:
    """Whoever administers in a test has proved who they are in the last minutes, however long the run."""
    for name in {"lakeview", "hillside", "alice"} & set(request.fixturenames):
        held = request.getfixturevalue("lakeview" if name == "alice" else name)
        refreshed(held.administrator, "alice")
    if "bob" in request.fixturenames:
        refreshed(request.getfixturevalue("bob"), "bob")


@pytest.fixture(scope="session")
def bob(lakeview: District) -> Browser:
    """A team member."""
    return lakeview.colleague("bob", "member")


@pytest.fixture(scope="session")
def sharing_stage(platform: Platform) -> Stage:
    return open_sharewood(platform)


@pytest.fixture
def sharewood(sharing_stage: Stage) -> Stage:
    """A third district, in which people share; who does has proved who they are in the last minutes."""
    stage = sharing_stage
    cast = {"ann": stage.ann, "mel": stage.mel, "ida": stage.ida, "alice": stage.district.administrator}
    for name, browser in cast.items():
        refreshed(browser, name)
    return stage


@pytest.fixture
def guest() -> Guest:
    """Somebody outside."""
    return {"email": f"guest-{new_key()}@elsewhere.example".replace("_", "x").lower(), "name": "Gus Guest"}
