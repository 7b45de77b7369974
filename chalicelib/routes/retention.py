"""How long records are kept: the district's rules, what would go and when, proofs of what went, and legal holds."""

from datetime import timedelta
from functools import partial
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from chalicelib.approvals import service as approvals
from chalicelib.approvals.service import Kind
from chalicelib.assurance import proof_service as proofs
from chalicelib.assurance import retention_service as audit
from chalicelib.assurance.proof_service import Purge
from chalicelib.continuity import preview, rule_service
from chalicelib.continuity.preview import Cursor, File, Going
from chalicelib.continuity.rule_service import RuleShown
from chalicelib.continuity.rules import cutoff, days_of, problem_of, rules
from chalicelib.dialogues import retention_service as dialogues
from chalicelib.dialogues.service import open_thread
from chalicelib.entry.call import Call
from chalicelib.entry.closed import WhileClosed
from chalicelib.entry.http import Gate
from chalicelib.identity.permissions import Permission
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Invalid, NotFound
from chalicelib.privacy import hold_service as holds
from chalicelib.privacy import links
from chalicelib.privacy import service as privacy
from chalicelib.privacy.hold import PERSON, SURVEY, THREAD
from chalicelib.privacy.hold_service import Hold
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.routes.shapes import Body, Key, PageQuery, Short, Text, Token
from chalicelib.surveys import retention_service as answers
from chalicelib.surveys import school_service as schools
from chalicelib.surveys import service as surveys
from chalicelib.surveys.school_service import School
from chalicelib.surveys.store import RESPONSE_SHARDS

routes = Gate(__name__)
Days = Annotated[int, Meta(ge=0, le=36_530)]


class KindShown(Struct, frozen=True):
    """A kind of record that a district chooses the time of."""

    kind: str
    days: int
    least: int
    most: int
    by_school: bool
    counted_from: str
    because: str


class Rules(Struct, frozen=True):
    kinds: list[KindShown]
    rules: list[RuleShown]
    schools: list[School]


class NewRule(Body, frozen=True):
    kind: Short
    school_id: Short
    days: Days


class PreviewQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Of which kind; with days what a rule would do, of a school or the district; by month or by day."""

    kind: Short
    school_id: Short = ""
    days: Days = 0
    by: Short = "month"
    cursor: Token = ""


class Preview(Struct, frozen=True):
    """A part of the counts: those of one school and period in several parts add up."""

    items: list[Going]
    next: str | None


class Purges(Struct, frozen=True):
    items: list[Purge]
    next: str | None


class Holds(Struct, frozen=True):
    items: list[Hold]
    next: str | None = None


class NewHold(Body, frozen=True):
    """What to hold: a person by e-mail, a thread or a survey by id."""

    key: Key
    kind: Short
    target: Annotated[str, Meta(max_length=254)]
    reason: Text


class Release(Body, frozen=True):
    key: Key
    reason: Text


class ReleaseAsked(Struct, frozen=True):
    approval_id: str


@routes.on("GET", "/retention/rules", allow=Permission.MANAGE_RECORDS, reply=Rules)
def list_rules(call: Call[Any, Any]) -> Rules:
    """How long each kind is kept, within which bounds, and what the district has chosen. Two Queries."""
    kinds = [
        KindShown(
            kind,
            rule.days,
            rule.bounds.least,
            rule.bounds.most,
            rule.bounds.by_school,
            rule.counted_from,
            rule.bounds.because,
        )
        for kind, rule in rules().items()
        if rule.bounds is not None
    ]
    return Rules(kinds, rule_service.list_rules(call.district.id), schools.list_schools(call.keys))


@routes.on("PUT", "/retention/rules", allow=Permission.MANAGE_RECORDS, body=NewRule, reply=RuleShown, fresh=True)
def choose_rule(call: Call[NewRule, Any]) -> RuleShown:
    """Keep a kind of record, of the district or of a school, for so many days; a shorter time binds after a week."""
    body = call.body
    if body.school_id and body.school_id not in answers.files_of(call.district.id):
        raise Invalid("The rule was not changed.", {"school_id": "Choose one of the schools."})
    return rule_service.choose_rule(
        call.district.id, call.actor, kind=body.kind, school_id=body.school_id, days=body.days
    )


@routes.on("GET", "/retention/preview", allow=Permission.MANAGE_RECORDS, query=PreviewQuery, reply=Preview)
def preview_rule(call: Call[Any, PreviewQuery]) -> Preview:
    """What would go, and when, by school and month or day: a bounded number of Queries, and where to go on."""
    query, district_id = call.query, call.district.id
    problem = problem_of(query.kind, query.school_id, query.days or rule_service.default_days_of(query.kind))
    if query.by not in preview.HORIZON_DAYS:
        problem = {**problem, "by": "month or day."}
    if query.school_id and query.school_id not in answers.files_of(district_id):
        problem = {**problem, "school_id": "Choose one of the schools."}
    if problem:
        raise Invalid("This cannot be previewed.", problem)
    bound = f"preview|{call.session.user_id}|{query.kind}|{query.school_id}|{query.days}|{query.by}"
    held = links.open_cursor(call.keys, bound, query.cursor)
    cursor = msgspec.convert(held, Cursor) if held else Cursor(clock.iso(clock.now()))
    items, after = _walked(district_id, query, cursor)
    return Preview(items, links.seal_cursor(call.keys, bound, msgspec.to_builtins(after) if after else None))


def _walked(district_id: str, query: PreviewQuery, cursor: Cursor) -> tuple[list[Going], Cursor | None]:
    choices, now = rule_service.choices_of(district_id), clock.iso(clock.now())

    def days(school_id: str) -> int:
        is_meant = query.days and (school_id == query.school_id or (not query.school_id and not _is_own(school_id)))
        return query.days if is_meant else days_of(choices, query.kind, school_id, now)

    def _is_own(school_id: str) -> bool:
        return (query.kind, school_id) in choices

    if query.kind == "audit":
        return _walked_audit(district_id, days(""), query.by, cursor)
    if query.kind == "dialogue":
        read = partial(dialogues.beginnings_between, district_id, limit=preview.ROWS)
        return preview.walk([File("", days(""), "")], cursor, query.by, lambda _, a, b, c: read(a, b, after=c))
    files = [
        File(one, days(one), f"{one}#{shard}")
        for one in answers.files_of(district_id)
        for shard in range(RESPONSE_SHARDS)
    ]
    hours = partial(answers.hours_between, district_id, limit=preview.ROWS)
    return preview.walk(files, cursor, query.by, lambda place, a, b, c: hours(place, a, b, after=c))


def _walked_audit(district_id: str, days: int, by: str, cursor: Cursor) -> tuple[list[Going], Cursor | None]:
    """The audit log lies in days: each is a file of its own, whose entries go together."""
    at = clock.parse(cursor.at)
    first = audit.first_day(district_id, clock.parse(cutoff(days, at)))
    last = (at + timedelta(days=preview.HORIZON_DAYS[by] - days)).date()
    files = [File("", days, (first + timedelta(days=n)).isoformat()) for n in range(max((last - first).days, 0))]

    def read(day: str, _since: str, _until: str, after: Any) -> tuple[list[str], Any]:
        number, more = audit.entries_of(district_id, day, limit=preview.ROWS, after=after)
        return [f"{day}T00:00:00.000Z"] * number, more

    return preview.walk(files, cursor, by, read)


@routes.on("GET", "/retention/purges", allow=Permission.MANAGE_RECORDS, query=PageQuery, reply=Purges)
def list_purges(call: Call[Any, PageQuery]) -> Purges:
    """Each pass and kind with what it removed and the proof of it, the newest first. One Query."""
    bound = f"purges|{call.session.user_id}"
    found, last_key = proofs.list_purges(call.district.id, links.open_cursor(call.keys, bound, call.query.cursor))
    return Purges(found, links.seal_cursor(call.keys, bound, last_key))


@routes.on("GET", "/holds", allow=Permission.MANAGE_RECORDS, reply=Holds)
def list_holds(call: Call[Any, Any]) -> Holds:
    """The legal holds, the newest first."""
    return Holds(holds.list_holds(call.keys))


@routes.on(
    "POST",
    "/holds",
    allow=Permission.MANAGE_RECORDS,
    body=NewHold,
    reply=Hold,
    status=201,
    fresh=True,
    while_closed=WhileClosed.READS,
)
def place_hold(call: Call[NewHold, Any]) -> Hold:
    """Hold all that is kept of a person, a thread or a survey, from this moment on."""
    body = call.body
    target = _target_of(call.keys, body.kind, body.target)
    return holds.place_hold(
        call.keys,
        call.actor,
        key=body.key,
        kind=body.kind,
        target=target,
        reason=body.reason,
        email=body.target.strip() if body.kind == PERSON else "",
    )


def _target_of(keys: DistrictKeys, kind: str, target: str) -> str:
    """The id of what is to be held; Invalid where the district has no such thing."""
    find = {PERSON: _person, THREAD: _thread, SURVEY: _survey}.get(kind)
    if find is None:
        raise Invalid("The hold was not placed.", {"kind": "person, thread or survey."})
    try:
        return find(keys, target)
    except NotFound:
        raise Invalid("The hold was not placed.", {"target": "Nothing is kept under this."}) from None


def _person(keys: DistrictKeys, email: str) -> str:
    subject = privacy.find_blind(keys, "email", email)
    if subject is None:
        raise NotFound
    return subject


def _thread(keys: DistrictKeys, thread_id: str) -> str:
    return open_thread(keys, thread_id).thread_id


def _survey(keys: DistrictKeys, survey_id: str) -> str:
    return str(surveys.find_head(keys.district_id, survey_id).sk)


@routes.on(
    "POST", "/holds/{hold_id}/release-requests", allow=Permission.MANAGE_RECORDS, body=Release, reply=ReleaseAsked,
    status=202, fresh=True, while_closed=WhileClosed.READS,
)  # fmt: skip
def ask_release(call: Call[Release, Any]) -> ReleaseAsked:
    """Ask a second person to agree that a hold is released; it is released with that."""
    hold_id, body = call.params["hold_id"], call.body
    holds.find_active(call.district.id, hold_id)
    asked = approvals.ask(call.keys, call.actor, Kind.HOLD_RELEASE, hold_id, key=body.key, reason=body.reason)
    return ReleaseAsked(asked)
