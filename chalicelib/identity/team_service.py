"""Teams of staff members: who works on which topics."""

from collections.abc import Sequence

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.identity.store import TeamRow, UserRow, people_pk, teams_pk
from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DistrictKeys

MOST_MEMBERS = 80


class Team(Struct, frozen=True):
    """A team: its name and the user ids of its members."""

    team_id: str
    name: str
    member_ids: list[str]


def _shown(row: TeamRow) -> Team:
    return Team(row.sk, row.name, list(row.member_ids))


def _check(keys: DistrictKeys, name: str, member_ids: Sequence[str]) -> tuple[str, list[str]]:
    members = sorted(set(member_ids))
    if not 1 <= len(name.strip()) <= 80 or len(members) > MOST_MEMBERS:  # noqa: PLR2004 - the sentence says it.
        raise Invalid("The team cannot be like this.", {"name": "1 to 80 characters, and at most 80 members."})
    rows = dynamodb.batch_get([(UserRow, people_pk(keys.district_id), one) for one in members]) if members else []
    unknown = [position for position, row in enumerate(rows) if row is None]
    if unknown:
        raise Invalid("The team names somebody unknown.", {"member_ids": "There is no such person in this district."})
    return name.strip(), members


def create_team(keys: DistrictKeys, actor: Actor, *, key: str, name: str, member_ids: Sequence[str]) -> Team:
    """A new team; the same key makes it once, Conflict where the key made another."""
    name, members = _check(keys, name, member_ids)
    team_id = privacy.id_from(keys, "tem", key)
    mac = vault.fingerprint(keys.index, "team", [name, members])
    row = TeamRow(teams_pk(keys.district_id), team_id, name=name, member_ids=members, request_mac=mac)
    try:
        dynamodb.transact(dynamodb.put_new(row), assurance.record(keys.district_id, actor, "team.created", team_id))
    except TakenError:
        held = dynamodb.get(TeamRow, row.pk, team_id)
        if held is None or not vault.same(held.request_mac, mac):
            raise Conflict("This key made another team.", {"key": "Make a new key for a new request."}) from None
    return Team(team_id, name, members)


def change_team(keys: DistrictKeys, actor: Actor, team_id: str, *, name: str, member_ids: Sequence[str]) -> Team:
    """Rename a team or change its members; NotFound where there is none."""
    name, members = _check(keys, name, member_ids)
    actions = [TeamRow.name.set(name), TeamRow.member_ids.set(members)]
    try:
        dynamodb.transact(
            dynamodb.update(TeamRow, teams_pk(keys.district_id), team_id, *actions, condition=TeamRow.pk.exists()),
            assurance.record(keys.district_id, actor, "team.changed", team_id),
        )
    except TakenError:
        raise NotFound from None
    return Team(team_id, name, members)


def check_teams(district_id: str, team_ids: Sequence[str]) -> None:
    """Raises Invalid where a team does not exist."""
    rows = dynamodb.batch_get([(TeamRow, teams_pk(district_id), one) for one in team_ids]) if team_ids else []
    if None in rows:
        raise Invalid("There is no such team.", {"team_ids": "Choose teams of this district."})


def join_team(district_id: str, team_id: str, user_id: str) -> Write:
    """The write that adds a member to a team."""
    joined = TeamRow.member_ids.set(TeamRow.member_ids.append([user_id]))
    return dynamodb.update(TeamRow, teams_pk(district_id), team_id, joined)


def list_teams(district_id: str) -> list[Team]:
    """The district's teams by name. One Query."""
    return sorted((_shown(row) for row in dynamodb.every(TeamRow, teams_pk(district_id))), key=lambda team: team.name)


def get_team(district_id: str, team_id: str) -> Team:
    """One team; NotFound otherwise."""
    row = dynamodb.get(TeamRow, teams_pk(district_id), team_id)
    if row is None:
        raise NotFound
    return _shown(row)
