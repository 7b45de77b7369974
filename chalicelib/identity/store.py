"""Rows of people and sessions."""

from typing import ClassVar

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, ListAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamodb import Row


class UserRow(Row):
    """A staff account. Name, e-mail address and epoch handle are sealed under the person's key."""

    TABLE: ClassVar[str] = "districts"
    password = UnicodeAttribute()
    password_needs_factor = BooleanAttribute(default=False)
    state = UnicodeAttribute()
    levels = UnicodeAttribute()
    factors: ListAttribute[str] = ListAttribute(default=list)
    devices: ListAttribute[str] = ListAttribute(default=list)
    designated_until = NumberAttribute(default=0)
    revision = NumberAttribute(default=1)
    created_at = UnicodeAttribute()
    sealed = BinaryAttribute(legacy_encoding=False)


class EpochRow(Row):
    """What every session and token of one person stands on: delete it and all of them end at once."""

    TABLE: ClassVar[str] = "districts"
    user_id = UnicodeAttribute()
    levels = UnicodeAttribute()
    designated_until = NumberAttribute(default=0)


class SessionRow(Row):
    """One session or token, under the SHA-256 of its secret, beside its owner's epoch."""

    TABLE: ClassVar[str] = "districts"
    user_id = UnicodeAttribute()
    started_at = NumberAttribute()
    seen_at = NumberAttribute()
    expires_at = NumberAttribute()
    proof = UnicodeAttribute()
    proved_at = NumberAttribute()
    is_token = BooleanAttribute(default=False)
    token_for: ListAttribute[str] = ListAttribute(default=list)
    sealed = BinaryAttribute(legacy_encoding=False)


class StaffInvitationRow(Row):
    """A one-time invitation to an account, under the SHA-256 of its token."""

    TABLE: ClassVar[str] = "districts"
    levels = UnicodeAttribute()
    designated_until = NumberAttribute(default=0)
    team_ids: ListAttribute[str] = ListAttribute()
    user_id = UnicodeAttribute()
    expires_at = NumberAttribute()
    sealed = BinaryAttribute(legacy_encoding=False)


class ResetRow(Row):
    """A one-time link to a new password, under the SHA-256 of its token; good for one state of one account."""

    TABLE: ClassVar[str] = "districts"
    user_id = UnicodeAttribute()
    revision = NumberAttribute()
    expires_at = NumberAttribute()


class ThrottleRow(Row):
    """How often something was tried in one window of time."""

    TABLE: ClassVar[str] = "districts"
    tries = NumberAttribute()
    expires_at = NumberAttribute()


class TeamRow(Row):
    """A team of staff members."""

    TABLE: ClassVar[str] = "districts"
    name = UnicodeAttribute()
    member_ids: ListAttribute[str] = ListAttribute()
    request_mac = BinaryAttribute(legacy_encoding=False)


def people_pk(district_id: str) -> str:
    return f"D#{district_id}#PEOPLE"


def nobody_pk(district_id: str) -> str:
    return f"D#{district_id}#NOBODY"


def teams_pk(district_id: str) -> str:
    return f"D#{district_id}#TEAMS"


def epoch_pk(district_id: str, handle_digest: str) -> str:
    return f"D#{district_id}#E#{handle_digest}"


def session_sk(token_digest: str) -> str:
    return SESSION_PREFIX + token_digest


def invitation_pk(district_id: str, token_digest: str) -> str:
    return f"D#{district_id}#I#{token_digest}"


def reset_pk(district_id: str, token_digest: str) -> str:
    return f"D#{district_id}#R#{token_digest}"


def throttle_pk(district_id: str, bucket: str) -> str:
    return f"D#{district_id}#T#{bucket}"


EPOCH_SK, SESSION_PREFIX, INVITATION_SK = "EPOCH", "S#", "INVITATION"
RESET_SK = "RESET"


class DesignationRow(Row):
    """One line of the register of designated administrators; its reason is sealed under the person's key."""

    TABLE: ClassVar[str] = "districts"
    user_id = UnicodeAttribute()
    approved_by = UnicodeAttribute()
    starts_at = NumberAttribute()
    ends_at = NumberAttribute()
    ended_at = NumberAttribute()
    sealed = BinaryAttribute(legacy_encoding=False)


def designations_pk(district_id: str) -> str:
    return f"D#{district_id}#DESIGNATIONS"


class ChallengeRow(Row):
    """A proof that has begun, under the SHA-256 of its token, of which all that it challenges with is derived."""

    TABLE: ClassVar[str] = "districts"
    purpose = UnicodeAttribute()
    user_id = UnicodeAttribute(default="")
    revision = NumberAttribute(default=0)
    tries = NumberAttribute(default=0)
    expires_at = NumberAttribute()


class TotpRow(Row):
    """An authenticator app; its seed is sealed under the person's key, its last used step counts up."""

    TABLE: ClassVar[str] = "districts"
    added_at = NumberAttribute()
    last_step = NumberAttribute()
    sealed = BinaryAttribute(legacy_encoding=False)


class PasskeyRow(Row):
    """A passkey of somebody's; its public key and name are sealed under the person's key."""

    TABLE: ClassVar[str] = "districts"
    added_at = NumberAttribute()
    used_at = NumberAttribute()
    counter = NumberAttribute()
    sealed = BinaryAttribute(legacy_encoding=False)


class CredentialRow(Row):
    """Whose a passkey is, under the digest of its credential id."""

    TABLE: ClassVar[str] = "districts"
    user_id = UnicodeAttribute()


class RecoveryRow(Row):
    """A recovery code that is not used yet, under its keyed digest."""

    TABLE: ClassVar[str] = "districts"
    added_at = NumberAttribute()


def challenge_pk(district_id: str, token_digest: str) -> str:
    return f"D#{district_id}#C#{token_digest}"


def factors_pk(district_id: str, user_id: str) -> str:
    return f"D#{district_id}#F#{user_id}"


def credential_pk(district_id: str, credential_digest: str) -> str:
    return f"D#{district_id}#K#{credential_digest}"


CHALLENGE_SK, CREDENTIAL_SK, TOTP_SK, PASSKEY_PREFIX, CODE_PREFIX = (
    "CHALLENGE",
    "CREDENTIAL",
    "TOTP",
    "PASSKEY#",
    "CODE#",
)


class SingleSignOnRow(Row):
    """A district's identity provider; the client's secret is sealed under a key of the district."""

    TABLE: ClassVar[str] = "districts"
    name = UnicodeAttribute()
    issuer = UnicodeAttribute()
    client_id = UnicodeAttribute()
    is_on = BooleanAttribute()
    secret = BinaryAttribute(legacy_encoding=False)


class LinkRow(Row):
    """Whom somebody is at the identity provider, sealed under the person's key."""

    TABLE: ClassVar[str] = "districts"
    added_at = NumberAttribute()
    sealed = BinaryAttribute(legacy_encoding=False)


def single_sign_on_pk(district_id: str) -> str:
    return f"D#{district_id}#SSO"


PROVIDER_SK, LINK_SK = "PROVIDER", "SSO"
