"""A district for the jobs, and how a job is run in this process, where the clock can be stopped."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chalicelib.aws import dynamodb
from chalicelib.kernel import clock
from chalicelib.privacy import service as privacy
from chalicelib.privacy.vault import DistrictKeys
from local.platform import load_app
from tests.client import Browser, District, open_district

load_app()
Run = Callable[[Callable[[Any, Any], Any], Any], Any]


class Context:
    """What Lambda would say of the call."""

    aws_request_id = "11111111-2222-3333-4444-555555555555"


@pytest.fixture(scope="module")
def riverside(platform: Any, request: pytest.FixtureRequest) -> District:
    """A district for each file, so that no file counts another's answers."""
    return open_district(platform, "riverside-" + request.module.__name__.rpartition("_")[2])


@pytest.fixture(scope="module")
def alice(riverside: District) -> Browser:
    return riverside.administrator


@pytest.fixture(scope="module", autouse=True)
def runs_of_the_future(platform: Any) -> Iterator[None]:
    """Take away the runs that a file put into the future with a stopped clock: they would stay the newest for all."""
    yield
    rows = (item for page in dynamodb.pages_of_table("operations") for item in page.items)
    dynamodb.delete_all("operations", [(one["pk"]["S"], one["sk"]["S"]) for one in rows if is_run_to_come(one)])


def is_run_to_come(row: Any) -> bool:
    began = row.get("started_at", {"S": ""})["S"]
    return bool(row["pk"]["S"].startswith("JOB#") and began > clock.iso(clock.now()))


@pytest.fixture
def keys(riverside: District) -> DistrictKeys:
    return privacy.open_keys_of(riverside.district_id)


@pytest.fixture
def run(platform: Any) -> Run:
    """Run a job's handler here as Lambda would."""

    def call(handler: Callable[[Any, Any], Any], event: Any) -> Any:
        return handler(event, Context())

    return call
