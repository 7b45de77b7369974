"""A forgotten password: a letter with a one-time link of one hour, and the new password.

Whoever asks learns nothing, whatever name they give: the request counts its tries and puts a sealed note of the name
into the outbox, in one transaction that is the same for every name. Only the sender, where nobody waits for an answer,
looks whether there is such an account; it makes the link and writes the letter. The note has a key of its own that is
erased a day later, so that no backup tells who forgot their password.
"""

from contextlib import suppress

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError
from chalicelib.districts.service import District
from chalicelib.identity import credentials, devices
from chalicelib.identity import service as identity
from chalicelib.identity import throttle_service as throttles
from chalicelib.identity.nobody_service import find_rows
from chalicelib.identity.service import Account
from chalicelib.identity.sign_in_service import ASKED_FOR
from chalicelib.identity.store import RESET_SK, ResetRow, UserRow, reset_pk
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Gone, NotFound
from chalicelib.kernel.ids import random_id, spelled
from chalicelib.kernel.settings import settings
from chalicelib.notifications.letters import Letter
from chalicelib.privacy import erasure_service as erasure
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.post_service import post_letter
from chalicelib.privacy.vault import DistrictKeys

RESET_SECONDS = 3600
FORGOTTEN = "password_forgotten"


def forget_password(district: District, keys: DistrictKeys, actor: Actor, *, username: str, address: str) -> None:
    """Promise a letter to whoever has this user name, if anybody has. One TransactWriteItems, the same for every name.

    Where the account has been sent its letters of this hour, nothing more is written and nobody is told; TooMany where
    the address or its network has asked too often.
    """
    letter_id = random_id("pwf")
    key, key_write = privacy.new_key(keys, letter_id)
    tries = throttles.forgotten_tries(username, address)
    full = throttles.counted(
        keys,
        tries,
        key_write,
        post_letter(key, letter_id, Letter(FORGOTTEN, username, "en", {})),
        erasure.note_erasure(district.id, letter_id),
        assurance.record(district.id, actor, "password.forgotten", letter_id),
    )
    if full is not None and full != throttles.FORGOTTEN_ACCOUNT:
        raise throttles.too_many(full)


def letter_for(district: District, keys: DistrictKeys, actor: Actor, letter_id: str, username: str) -> Letter:
    """The letter with the link, which is good from now; NotFound where nobody can sign in by this name.

    The same note gives the same link, however often it is tried to send it.
    """
    user_id = privacy.find_blind(keys, "username", username)
    if user_id is None:
        raise NotFound
    account = identity.find_account(keys, user_id)
    if account.row.state != identity.ACTIVE:
        raise NotFound
    token = reset_token(keys, letter_id)
    row = ResetRow(
        reset_pk(district.id, vault.digest(token)),
        RESET_SK,
        user_id=user_id,
        revision=int(account.row.revision),
        expires_at=clock.seconds() + RESET_SECONDS,
    )
    made = assurance.record(district.id, actor, "password.link_made", user_id)
    with suppress(TakenError):  # The link was made before the letter could be sent; it is the same one.
        dynamodb.transact(dynamodb.put_new(row), made)
    link = f"{settings().base_url}/desk/d/{district.slug}/password#{token}"
    return Letter("password_reset", account.person.email, "en", {"district": district.name, "link": link})


def reset_token(keys: DistrictKeys, letter_id: str) -> str:
    """The one-time token of a letter: nobody without the district's key can compute it."""
    return spelled(vault.fingerprint(keys.index, "password-reset", letter_id))


def reset_password(
    district: District, keys: DistrictKeys, *, token: str, password: str, browser: str, request_id: str
) -> str:
    """Give the account of a link its new password and end everything it was signed in with; gives the browser's cookie.

    Gone where the link was used, has ended, or stands on an older state of the account; Invalid for a poor password,
    which spends nothing. Nobody is signed in by this, so that no second factor is skipped; but this browser, which
    proved to reach the account's mailbox, is the only one that is known from now on.
    """
    account, spent = _of_token(district, keys, token)
    person = account.person
    known = (person.username, person.name, district.name, district.slug)
    has_factor = bool(ASKED_FOR & set(account.row.factors))
    chosen = credentials.new_password(district.id, account.row.sk, password, known=known, has_factor=has_factor)
    browser = devices.own_or_new(browser)
    left = [devices.digest_of(district.id, account.row.sk, browser)]
    actor = Actor("user", account.row.sk, request_id)
    try:
        identity.end_everything(keys, actor, account, "password.reset", spent, password=chosen, devices=left)
    except Conflict:
        raise Conflict("This link is being used, or your account has changed. Please sign in.") from None
    return browser


def _of_token(district: District, keys: DistrictKeys, token: str) -> tuple[Account, dynamodb.Write]:
    """The account of a link, and the write that spends the link. The same two reads for every token."""
    pk = reset_pk(district.id, vault.digest(token))
    row = dynamodb.get(ResetRow, pk, RESET_SK)
    found = find_rows(district.id, row.user_id if row else None)
    if row is None or found is None or not _is_good(row, found[0]):
        raise Gone("This link has been used or has ended. Please ask for a new one.")
    user, wrapped = found
    key = vault.unwrap(keys.kek, district.id, user.sk, int(wrapped.version), wrapped.wrapped)
    return identity.open_account(key, user), dynamodb.delete(ResetRow, pk, RESET_SK, ResetRow.pk.exists())


def _is_good(row: ResetRow, user: UserRow) -> bool:
    is_live = clock.seconds() < int(row.expires_at) and user.state == identity.ACTIVE
    return is_live and int(row.revision) == int(user.revision)
