"""Authoring: making, changing, publishing and closing surveys; the form that a respondent is shown."""

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import msgspec
from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError
from chalicelib.districts.service import District
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.surveys.engine import profile
from chalicelib.surveys.engine.elements import SINGLE, Questionnaire, Quota
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from chalicelib.surveys.filing import ITEM, declared_schools
from chalicelib.surveys.protected_areas import require_notice
from chalicelib.surveys.protection_service import default_security
from chalicelib.surveys.school_service import register_schools
from chalicelib.surveys.store import DRAFT_SK, DefinitionRow, SurveyRow, survey_pk, surveys_pk, version_sk

MODES = ("anonymous", "confidential", "identified")
ROSTER_SEGMENTS = ("roster.school", "roster.role")
MOST_SEGMENTS = 5
LONGEST_TITLE = 200
MOST_PACKED = 350_000
JsonObject = Mapping[str, Any]


class Survey(Struct, frozen=True):
    """A survey's head."""

    survey_id: str
    title: str
    state: str
    mode: str
    version: int
    revision: int
    updated_at: str
    security: str


class Definition(Struct, frozen=True):
    """A definition as it was kept, and the questions whose values make groups."""

    definition: dict[str, Any]
    segments: list[str]
    content_hash: str


class Version(Struct, frozen=True, dict=True):
    """An immutable version."""

    number: int
    definition: dict[str, Any]
    segments: list[str]
    content_hash: str

    @property
    def quotas(self) -> tuple[Quota, ...]:
        """Its quotas; what has none need not be compiled to know it."""
        return self.questionnaire.quotas if self.definition.get("quotas") else ()

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """The version compiled, when first needed: to show a form is not to check an answer."""
        return compile_questionnaire(self.definition)


def head_of(row: SurveyRow) -> Survey:
    return Survey(
        row.sk, row.title, row.state, row.mode, int(row.version), int(row.revision), row.updated_at, row.security
    )


def find_head(district_id: str, survey_id: str, *, consistent: bool = True) -> SurveyRow:
    """The head row; NotFound otherwise. One GetItem."""
    row = dynamodb.get(SurveyRow, surveys_pk(district_id), survey_id, consistent=consistent)
    if row is None:
        raise NotFound
    return row


def _check(title: str, mode: str, definition: JsonObject, segments: Sequence[str]) -> Questionnaire:
    fields = {}
    if not 1 <= len(title.strip()) <= LONGEST_TITLE:
        fields["title"] = f"A title of 1 to {LONGEST_TITLE} characters."
    if mode not in MODES:
        fields["mode"] = f"One of {', '.join(MODES)}."
    if fields:
        raise Invalid("The survey cannot be kept like this.", fields)
    questionnaire = compile_questionnaire(definition)
    _check_segments(questionnaire, segments)
    return questionnaire


def _check_segments(questionnaire: Questionnaire, segments: Sequence[str]) -> None:
    single = {item.name for item in questionnaire.items if item.kind in SINGLE}
    known = single | set(ROSTER_SEGMENTS)
    unknown = {
        f"segments[{position}]": "A group is made by an item with one choice, or by roster.school or roster.role."
        for position, name in enumerate(segments)
        if name not in known
    }
    if len(segments) > MOST_SEGMENTS or len(set(segments)) < len(segments):
        unknown["segments"] = f"At most {MOST_SEGMENTS} different groups."
    if unknown:
        raise Invalid("The survey cannot be grouped like this.", unknown)


def _check_draft(title: str, definition: JsonObject, segments: Sequence[str]) -> None:
    """A draft may be unfinished, so that no edit is lost; it is held against the profile when it is published."""
    fields = {}
    if not 1 <= len(title.strip()) <= LONGEST_TITLE:
        fields["title"] = f"A title of 1 to {LONGEST_TITLE} characters."
    size = profile.size_of(definition, profile.DEEPEST_DEFINITION)
    if size is None or size > profile.LARGEST_DEFINITION:
        fields["definition"] = "Split the survey: it is too large or nested too deeply."
    if len(segments) > MOST_SEGMENTS or len(set(segments)) < len(segments):
        fields["segments"] = f"At most {MOST_SEGMENTS} different groups."
    if fields:
        raise Invalid("The draft cannot be kept like this.", fields)


