"""People and teams on their way into an archive and out of it.

Nobody's authority is carried: an account that comes out of an archive has no password, no second factor, no session
and no designation. Its owner chooses a password by letter; the operator designates the first administrator.
"""

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.identity import credentials
from chalicelib.identity import service as identity
from chalicelib.identity import session_service as sessions
from chalicelib.identity.archived import ArchivedPerson, ArchivedTeam
from chalicelib.identity.service import Person
from chalicelib.identity.store import TeamRow, UserRow, people_pk, teams_pk
from chalicelib.kernel.errors import Conflict
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DistrictKeys


def archived_people(keys: DistrictKeys) -> list[ArchivedPerson]:
    """The district's staff whose keys are not erased, ended accounts included, by id."""
    rows = list(dynamodb.every(UserRow, people_pk(keys.district_id), consistent=True))
    opened = privacy.keys_of(keys, [row.sk for row in rows])
    return [_archived(identity.open_account(opened[row.sk], row)) for row in rows if row.sk in opened]


def _archived(account: identity.Account) -> ArchivedPerson:
    row, person = account.row, account.person
    levels = list(account.access.levels)
    return ArchivedPerson(row.sk, person.name, person.email, person.username, row.state, levels, row.created_at)


def archived_teams(district_id: str) -> list[ArchivedTeam]:
    """The district's teams, by id."""
    rows = dynamodb.every(TeamRow, teams_pk(district_id), consistent=True)
    return [ArchivedTeam(row.sk, row.name, list(row.member_ids)) for row in rows]


def has_people(district_id: str) -> bool:
    """Whether anybody has an account, or there is a team. Two Queries."""
    kinds = ((UserRow, people_pk(district_id)), (TeamRow, teams_pk(district_id)))
    return any(dynamodb.query(kind, pk, limit=1, consistent=True).items for kind, pk in kinds)


def restore_people(keys: DistrictKeys, people: list[ArchivedPerson]) -> int:
    """Make accounts without a password; those that are there are left alone. Conflict where a user name is taken."""
    try:
        return dynamodb.add_each_once([_account(keys, one) for one in people])
    except TakenError:
        raise Conflict("Two people of the archive have one user name.", {"username": "It is taken."}) from None


def _account(keys: DistrictKeys, one: ArchivedPerson) -> list[Write]:
    key, key_write = privacy.new_key(keys, one.user)
    place = identity.place_of(keys.district_id, one.user)
    person = Person(one.name, one.email, one.username, sessions.new_handle())
    row = UserRow(
        place.pk,
        place.sk,
        password=credentials.UNSET.stored,
        state=one.state,
        levels=identity.spelled_levels(one.levels),
        created_at=one.created_at,
        sealed=vault.seal(key, place, person),
    )
    writes = [dynamodb.put_new(row), key_write]
    if one.state != identity.ENDED:
        writes.append(privacy.claim_blind(keys, "username", one.username, one.user))
    if one.state == identity.ACTIVE:
        writes.append(sessions.begin_epoch(keys.district_id, one.user, person.handle, one.levels))
    return writes


def restore_teams(keys: DistrictKeys, teams: list[ArchivedTeam]) -> int:
    """Keep teams; those that are there are left alone."""
    rows = [
        TeamRow(
            teams_pk(keys.district_id),
            one.team,
            name=one.name,
            member_ids=one.members,
            request_mac=vault.fingerprint(keys.index, "team", ["imported", one.team]),
        )
        for one in teams
    ]
    return dynamodb.add_each_once([[dynamodb.put_new(row)] for row in rows])
