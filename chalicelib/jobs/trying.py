"""Trying restored tables: counters are made anew, and pages are read by the code that serves them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from chalicelib.aws import dynamodb, scratch
from chalicelib.continuity.drill import Tried
from chalicelib.dialogues.sample_service import newest_threads
from chalicelib.dialogues.service import open_thread
from chalicelib.districts import service as districts
from chalicelib.districts.service import District
from chalicelib.kernel.errors import Forbidden, NotFound, ParleyError
from chalicelib.privacy import service as privacy
from chalicelib.privacy.vault import DistrictKeys, SealError
from chalicelib.surveys.protection_service import OUTSIDE
from chalicelib.surveys.response_service import get_form
from chalicelib.surveys.result_service import get_results
from chalicelib.surveys.service import Survey, get_version, list_surveys
from chalicelib.surveys.tally_service import recount_survey

MOST_SURVEYS, MOST_THREADS, PAGE = 5, 5, 100


@contextmanager
def restored_tables(name: str) -> Iterator[None]:
    """Services of this process read and write the tables of a restore; what they remember is forgotten around it."""
    get_version.cache_clear()
    try:
        with dynamodb.pointed_at(scratch.prefix_of(name)):
            yield
    finally:
        get_version.cache_clear()


def open_districts() -> Iterator[tuple[District, DistrictKeys]]:
    """The districts of the tables at hand whose keys are here."""
    for district_id in districts.every_district():
        try:
            yield districts.get_district(district_id), privacy.open_keys_of(district_id)
        except NotFound:
            continue


def published(district_id: str) -> Iterator[Survey]:
    """A district's surveys that may have answers."""
    after: dict[str, Any] | None = None
    while True:
        page, after = list_surveys(district_id, within=None, limit=PAGE, after=after)
        yield from (one for one in page if one.version)
        if after is None:
            return


def surveys_of(name: str) -> list[tuple[str, str]]:
    """District and survey of whatever has counters to be made anew."""
    with restored_tables(name):
        return [(district.id, one.survey_id) for district, _ in open_districts() for one in published(district.id)]


def count_anew(name: str, district_id: str, survey_id: str) -> Tried:
    """Make a survey's counters from its restored answers, and read them back."""
    with restored_tables(name):
        report = recount_survey(privacy.open_keys_of(district_id), survey_id, repair=True)
    unmended = report["differences"] - report["repaired"]
    differences = unmended + abs(report["answers"] - report["counted"])
    return Tried(surveys=1, answers=report["answers"], differences=differences)


def read_pages(name: str) -> Tried:
    """Open forms, results and threads of every district in the restored tables, as visitors and staff would."""
    with restored_tables(name):
        outcomes = [_is_read(journey) for one in open_districts() for journey in _journeys(*one)]
    return Tried(journeys=len(outcomes), failed=outcomes.count(False))


def _journeys(district: District, keys: DistrictKeys) -> Iterator[Callable[[], object]]:
    for number, survey in enumerate(published(district.id)):
        if number == MOST_SURVEYS:
            break
        yield partial(get_form, district, survey.survey_id)
        yield partial(_results, keys, survey.survey_id)
    for thread_id in newest_threads(district.id, MOST_THREADS):
        yield partial(_thread, keys, thread_id)


def _results(keys: DistrictKeys, survey_id: str) -> None:
    try:
        get_results(keys, OUTSIDE, survey_id, schools=None)
    except Forbidden:
        return  # A survey with enhanced security is shown to nobody without a passkey: restored, too.


def _thread(keys: DistrictKeys, thread_id: str) -> None:
    opened = open_thread(keys, thread_id)
    opened.events()
    opened.writer()


def _is_read(journey: Callable[[], object]) -> bool:
    try:
        journey()
    except (ParleyError, SealError):
        return False
    return True