def _pack(definition: JsonObject) -> tuple[bytes, str]:
    raw = msgspec.json.encode(definition)
    packed = zlib.compress(raw, 9)
    if len(packed) > MOST_PACKED:
        raise Invalid("The survey is too large.", {"definition": f"Over {MOST_PACKED} bytes, compressed."})
    return packed, hashlib.sha256(raw).hexdigest()


def _definition_row(pk: str, sk: str, definition: JsonObject, segments: Sequence[str]) -> DefinitionRow:
    packed, content_hash = _pack(definition)
    made_at = clock.iso(clock.now())
    return DefinitionRow(pk, sk, definition=packed, content_hash=content_hash, segments=list(segments), made_at=made_at)


def _opened(row: DefinitionRow) -> Definition:
    raw = zlib.decompress(row.definition)
    return Definition(msgspec.json.decode(raw), list(row.segments), row.content_hash)


def create_survey(
    keys: DistrictKeys,
    actor: Actor,
    *,
    key: str,
    title: str,
    mode: str,
    definition: JsonObject,
    segments: Sequence[str],
) -> Survey:
    """A new draft; Invalid where title, mode, definition or groups do not hold. The same key makes it once."""
    _check(title, mode, definition, segments)
    survey_id = privacy.id_from(keys, "svy", key)
    draft = _definition_row(survey_pk(keys.district_id, survey_id), DRAFT_SK, definition, segments)
    mac = vault.fingerprint(keys.index, "survey", [title, mode, draft.content_hash, list(segments)])
    head = SurveyRow(
        surveys_pk(keys.district_id),
        survey_id,
        title=title.strip(),
        state="draft",
        mode=mode,
        security=default_security(mode),
        updated_at=draft.made_at,
        request_mac=mac,
    )
    entry = assurance.record(keys.district_id, actor, "survey.created", survey_id)
    try:
        dynamodb.transact(dynamodb.put_new(head), dynamodb.put(draft), entry)
    except TakenError:
        held = find_head(keys.district_id, survey_id)
        if not vault.same(held.request_mac, mac):
            raise Conflict("This key made another survey.", {"key": "Make a new key for a new request."}) from None
        return head_of(held)
    return head_of(head)


def list_surveys(
    district_id: str, *, within: frozenset[str] | None, limit: int, after: dict[str, Any] | None
) -> tuple[list[Survey], dict[str, Any] | None]:
    """One page of heads, of all surveys or those within somebody's reach. One Query, or one BatchGetItem."""
    if within is not None:
        rows = dynamodb.batch_get([(SurveyRow, surveys_pk(district_id), one) for one in sorted(within)])
        return [head_of(row) for row in rows if isinstance(row, SurveyRow)], None
    page = dynamodb.query(SurveyRow, surveys_pk(district_id), limit=limit, after=after)
    return [head_of(SurveyRow.from_raw_data(raw)) for raw in page.items], page.last_key


def get_draft(district_id: str, survey_id: str) -> tuple[Survey, Definition]:
    """Head and draft; NotFound otherwise. One BatchGetItem."""
    head, draft = dynamodb.batch_get(
        [(SurveyRow, surveys_pk(district_id), survey_id), (DefinitionRow, survey_pk(district_id, survey_id), DRAFT_SK)]
    )
    if not isinstance(head, SurveyRow) or not isinstance(draft, DefinitionRow):
        raise NotFound
    return head_of(head), _opened(draft)


def change_draft(
    keys: DistrictKeys,
    actor: Actor,
    survey_id: str,
    *,
    title: str,
    definition: JsonObject,
    segments: Sequence[str],
    revision: int,
) -> Survey:
    """Replace the draft, finished or not; Conflict where somebody changed it after `revision`.

    Invalid where it is too large. Published versions stay as they are.
    """
    head = find_head(keys.district_id, survey_id)
    _check_draft(title, definition, segments)
    draft = _definition_row(survey_pk(keys.district_id, survey_id), DRAFT_SK, definition, segments)
    changes = {"title": title.strip(), "updated_at": draft.made_at}
    return _change(keys.district_id, actor, head, revision, "survey.changed", changes, dynamodb.put(draft))


