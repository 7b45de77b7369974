"""Staff accounts and teams."""

from typing import Annotated, Any

from msgspec import Meta, Struct, field

from chalicelib.dialogues import topic_service as topics
from chalicelib.entry.call import Call
from chalicelib.entry.http import LARGE, Gate
from chalicelib.identity import factor_service as factors
from chalicelib.identity import service as identity
from chalicelib.identity import team_service as teams
from chalicelib.identity.invitation_service import Invitation, invite_user
from chalicelib.identity.levels import MOST_LEVELS, Level
from chalicelib.identity.permissions import Permission
from chalicelib.identity.service import User
from chalicelib.identity.single_sign_on_service import unlink_writes
from chalicelib.identity.staff_list import read_staff_list
from chalicelib.identity.team_service import Team
from chalicelib.kernel import clock
from chalicelib.privacy import service as privacy
from chalicelib.routes.shapes import Body, Id, Key, Short
from chalicelib.surveys import service as surveys

routes = Gate(__name__)
Revision = Annotated[int, Meta(ge=1)]


class Invite(Body, frozen=True):
    key: Key
    email: Short
    levels: Annotated[list[Level], Meta(max_length=MOST_LEVELS)]
    team_ids: Annotated[list[Id], Meta(max_length=20)] = field(default_factory=list)


class StaffList(Body, frozen=True):
    key: Key
    csv: str
    is_dry_run: bool = True


class Listed(Struct, frozen=True):
    """How many people a list names, what is wrong with its lines, and how many were invited."""

    people: int
    problems: dict[str, str]
    invited: int


class Levels(Body, frozen=True):
    levels: Annotated[list[Level], Meta(max_length=MOST_LEVELS)]
    revision: Revision


class Revised(Body, frozen=True):
    revision: Revision


class Named(Struct, frozen=True):
    id: str
    name: str


class LevelSeen(Struct, frozen=True):
    """What one level lets somebody see and do; None is everything."""

    role: str
    permissions: list[str]
    schools: list[str] | None
    surveys: list[Named] | None
    topics: list[Named] | None
    fields: list[str] | None


class View(Struct, frozen=True):
    """What somebody can see, in the parts that a page makes sentences of."""

    levels: list[LevelSeen]
    teams: list[str]
    is_designated: bool
    factors: list[str]
    state: str


class TeamBody(Body, frozen=True):
    name: Short
    member_ids: Annotated[list[Id], Meta(max_length=teams.MOST_MEMBERS)]


class NewTeam(TeamBody, frozen=True):
    key: Key


class InvitedUser(Struct, frozen=True):
    user_id: str


class Users(Struct, frozen=True):
    items: list[User]
    next: str | None = None


class Teams(Struct, frozen=True):
    items: list[Team]
    next: str | None = None


@routes.on("GET", "/users", allow=Permission.SIGNED_IN, reply=Users)
def list_users(call: Call[Any, Any]) -> Users:
    """The district's staff; to those who manage people, here and now, with their addresses and levels."""
    users = identity.list_users(call.keys)
    if not call.may_administer(Permission.MANAGE_PEOPLE):
        users = [User(user.user_id, user.name, "", "", user.roles, [], user.state, [], 0, 0) for user in users]
    return Users(users)


@routes.on("POST", "/users", allow=Permission.MANAGE_PEOPLE, body=Invite, reply=InvitedUser, status=201, fresh=True)
def invite(call: Call[Invite, Any]) -> InvitedUser:
    """Mail a one-time invitation of 24 hours to an account with levels that the caller could hold."""
    body = call.body
    identity.require_may_grant(call.session, body.levels)
    invitation = Invitation(body.email, body.levels, body.team_ids)
    return InvitedUser(invite_user(call.district, call.keys, call.actor, key=body.key, invitation=invitation))


@routes.on(
    "POST", "/users/import", allow=Permission.MANAGE_PEOPLE, body=StaffList, reply=Listed, most=LARGE, fresh=True
)
def import_users(call: Call[StaffList, Any]) -> Listed:
    """Invite everybody on a list, all or nobody; a dry run only says what is wrong with it."""
    people, problems = read_staff_list(call.body.csv)
    for person in people:
        if not call.session.access.may_grant(person.level):
            problems[f"line {person.line}"] = "Nobody gives more than they hold."
    if call.body.is_dry_run or problems:
        return Listed(len(people), problems, 0)
    for person in people:
        key = privacy.id_from(call.keys, "key", call.body.key, person.email.lower())
        invite_user(call.district, call.keys, call.actor, key=key, invitation=Invitation(person.email, [person.level]))
    return Listed(len(people), {}, len(people))


