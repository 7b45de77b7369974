"""Accounts, teams, signing in and out."""

from collections.abc import Sequence

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.districts.service import District
from chalicelib.identity import credentials
from chalicelib.identity import session_service as sessions
from chalicelib.identity import throttle_service as throttles
from chalicelib.identity.permissions import Role
from chalicelib.identity.session_service import Cookie, Session
from chalicelib.identity.store import INVITATION_SK, StaffInvitationRow, UserRow, invitation_pk, people_pk
from chalicelib.identity.team_service import check_teams, join_team
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Gone, Invalid, NotFound, Unauthenticated
from chalicelib.kernel.ids import spelled
from chalicelib.notifications import service as notifications
from chalicelib.notifications.addresses import is_address
from chalicelib.notifications.letters import Letter
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.store import KEY_SK, KeyRow, key_pk
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place

INVITATION_SECONDS = 24 * 3600
NOBODY_ID = "usr_nobody"


class Person(Struct, frozen=True):
    """What is sealed of a staff member."""

    name: str
    email: str
    username: str
    handle: bytes


class Invited(Struct, frozen=True):
    """What is sealed of an invitation."""

    email: str


class User(Struct, frozen=True):
    """A staff account as its colleagues see it."""

    user_id: str
    name: str
    email: str
    roles: list[str]
    state: str


class SignedIn(Struct, frozen=True):
    """A fresh session: its cookie, and whose it is."""

    cookie: Cookie
    session: Session
    name: str


def check_roles(roles: Sequence[str]) -> list[str]:
    """The roles without doubles; Invalid where one is unknown or none is given."""
    known = set(Role)
    if not roles or not set(roles) <= known:
        raise Invalid("These roles do not exist.", {"roles": f"One or more of {', '.join(sorted(known))}."})
    return sorted({Role(role).value for role in roles})


def check_email(email: str, field: str = "email") -> str:
    """The address, trimmed; Invalid where nobody could have it."""
    if not is_address(email.strip()):
        raise Invalid("This is not an e-mail address.", {field: "An e-mail address such as name@example.org."})
    return email.strip()


def _place(district_id: str, user_id: str) -> Place:
    return Place(UserRow.TABLE, people_pk(district_id), user_id)


def invitation_token(keys: DistrictKeys, user_id: str) -> str:
    """The one-time token of an invitation: nobody without the district's key can compute it."""
    return spelled(vault.fingerprint(keys.index, "staff-invitation", user_id))


def invite_user(
    district: District,
    keys: DistrictKeys,
    actor: Actor,
    *,
    key: str,
    email: str,
    roles: Sequence[str],
    team_ids: Sequence[str] = (),
    base_url: str,
) -> str:
    """Mail a one-time invitation of 24 hours to an address; gives the new user id. The same key invites once."""
    check_teams(district.id, team_ids)
    user_id = privacy.id_from(keys, "usr", key)
    try:
        dynamodb.transact(
            *invitation_writes(
                district, keys, actor, user_id=user_id, email=email, roles=roles, team_ids=team_ids, base_url=base_url
            )
        )
    except TakenError:
        _check_same_invitation(keys, user_id, check_email(email), check_roles(roles))
    return user_id


def _check_same_invitation(keys: DistrictKeys, user_id: str, email: str, roles: list[str]) -> None:
    pk, sk = _invitation_place(keys, user_id)
    row = dynamodb.get(StaffInvitationRow, pk, sk)
    if row is None:
        return
    held = vault.unseal(privacy.key_of(keys, user_id), Place(row.TABLE, pk, sk), row.sealed, Invited)
    if held.email != email or list(row.roles) != roles:
        raise Conflict("This key was used for another invitation.", {"key": "Make a new key for a new request."})


def _invitation_place(keys: DistrictKeys, user_id: str) -> tuple[str, str]:
    return invitation_pk(keys.district_id, vault.digest(invitation_token(keys, user_id))), INVITATION_SK


