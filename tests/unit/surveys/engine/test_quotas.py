"""Quotas: what a definition may say of them, which an answer falls under, and how those who meet take turns."""

import pytest

from chalicelib.kernel.errors import Conflict, Unavailable
from chalicelib.surveys.engine.answers import check_answer
from chalicelib.surveys.quota_service import LONGEST_WAIT, MOST_TRIES, in_turns
from tests.unit.surveys.engine.asking import NOON, problems_of, survey_of, text

ROLE = {"type": "radiogroup", "name": "role", "choices": ["parent", "teacher"]}
AGE = text("age", inputType="number", valueName="years")
BOTH = {"name": "old", "expression": "{years} * 2"}


def quota(**more):
    return {"name": "few", "limit": 10, **more}


def under(data, *quotas):
    survey = survey_of(ROLE, AGE, calculatedValues=[BOTH], quotas=list(quotas))
    return check_answer(survey, data, at=NOON).quotas


def test_an_answer_falls_under_what_its_condition_says_and_under_what_has_none():
    quotas = (quota(condition="{role} = 'teacher'"), quota(name="old", condition="{old} > 100"), quota(name="all"))
    assert under({"role": "teacher"}, *quotas) == ("few", "all")
    assert under({"role": "parent", "years": 51}, *quotas) == ("old", "all")


def test_a_page_is_told_what_must_be_answered_to_judge_it():
    given = [quota(condition="{role} = 'teacher' and {years} > 9"), quota(name="old", condition="{old} > 1")]
    survey = survey_of(ROLE, AGE, calculatedValues=[BOTH], quotas=given)
    assert [one.reads for one in survey.quotas] == [("role", "years"), ()]


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"condition": "{nobody} = 1"}, "quotas[0].condition"),
        ({"condition": "{years} + 1"}, "quotas[0].condition"),
        ({"condition": "{role} ="}, "quotas[0].condition"),
        ({"limit": 9}, "quotas[0].limit"),
        ({"limit": "10"}, "quotas[0].limit"),
        ({"limit": 10**7}, "quotas[0].limit"),
        ({"message": 1}, "quotas[0].message"),
        ({"until": "noon"}, "quotas[0].until"),
        ({"name": "a.b"}, "quotas[0].name"),
    ],
)
def test_a_quota_that_cannot_be_judged_is_refused(more, path):
    assert list(problems_of(ROLE, AGE, quotas=[quota(**more)])) == [path]


def test_two_quotas_need_two_names_and_each_a_limit():
    assert list(problems_of(ROLE, quotas=[quota(), quota(name="FEW")])) == ["quotas[1].name"]
    assert list(problems_of(ROLE, quotas=[{"name": "few"}])) == ["quotas[0].limit"]


class Met:
    """An attempt that meets somebody a number of times."""

    def __init__(self, times):
        self.left = times
        self.waits = []

    def __call__(self):
        self.left -= 1
        if self.left >= 0:
            raise Conflict("Somebody was faster.")
        return True


def test_who_meets_somebody_waits_longer_each_time_and_gets_through():
    met = Met(MOST_TRIES - 1)
    in_turns(met, met.waits.append)
    assert len(met.waits) == MOST_TRIES - 1
    assert all(0 <= wait <= LONGEST_WAIT for wait in met.waits)
    assert max(met.waits[:2]) < max(met.waits[4:])


def test_who_never_gets_through_is_told_to_come_again():
    met = Met(MOST_TRIES)
    with pytest.raises(Unavailable):
        in_turns(met, met.waits.append)
