"""Results and exports."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib.approvals import service as approvals
from chalicelib.entry.call import Call
from chalicelib.entry.http import Gate
from chalicelib.identity.permissions import Field, Permission
from chalicelib.routes.shapes import PageQuery, Short
from chalicelib.surveys import export_service, result_service
from chalicelib.surveys.export_service import Part, Shown
from chalicelib.surveys.result_service import Results

routes = Gate(__name__)


class ResultsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which group, as dimension:value, and in which language."""

    group: Short = ""
    locale: Annotated[str, Meta(max_length=10)] = "en"


@routes.on("GET", "/surveys/{survey_id}/results", allow=Permission.READ_RESULTS, query=ResultsQuery, reply=Results)
def get_results(call: Call[Any, ResultsQuery]) -> Results:
    """What the answers say; groups under ten are hidden."""
    query = call.query
    survey_id = call.params["survey_id"]
    schools = call.session.access.schools(Permission.READ_RESULTS, survey=survey_id)
    return result_service.get_results(
        call.keys, call.viewer, survey_id, schools=schools, group=query.group, locale=query.locale
    )


@routes.on(
    "GET", "/surveys/{survey_id}/export", allow=Permission.EXPORT_RESPONSES, query=PageQuery, reply=Part, fresh=True
)
def export_responses(call: Call[Any, PageQuery]) -> Part:
    """The next lines of the answers as CSV, of the caller's schools; free text of those where they may see it."""
    survey_id, access = call.params["survey_id"], call.session.access
    shown = Shown(
        access.schools(Permission.EXPORT_RESPONSES, survey=survey_id),
        access.schools(Permission.EXPORT_RESPONSES, survey=survey_id, field=Field.FREE_TEXT),
    )
    approvals.require_export_approved(call.keys, call.session.user_id, survey_id)
    return export_service.export_responses(
        call.keys, call.viewer, call.actor, survey_id, call.query.cursor, shown=shown
    )