def invitation_writes(
    district: District,
    keys: DistrictKeys,
    actor: Actor,
    *,
    user_id: str,
    email: str,
    roles: Sequence[str],
    team_ids: Sequence[str] = (),
    base_url: str,
) -> list[Write]:
    """The writes of an invitation: its key, its row, its letter and its audit entry."""
    email, roles = check_email(email), check_roles(roles)
    key, key_write = privacy.new_key(keys, user_id)
    pk, sk = _invitation_place(keys, user_id)
    row = StaffInvitationRow(
        pk,
        sk,
        roles=roles,
        team_ids=sorted(set(team_ids)),
        user_id=user_id,
        expires_at=clock.seconds() + INVITATION_SECONDS,
        sealed=vault.seal(key, Place(StaffInvitationRow.TABLE, pk, sk), Invited(email)),
    )
    link = f"{base_url}/desk/d/{district.slug}/welcome#{invitation_token(keys, user_id)}"
    letter = Letter("staff_invitation", email, "en", {"district": district.name, "link": link})
    return [
        dynamodb.put_new(row),
        key_write,
        post_letter(key, f"inv_{user_id}", letter),
        assurance.record(district.id, actor, "user.invited", user_id, roles=",".join(roles)),
    ]


def post_letter(key: DataKey, letter_id: str, letter: Letter) -> Write:
    """The outbox write of a letter, sealed under the recipient's key."""
    place = Place("outbox", *notifications.letter_place(key.district_id, letter_id))
    return notifications.post(key.district_id, letter_id, letter.kind, key.subject, vault.seal(key, place, letter))


def accept_invitation(
    district: District,
    keys: DistrictKeys,
    *,
    invitation: str,
    username: str,
    name: str,
    password: str,
    request_id: str,
) -> SignedIn:
    """Make the account that an invitation promises and sign it in; Gone where the invitation was used or is old."""
    pk = invitation_pk(district.id, vault.digest(invitation))
    row = dynamodb.get(StaffInvitationRow, pk, INVITATION_SK)
    if row is None or row.expires_at <= clock.seconds():
        raise Gone("This invitation has been used or has ended. Please ask for a new one.")
    _check_account(username, name, password)
    key = privacy.key_of(keys, row.user_id)
    email = vault.unseal(key, Place(row.TABLE, pk, INVITATION_SK), row.sealed, Invited).email
    person = Person(name.strip(), email, username.strip(), sessions.new_handle())
    cookie, session_write = sessions.start_session(district.id, row.user_id, person.handle)
    actor = Actor("user", row.user_id, request_id)
    try:
        dynamodb.transact(
            dynamodb.delete(StaffInvitationRow, pk, INVITATION_SK, StaffInvitationRow.pk.exists()),
            privacy.claim_blind(keys, "username", username, row.user_id),
            *_account_writes(
                district.id, key, person, row, credentials.hash_password(district.id, row.user_id, password)
            ),
            session_write,
            *(join_team(district.id, team_id, row.user_id) for team_id in row.team_ids),
            assurance.record(district.id, actor, "user.joined", row.user_id),
        )
    except TakenError as taken:
        raise _why_not_joined(taken) from None
    roles = frozenset(Role(role) for role in row.roles)
    return SignedIn(cookie, Session(row.user_id, roles, sessions.csrf_of(cookie)), person.name)


def _why_not_joined(taken: TakenError) -> Exception:
    if taken.index == 1:
        return Conflict("This user name is taken.", {"username": "Please choose another user name."})
    return Gone("This invitation has been used. Please sign in.")


