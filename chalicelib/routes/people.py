"""Staff accounts and teams."""

from typing import Annotated, Any

from msgspec import Meta, Struct, field

from chalicelib.entry.call import Call
from chalicelib.entry.http import Gate
from chalicelib.identity import service as identity
from chalicelib.identity import team_service as teams
from chalicelib.identity.permissions import Permission, Role
from chalicelib.identity.service import User
from chalicelib.identity.team_service import Team
from chalicelib.kernel.settings import settings
from chalicelib.routes.shapes import Body, Id, Key, Short

routes = Gate(__name__)


class Invite(Body, frozen=True):
    key: Key
    email: Short
    roles: Annotated[list[str], Meta(max_length=3)]
    team_ids: Annotated[list[Id], Meta(max_length=20)] = field(default_factory=list)


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
    """The district's staff; addresses are shown to those who manage people."""
    users = identity.list_users(call.keys)
    if Role.ADMINISTRATOR not in call.session.roles:
        users = [User(user.user_id, user.name, "", user.roles, user.state) for user in users]
    return Users(users)


@routes.on("POST", "/users", allow=Permission.MANAGE_PEOPLE, body=Invite, reply=InvitedUser, status=201)
def invite_user(call: Call[Invite, Any]) -> InvitedUser:
    """Mail a one-time invitation of 24 hours."""
    body = call.body
    user_id = identity.invite_user(
        call.district,
        call.keys,
        call.actor,
        key=body.key,
        email=body.email,
        roles=body.roles,
        team_ids=body.team_ids,
        base_url=settings().base_url,
    )
    return InvitedUser(user_id)


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