def _change(
    district_id: str,
    actor: Actor,
    head: SurveyRow,
    revision: int,
    verb: str,
    changes: dict[str, Any],
    *writes: dynamodb.Write,
    detail: Mapping[str, str] | None = None,
) -> Survey:
    changes = {**changes, "revision": revision + 1}
    actions = [getattr(SurveyRow, name).set(value) for name, value in changes.items()]
    condition = SurveyRow.revision == revision
    try:
        dynamodb.transact(
            dynamodb.update(SurveyRow, head.pk, head.sk, *actions, condition=condition),
            *writes,
            assurance.record(district_id, actor, verb, head.sk, **(detail or {})),
        )
    except TakenError:
        raise Conflict(
            "Somebody changed this survey. Load it again.", {"revision": "This is not the newest."}
        ) from None
    for name, value in changes.items():
        setattr(head, name, value)
    return head_of(head)


def compile_draft(district: District, title: str, mode: str, draft: Definition) -> Questionnaire:
    """A draft as it would be published, in the district's time zone; Invalid with all that has to be mended."""
    return _check(title, mode, {"timeZone": district.timezone, **draft.definition}, draft.segments)


def publish_survey(
    district: District, keys: DistrictKeys, actor: Actor, survey_id: str, *, revision: int, notice: str = ""
) -> Survey:
    """Make the draft the next immutable version and open it; Conflict where the draft has changed since.

    What is published is the compiled definition: with every limit of the server in it, and the district's time zone.
    A draft that is the newest version to the byte makes none: it opens that one. The schools that it lets people choose
    from are entered first, so that no answer is filed where nobody looks. Invalid also where students are asked about
    protected areas without a `notice` to their parents, which the version and the audit entry name.
    """
    head = find_head(district.id, survey_id)
    row = dynamodb.get(DefinitionRow, survey_pk(district.id, survey_id), DRAFT_SK)
    if row is None:
        raise NotFound
    draft, newest = _opened(row), int(head.version)
    compiled = compile_draft(district, head.title, head.mode, draft)
    confirmed = require_notice(compiled.definition, notice)
    version = _definition_row(row.pk, version_sk(newest + 1), compiled.definition, draft.segments)
    version.parental_notice = confirmed or None
    detail = {"parental_notice": confirmed} if confirmed else {}
    changes = {"state": "open", "version": newest + 1, "updated_at": version.made_at}
    if newest and _is_the_same(version, get_version(district.id, survey_id, newest)):
        same = {**changes, "version": newest}
        return _change(district.id, actor, head, revision, "survey.published", same, detail=detail)
    schools = declared_schools(compiled) if ITEM in draft.segments else []
    register_schools(keys, schools)
    kept = dynamodb.put_new(version)
    return _change(district.id, actor, head, revision, "survey.published", changes, kept, detail=detail)


def _is_the_same(row: DefinitionRow, version: Version) -> bool:
    return row.content_hash == version.content_hash and list(row.segments) == version.segments


def set_security(keys: DistrictKeys, actor: Actor, survey_id: str, security: str, *more: dynamodb.Write) -> Survey:
    """Protect a survey's results as said, with other writes in one transaction; Conflict where it changed meanwhile."""
    head = find_head(keys.district_id, survey_id)
    changes = {"security": security, "updated_at": clock.iso(clock.now())}
    return _change(keys.district_id, actor, head, int(head.revision), f"survey.security_{security}", changes, *more)


def close_survey(keys: DistrictKeys, actor: Actor, survey_id: str) -> Survey:
    """Take no more answers; Conflict where the survey is not open."""
    head = find_head(keys.district_id, survey_id)
    if head.state != "open":
        raise Conflict("Only an open survey can be closed.", {"state": "The survey is not open."})
    changes = {"state": "closed", "updated_at": clock.iso(clock.now())}
    return _change(keys.district_id, actor, head, int(head.revision), "survey.closed", changes)


@lru_cache(maxsize=64)
def get_version(district_id: str, survey_id: str, number: int) -> Version:
    """An immutable version, read once in a process; NotFound otherwise."""
    row = dynamodb.get(DefinitionRow, survey_pk(district_id, survey_id), version_sk(number), consistent=False)
    if row is None:
        raise NotFound
    kept = _opened(row)
    return Version(number, kept.definition, kept.segments, kept.content_hash)
