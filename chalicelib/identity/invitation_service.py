"""One-time invitations: how every account begins."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.districts.service import District
from chalicelib.identity import credentials, devices
from chalicelib.identity import service as identity
from chalicelib.identity import session_service as sessions
from chalicelib.identity.levels import Access, Level, check_levels
from chalicelib.identity.service import Person
from chalicelib.identity.session_service import Device, Proof
from chalicelib.identity.sign_in_service import SignedIn
from chalicelib.identity.store import INVITATION_SK, StaffInvitationRow, UserRow, invitation_pk
from chalicelib.identity.team_service import check_teams, join_team
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Gone, Invalid
from chalicelib.kernel.ids import spelled
from chalicelib.kernel.settings import settings
from chalicelib.notifications.addresses import is_address
from chalicelib.notifications.letters import Letter
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.post_service import post_letter
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place

INVITATION_SECONDS = 24 * 3600


class Invited(Struct, frozen=True):
    """What is sealed of an invitation."""

    email: str


class Invitation(Struct, frozen=True):
    """Whom to invite: an address, levels, teams; and how long the account is designated from the start."""

    email: str
    levels: Sequence[Level]
    team_ids: Sequence[str] = ()
    designated_until: int = 0


class Welcomed(Struct, frozen=True):
    """What somebody chooses who accepts an invitation."""

    invitation: str
    username: str
    name: str
    password: str


def check_email(email: str, field: str = "email") -> str:
    """The address, trimmed; Invalid where nobody could have it."""
    if not is_address(email.strip()):
        raise Invalid("This is not an e-mail address.", {field: "An e-mail address such as name@example.org."})
    return email.strip()


def invitation_token(keys: DistrictKeys, user_id: str) -> str:
    """The one-time token of an invitation: nobody without the district's key can compute it."""
    return spelled(vault.fingerprint(keys.index, "staff-invitation", user_id))


def invite_user(district: District, keys: DistrictKeys, actor: Actor, *, key: str, invitation: Invitation) -> str:
    """Mail a one-time invitation of 24 hours to an address; gives the new user id. The same key invites once."""
    check_teams(district.id, invitation.team_ids)
    user_id = privacy.id_from(keys, "usr", key)
    try:
        dynamodb.transact(*invitation_writes(district, keys, actor, user_id, invitation))
    except TakenError:
        _check_same(keys, user_id, invitation)
    return user_id


def _check_same(keys: DistrictKeys, user_id: str, invitation: Invitation) -> None:
    pk, sk = invitation_place(keys, user_id)
    row = dynamodb.get(StaffInvitationRow, pk, sk)
    if row is None:
        return
    held = vault.unseal(privacy.key_of(keys, user_id), Place(row.TABLE, pk, sk), row.sealed, Invited)
    wanted = identity.spelled_levels(check_levels(invitation.levels))
    if held.email != check_email(invitation.email) or row.levels != wanted:
        raise Conflict("This key was used for another invitation.", {"key": "Make a new key for a new request."})


def invitation_place(keys: DistrictKeys, user_id: str) -> tuple[str, str]:
    """The key of somebody's invitation, which its one-time token decides."""
    return invitation_pk(keys.district_id, vault.digest(invitation_token(keys, user_id))), INVITATION_SK


def invitation_writes(
    district: District, keys: DistrictKeys, actor: Actor, user_id: str, invitation: Invitation
) -> list[Write]:
    """The writes of an invitation: its key, its row, its letter and its audit entry."""
    email, levels = check_email(invitation.email), check_levels(invitation.levels)
    key, key_write = privacy.new_key(keys, user_id)
    pk, sk = invitation_place(keys, user_id)
    row = StaffInvitationRow(
        pk,
        sk,
        levels=identity.spelled_levels(levels),
        designated_until=invitation.designated_until,
        team_ids=sorted(set(invitation.team_ids)),
        user_id=user_id,
        expires_at=clock.seconds() + INVITATION_SECONDS,
        sealed=vault.seal(key, Place(StaffInvitationRow.TABLE, pk, sk), Invited(email)),
    )
    link = f"{settings().base_url}/desk/d/{district.slug}/welcome#{invitation_token(keys, user_id)}"
    letter = Letter("staff_invitation", email, "en", {"district": district.name, "link": link})
    roles = ",".join(Access(tuple(levels)).roles())
    return [
        dynamodb.put_new(row),
        key_write,
        post_letter(key, f"inv_{user_id}", letter),
        assurance.record(district.id, actor, "user.invited", user_id, roles=roles),
    ]


