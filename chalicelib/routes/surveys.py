"""Authoring surveys."""

from typing import Annotated, Any

from msgspec import Meta, Struct, field

from chalicelib.entry.call import Call
from chalicelib.entry.http import Gate
from chalicelib.identity.permissions import Permission
from chalicelib.kernel.errors import Forbidden, Invalid
from chalicelib.kernel.settings import settings
from chalicelib.privacy import links
from chalicelib.routes.shapes import Body, Definition, Key, PageQuery, Short, SurveyPage
from chalicelib.surveys import service as surveys
from chalicelib.surveys import version_service as versions
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from chalicelib.surveys.protected_areas import Hint, hints
from chalicelib.surveys.service import Survey
from chalicelib.surveys.version_service import Changes, PublishedVersion

routes = Gate(__name__)
PAGE = 50
PAGE_OF_VERSIONS = 20
MOST_DEFINITION = 2 * 1024 * 1024
Revision = Annotated[int, Meta(ge=1)]
Segments = Annotated[list[Short], Meta(max_length=surveys.MOST_SEGMENTS)]


class NewSurvey(Body, frozen=True):
    key: Key
    title: Short
    mode: Short
    definition: Definition
    segments: Segments = field(default_factory=list)


class SurveyChange(Body, frozen=True):
    title: Short
    definition: Definition
    revision: Revision
    segments: Segments = field(default_factory=list)


class Publish(Body, frozen=True):
    """Which draft; and, where students are asked about protected areas, what their parents had."""

    revision: Revision
    parental_notice: Short = ""


class Check(Body, frozen=True):
    definition: Definition


class Checked(Struct, frozen=True):
    ok: bool
    problems: dict[str, str]
    hints: list[Hint]


class SurveyShown(Struct, frozen=True):
    survey_id: str
    title: str
    state: str
    mode: str
    version: int
    revision: int
    updated_at: str
    security: str
    definition: Definition
    segments: list[str]
    public_url: str


class VersionPage(Struct, frozen=True):
    """Some versions, and where the list goes on."""

    items: list[PublishedVersion]
    next: str | None


class VersionShown(Struct, frozen=True):
    version: int
    definition: Definition
    segments: list[str]


@routes.on("GET", "/surveys", allow=Permission.READ_SURVEYS, query=PageQuery, reply=SurveyPage)
def list_surveys(call: Call[Any, PageQuery]) -> SurveyPage:
    """The district's surveys."""
    bound = f"surveys|{call.session.user_id}"
    after = links.open_cursor(call.keys, bound, call.query.cursor)
    within = call.session.access.surveys(Permission.READ_SURVEYS)
    items, last_key = surveys.list_surveys(call.district.id, within=within, limit=PAGE, after=after)
    return SurveyPage(items, links.seal_cursor(call.keys, bound, last_key))


def require_all_surveys(call: Call[Any, Any]) -> None:
    """Whoever works on some surveys alone makes no others."""
    if call.session.access.surveys(Permission.WRITE_SURVEYS) is not None:
        raise Forbidden("Your role reaches some surveys only.", {"survey": "Ask an administrator for a new one."})


@routes.on(
    "POST", "/surveys", allow=Permission.WRITE_SURVEYS, body=NewSurvey, reply=Survey, status=201, most=MOST_DEFINITION
)
def create_survey(call: Call[NewSurvey, Any]) -> Survey:
    """Make a survey as a draft."""
    require_all_surveys(call)
    body = call.body
    return surveys.create_survey(
        call.keys,
        call.actor,
        key=body.key,
        title=body.title,
        mode=body.mode,
        definition=body.definition,
        segments=body.segments,
    )


