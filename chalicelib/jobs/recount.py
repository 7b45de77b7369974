"""Recounting a survey: an operator's proof that the counters are right."""

from typing import Any

from msgspec import Struct

from chalicelib.assurance.actor import Actor
from chalicelib.districts.service import find_district
from chalicelib.entry.job import Jobs
from chalicelib.privacy import service as privacy
from chalicelib.surveys import tally_service

functions = Jobs(__name__)


class Recount(Struct, frozen=True, forbid_unknown_fields=True):
    """Which survey to recount, and whether to mend what differs."""

    district: str
    survey_id: str
    repair: bool = False


@functions.job(event=Recount)
def recount_survey(event: Recount, _actor: Actor) -> dict[str, Any]:
    """Compare the stored counters with a recount from the answers, before the disclosure gate.

    Test event: {"district": "lakeview", "survey_id": "svy_…", "repair": false}.
    """
    district = find_district(event.district)
    keys = privacy.open_keys_of(district.id)
    return tally_service.recount_survey(keys, event.survey_id, repair=event.repair)
