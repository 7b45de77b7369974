"""Which school an answer is filed under, so that retention can have a rule for a school.

Only a value that the survey or a roster declared, and that so stands in the district's registry of schools, makes a
file: what a respondent writes by hand never does, or a pass could not know where to look.
"""

from collections.abc import Mapping

from chalicelib.surveys.engine.elements import SINGLE, Questionnaire
from chalicelib.surveys.engine.values import to_text

ITEM, ROSTER = "school", "roster.school"
# The groups that are schools: an item of this name, or the roster's column.
SCHOOL_SEGMENTS = (ITEM, ROSTER)


def declared_schools(questionnaire: Questionnaire) -> list[str]:
    """The schools that a survey lets a respondent choose from."""
    found = [item for item in questionnaire.items if item.name == ITEM and item.kind in SINGLE]
    return [to_text(option.value) for item in found for option in item.options]


def school_of(questionnaire: Questionnaire, groups: Mapping[str, str]) -> str:
    """The school that an answer is filed under: the roster's before the respondent's; none where it is not known."""
    if ROSTER in groups:
        return groups[ROSTER]
    chosen = groups.get(ITEM, "")
    return chosen if chosen in declared_schools(questionnaire) else ""