@routes.on("POST", "/surveys/check", allow=Permission.WRITE_SURVEYS, body=Check, reply=Checked, most=MOST_DEFINITION)
def check_definition(call: Call[Check, Any]) -> Checked:
    """What is wrong with a definition, element by element, and where its words touch on protected areas."""
    try:
        compile_questionnaire(call.body.definition)
    except Invalid as problems:
        return Checked(ok=False, problems=problems.fields, hints=hints(call.body.definition))
    return Checked(ok=True, problems={}, hints=hints(call.body.definition))


@routes.on("GET", "/surveys/{survey_id}", allow=Permission.READ_SURVEYS, reply=SurveyShown)
def get_survey(call: Call[Any, Any]) -> SurveyShown:
    """A survey with its draft."""
    head, draft = surveys.get_draft(call.district.id, call.params["survey_id"])
    address = f"{settings().base_url}/d/{call.district.slug}/s/{head.survey_id}"
    return SurveyShown(
        head.survey_id,
        head.title,
        head.state,
        head.mode,
        head.version,
        head.revision,
        head.updated_at,
        head.security,
        draft.definition,
        draft.segments,
        address,
    )


@routes.on(
    "PUT", "/surveys/{survey_id}", allow=Permission.WRITE_SURVEYS, body=SurveyChange, reply=Survey, most=MOST_DEFINITION
)
def change_survey(call: Call[SurveyChange, Any]) -> Survey:
    """Replace the draft, finished or not. What is published stays as it is."""
    body = call.body
    return surveys.change_draft(
        call.keys,
        call.actor,
        call.params["survey_id"],
        title=body.title,
        definition=body.definition,
        segments=body.segments,
        revision=body.revision,
    )


@routes.on("POST", "/surveys/{survey_id}/publish", allow=Permission.WRITE_SURVEYS, body=Publish, reply=Survey)
def publish_survey(call: Call[Publish, Any]) -> Survey:
    """Make the draft the next version, and take answers."""
    revision, notice = call.body.revision, call.body.parental_notice
    survey_id = call.params["survey_id"]
    return surveys.publish_survey(call.district, call.keys, call.actor, survey_id, revision=revision, notice=notice)


@routes.on("POST", "/surveys/{survey_id}/close", allow=Permission.WRITE_SURVEYS, reply=Survey)
def close_survey(call: Call[Any, Any]) -> Survey:
    """Take no more answers."""
    return surveys.close_survey(call.keys, call.actor, call.params["survey_id"])


@routes.on("GET", "/surveys/{survey_id}/changes", allow=Permission.READ_SURVEYS, reply=Changes)
def get_changes(call: Call[Any, Any]) -> Changes:
    """What publishing the draft would change for those who answer and for the results."""
    return versions.get_changes(call.district, call.params["survey_id"])


@routes.on("GET", "/surveys/{survey_id}/versions", allow=Permission.READ_SURVEYS, query=PageQuery, reply=VersionPage)
def list_versions(call: Call[Any, PageQuery]) -> VersionPage:
    """The versions that were published, the first first."""
    survey_id = call.params["survey_id"]
    surveys.find_head(call.district.id, survey_id)
    bound = f"versions|{call.session.user_id}|{survey_id}"
    after = links.open_cursor(call.keys, bound, call.query.cursor)
    page = versions.list_versions(call.district.id, survey_id, PAGE_OF_VERSIONS, after)
    items = [versions.shown(raw) for raw in page.items]
    return VersionPage(items, links.seal_cursor(call.keys, bound, page.last_key))


@routes.on("GET", "/surveys/{survey_id}/versions/{version}", allow=Permission.READ_SURVEYS, reply=VersionShown)
def get_version(call: Call[Any, Any]) -> VersionShown:
    """A published version, as it was."""
    number = call.params["version"]
    if not number.isdecimal() or not 1 <= int(number) <= 9999:  # noqa: PLR2004 - four digits in the key.
        raise Invalid("There is no such version.", {"version": "A number from 1."})
    found = surveys.get_version(call.district.id, call.params["survey_id"], int(number))
    return VersionShown(found.number, found.definition, found.segments)