@routes.on("PUT", "/users/{user_id}/levels", allow=Permission.MANAGE_PEOPLE, body=Levels, reply=User, fresh=True)
def change_levels(call: Call[Levels, Any]) -> User:
    """Give an account other levels, never above the caller's own; what it is signed in with ends."""
    body = call.body
    return identity.change_levels(
        call.keys, call.session, call.actor, call.params["user_id"], levels=body.levels, revision=body.revision
    )


@routes.on("POST", "/users/{user_id}/suspend", allow=Permission.MANAGE_PEOPLE, body=Revised, reply=User)
def suspend_user(call: Call[Revised, Any]) -> User:
    """Let an account sign in no more, for now; what it is signed in with ends at once."""
    return identity.suspend_user(
        call.keys, call.session, call.actor, call.params["user_id"], revision=call.body.revision
    )


@routes.on("POST", "/users/{user_id}/resume", allow=Permission.MANAGE_PEOPLE, body=Revised, reply=User)
def resume_user(call: Call[Revised, Any]) -> User:
    """Let a suspended account sign in again."""
    return identity.resume_user(
        call.keys, call.session, call.actor, call.params["user_id"], revision=call.body.revision
    )


@routes.on("POST", "/users/{user_id}/end", allow=Permission.MANAGE_PEOPLE, body=Revised, reply=User, fresh=True)
def end_user(call: Call[Revised, Any]) -> User:
    """End an account for good, its second factors too."""
    user_id = call.params["user_id"]
    account = identity.find_account(call.keys, user_id)
    removed = [*factors.remove_all_factors(account), *unlink_writes(call.keys, account.key)]
    return identity.end_user(call.keys, call.session, call.actor, user_id, *removed, revision=call.body.revision)


@routes.on("GET", "/users/{user_id}/view", allow=Permission.MANAGE_PEOPLE, reply=View)
def what_can_they_see(call: Call[Any, Any]) -> View:
    """What somebody can see and do, with the names of things."""
    user = identity.get_user(call.keys, call.params["user_id"])
    named = {topic.topic_id: topic.name for topic in topics.list_topics(call.district.id)}
    levels = [
        LevelSeen(
            level.role,
            sorted(level.permissions()),
            level.schools,
            _surveys(call, level.surveys),
            None if level.topics is None else [Named(one, _text(named.get(one))) for one in level.topics],
            None if level.fields is None else [field.value for field in level.fields],
        )
        for level in user.levels
    ]
    mine = [team.name for team in teams.list_teams(call.district.id) if user.user_id in team.member_ids]
    return View(levels, mine, user.designated_until > clock.seconds(), user.factors, user.state)


def _surveys(call: Call[Any, Any], ids: list[str] | None) -> list[Named] | None:
    if ids is None:
        return None
    heads, _ = surveys.list_surveys(call.district.id, within=frozenset(ids), limit=len(ids), after=None)
    titles = {head.survey_id: head.title for head in heads}
    return [Named(one, titles.get(one, "")) for one in ids]


def _text(texts: dict[str, str] | None) -> str:
    return (texts or {}).get("en", "")


@routes.on("GET", "/teams", allow=Permission.SIGNED_IN, reply=Teams)
def list_teams(call: Call[Any, Any]) -> Teams:
    """The district's teams."""
    return Teams(teams.list_teams(call.district.id))


@routes.on("POST", "/teams", allow=Permission.MANAGE_TOPICS, body=NewTeam, reply=Team, status=201)
def create_team(call: Call[NewTeam, Any]) -> Team:
    """Make a team."""
    body = call.body
    return teams.create_team(call.keys, call.actor, key=body.key, name=body.name, member_ids=body.member_ids)


@routes.on("PUT", "/teams/{team_id}", allow=Permission.MANAGE_TOPICS, body=TeamBody, reply=Team)
def change_team(call: Call[TeamBody, Any]) -> Team:
    """Rename a team or change its members."""
    body = call.body
    return teams.change_team(call.keys, call.actor, call.params["team_id"], name=body.name, member_ids=body.member_ids)