def _check_account(username: str, name: str, password: str) -> None:
    fields = {}
    if not 3 <= len(username.strip()) <= 64 or any(character.isspace() for character in username.strip()):  # noqa: PLR2004
        fields["username"] = "A user name has 3 to 64 characters and no spaces."
    if not 1 <= len(name.strip()) <= 120:  # noqa: PLR2004 - the sentence says it.
        fields["name"] = "Please give your name, up to 120 characters."
    if fields:
        raise Invalid("The account cannot be made like this.", fields)
    credentials.check_password(password, username)


def _account_writes(
    district_id: str, key: DataKey, person: Person, row: StaffInvitationRow, hashed: str
) -> list[Write]:
    place = _place(district_id, row.user_id)
    user = UserRow(
        place.pk,
        place.sk,
        password=hashed,
        state="active",
        roles=list(row.roles),
        created_at=clock.iso(clock.now()),
        sealed=vault.seal(key, place, person),
    )
    return [dynamodb.put_new(user), sessions.begin_epoch(district_id, row.user_id, person.handle, list(row.roles))]


def sign_in(
    district: District, keys: DistrictKeys, *, username: str, password: str, address: str, request_id: str
) -> SignedIn:
    """A new session for the right name and password; Unauthenticated, at equal cost, for anything else.

    One password hash; five DynamoDB calls and one KMS call with the district's keys in memory.
    """
    throttles.count_try(keys, throttles.SIGN_IN_ADDRESS, address)
    throttles.count_try(keys, throttles.SIGN_IN_PAIR, f"{vault.folded(username)}|{address}")
    user_id = privacy.find_blind(keys, "username", username) or NOBODY_ID
    user, wrapped = dynamodb.batch_get(
        [(UserRow, people_pk(district.id), user_id), (KeyRow, key_pk(district.id, user_id), KEY_SK)]
    )
    known = user if isinstance(user, UserRow) and user.state == "active" else None
    stored = known.password if known else credentials.NOBODY
    right = credentials.is_password(district.id, user_id, password, stored)
    if not right or known is None or not isinstance(wrapped, KeyRow):
        raise Unauthenticated("The user name or the password is wrong.")
    key = vault.unwrap(keys.kek, district.id, user_id, int(wrapped.version), wrapped.wrapped)
    return _begin(district.id, key, known, request_id)


def _begin(district_id: str, key: DataKey, user: UserRow, request_id: str) -> SignedIn:
    person = vault.unseal(key, _place(district_id, user.sk), user.sealed, Person)
    cookie, session_write = sessions.start_session(district_id, user.sk, person.handle)
    actor = Actor("user", user.sk, request_id)
    dynamodb.transact(session_write, assurance.record(district_id, actor, "session.started", user.sk))
    roles = frozenset(Role(role) for role in user.roles)
    return SignedIn(cookie, Session(user.sk, roles, sessions.csrf_of(cookie)), person.name)


def sign_out(district_id: str, actor: Actor, cookie: str) -> None:
    """End the session of a cookie."""
    ended = assurance.record(district_id, actor, "session.ended", actor.id)
    dynamodb.transact(sessions.end_session(district_id, cookie), ended)


def list_users(keys: DistrictKeys) -> list[User]:
    """The district's staff by name. One Query and one BatchGetItem for up to 100 people."""
    rows = list(dynamodb.every(UserRow, people_pk(keys.district_id)))
    opened = privacy.keys_of(keys, [row.sk for row in rows])
    return sorted((_shown(keys, row, opened[row.sk]) for row in rows if row.sk in opened), key=lambda user: user.name)


def _shown(keys: DistrictKeys, row: UserRow, key: DataKey) -> User:
    person = vault.unseal(key, _place(keys.district_id, row.sk), row.sealed, Person)
    return User(row.sk, person.name, person.email, list(row.roles), row.state)


def get_user(keys: DistrictKeys, user_id: str) -> User:
    """One staff member; NotFound otherwise."""
    row = dynamodb.get(UserRow, people_pk(keys.district_id), user_id)
    if row is None:
        raise NotFound
    return _shown(keys, row, privacy.key_of(keys, user_id))