def accept_invitation(
    district: District, keys: DistrictKeys, given: Welcomed, *, device: Device, request_id: str, browser: str = ""
) -> SignedIn:
    """Make the account that an invitation promises and sign it in; Gone where the invitation was used or is old."""
    pk = invitation_pk(district.id, vault.digest(given.invitation))
    row = dynamodb.get(StaffInvitationRow, pk, INVITATION_SK)
    if row is None or row.expires_at <= clock.seconds():
        raise Gone("This invitation has been used or has ended. Please ask for a new one.")
    _check_account(district, given)
    key = privacy.key_of(keys, row.user_id)
    email = vault.unseal(key, Place(row.TABLE, pk, INVITATION_SK), row.sealed, Invited).email
    person = Person(given.name.strip(), email, given.username.strip(), sessions.new_handle())
    levels = msgspec.json.decode(row.levels, type=list[Level])
    cookie, session, session_write = sessions.start_session(
        key, Access(tuple(levels)), person.handle, proof=Proof.PASSWORD, device=device
    )
    session = msgspec.structs.replace(session, designated_until=int(row.designated_until))
    actor = Actor("user", row.user_id, request_id)
    browser = devices.own_or_new(browser)
    hashed = credentials.hash_password(district.id, row.user_id, given.password)
    try:
        dynamodb.transact(
            dynamodb.delete(StaffInvitationRow, pk, INVITATION_SK, StaffInvitationRow.pk.exists()),
            privacy.claim_blind(keys, "username", given.username, row.user_id),
            *_account_writes(key, person, row, levels, hashed, browser),
            session_write,
            *(join_team(district.id, team_id, row.user_id) for team_id in row.team_ids),
            assurance.record(district.id, actor, "user.joined", row.user_id),
        )
    except TakenError as taken:
        raise _why_not_joined(taken) from None
    return SignedIn(cookie, session, person.name, browser=browser)


def _why_not_joined(taken: TakenError) -> Exception:
    if taken.index == 1:
        return Conflict("This user name is taken.", {"username": "Please choose another user name."})
    return Gone("This invitation has been used. Please sign in.")


def _check_account(district: District, given: Welcomed) -> None:
    fields = {}
    username, name = given.username.strip(), given.name.strip()
    if not 3 <= len(username) <= 64 or any(character.isspace() for character in username):  # noqa: PLR2004 - the sentence says it.
        fields["username"] = "A user name has 3 to 64 characters and no spaces."
    if not 1 <= len(name) <= 120:  # noqa: PLR2004 - the sentence says it.
        fields["name"] = "Please give your name, up to 120 characters."
    if fields:
        raise Invalid("The account cannot be made like this.", fields)
    credentials.check_password(given.password, known=(username, name, district.name, district.slug))


def _account_writes(
    key: DataKey, person: Person, row: StaffInvitationRow, levels: list[Level], hashed: str, browser: str
) -> list[Write]:
    place = identity.place_of(key.district_id, row.user_id)
    user = UserRow(
        place.pk,
        place.sk,
        password=hashed,
        state=identity.ACTIVE,
        levels=row.levels,
        devices=[devices.digest_of(key.district_id, row.user_id, browser)],
        designated_until=row.designated_until,
        created_at=clock.iso(clock.now()),
        sealed=vault.seal(key, place, person),
    )
    epoch = sessions.begin_epoch(key.district_id, row.user_id, person.handle, levels, int(row.designated_until))
    return [dynamodb.put_new(user), epoch]
