"""Challenges: the state of a proof between its steps, good for minutes, five tries and one success.

The token is 256 random bits that the browser holds; the table has its digest. What a passkey signs and the seed of a
new authenticator app are derived from the token, so that the row holds no secret.
"""

import base64
from enum import StrEnum

from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.identity.store import CHALLENGE_SK, ChallengeRow, challenge_pk
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Gone
from chalicelib.kernel.ids import random_bytes, spelled
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DistrictKeys

SECONDS, ELSEWHERE_SECONDS, MOST_TRIES = 300, 600, 5


class Purpose(StrEnum):
    """What a challenge is for; it is good for nothing else."""

    SECOND_STEP = "second_step"
    PASSKEY_SIGN_IN = "passkey_sign_in"
    PROOF = "proof"
    NEW_PASSKEY = "new_passkey"
    NEW_TOTP = "new_totp"
    SIGN_IN_ELSEWHERE = "sign_in_elsewhere"
    LINK_ELSEWHERE = "link_elsewhere"


# What was begun by an account as it stood, and ends with any change of it.
BOUND = frozenset({Purpose.SECOND_STEP, Purpose.LINK_ELSEWHERE})


class Challenge(Struct, frozen=True):
    """A challenge that stands: for what, for whom ("" for whoever comes), and the row it stands on."""

    token: str
    purpose: Purpose
    user_id: str
    row: ChallengeRow

    @property
    def nonce(self) -> bytes:
        """The 32 bytes that a passkey signs."""
        return vault.derive(self.token.encode(), "webauthn")

    @property
    def verifier(self) -> str:
        """The PKCE verifier of a sign-in elsewhere (RFC 7636: 43 characters)."""
        return base64.urlsafe_b64encode(vault.derive(self.token.encode(), "pkce")).decode().rstrip("=")

    @property
    def seed(self) -> bytes:
        """The 20 bytes of a new authenticator app's seed (RFC 4226 asks for 160 bits)."""
        return vault.derive(self.token.encode(), "totp")[:20]


def begin(keys: DistrictKeys, purpose: Purpose, user_id: str = "", *, revision: int = 0) -> tuple[Challenge, Write]:
    """A new challenge and the write that lets it stand; for a known account, with its revision."""
    token = spelled(random_bytes(32))
    pk = challenge_pk(keys.district_id, vault.digest(token))
    is_elsewhere = purpose in {Purpose.SIGN_IN_ELSEWHERE, Purpose.LINK_ELSEWHERE}
    ends = clock.seconds() + (ELSEWHERE_SECONDS if is_elsewhere else SECONDS)
    row = ChallengeRow(pk, CHALLENGE_SK, purpose=purpose.value, user_id=user_id, revision=revision, expires_at=ends)
    return Challenge(token, purpose, user_id, row), dynamodb.put_new(row)


def take_up(keys: DistrictKeys, token: str, *purposes: Purpose) -> Challenge:
    """A challenge that stands for one of these purposes, one try spent; Gone where it has ended or had five tries.

    One GetItem and one UpdateItem.
    """
    row = dynamodb.get(ChallengeRow, challenge_pk(keys.district_id, vault.digest(token)), CHALLENGE_SK)
    if row is None or row.purpose not in purposes or clock.seconds() >= int(row.expires_at):
        raise _over()
    condition = ChallengeRow.pk.exists() & (ChallengeRow.tries < MOST_TRIES)
    try:
        dynamodb.write(dynamodb.update(ChallengeRow, row.pk, row.sk, ChallengeRow.tries.add(1), condition=condition))
    except TakenError:
        raise _over() from None
    return Challenge(token, Purpose(row.purpose), row.user_id, row)


def spent(row: ChallengeRow) -> Write:
    """The write that ends a challenge; TakenError where somebody else has ended it."""
    return dynamodb.delete(ChallengeRow, row.pk, row.sk, ChallengeRow.pk.exists())


def require_unchanged(challenge: Challenge, revision: int) -> None:
    """Raises Gone where the account has changed since this was begun: the step belongs to what was."""
    if challenge.purpose in BOUND and int(challenge.row.revision) != revision:
        raise _over()


def _over() -> Gone:
    return Gone("This took too long, or was tried too often. Please begin again.", {"challenge": "It has ended."})
