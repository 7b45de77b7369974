"""How often a thing may be tried: counters by account, device, address, pair and network, never one that all share.

Sign-in counts before it hashes. A stranger counts against the account (so that many addresses together cannot guess),
against account and address, against the address, and against its network. A device that has signed in to the account
before counts in a bucket of its own instead, so that strangers who fill the others do not lock its owner out; a device
value that is not known for the account counts as a stranger. Unknown names have the same buckets, by name. All counters
of one try are one transaction of conditional updates: a refused try moves none of them, and a store that does not
answer refuses. A bucket's name is a keyed digest. Sources: NIST SP 800-63B-4, 3.2.2; OWASP Authentication Cheat Sheet.
"""

from collections.abc import Sequence

from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.identity.networks import neighbourhood, subscriber
from chalicelib.identity.store import ThrottleRow, throttle_pk
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, TooMany
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DistrictKeys


class Limit(Struct, frozen=True):
    """At most `tries` in each window of `seconds`."""

    name: str
    tries: int
    seconds: int


class Try(Struct, frozen=True):
    """One try by somebody or something, which is kept only as a keyed digest."""

    limit: Limit
    whom: str


# A hundred guesses at an account in twelve hours are 73,000 a year, of 100 million or more that a password takes.
SIGN_IN_ACCOUNT_DAY = Limit("sign-in-account-day", 100, 12 * 3600)
SIGN_IN_ACCOUNT = Limit("sign-in-account", 30, 3600)
SIGN_IN_PAIR = Limit("sign-in-pair", 10, 900)
SIGN_IN_ADDRESS = Limit("sign-in-address", 200, 900)
SIGN_IN_NETWORK = Limit("sign-in-network", 600, 900)
SIGN_IN_DEVICE = Limit("sign-in-device", 10, 900)
SECOND_STEP = Limit("second-step", 20, 3600)
SECOND_STEP_DAY = Limit("second-step-day", 40, 12 * 3600)
PROVE_AGAIN = Limit("prove-again", 20, 3600)
FORGOTTEN_ACCOUNT = Limit("forgotten-account", 3, 3600)
FORGOTTEN_ADDRESS = Limit("forgotten-address", 60, 3600)
FORGOTTEN_NETWORK = Limit("forgotten-network", 200, 3600)
BEGIN_ADDRESS = Limit("begin-address", 300, 900)
BEGIN_NETWORK = Limit("begin-network", 900, 900)
# A whole school writes from one address; what a person could be pestered with is bounded by their own mailbox.
WRITE_TO_US = Limit("write-to-us", 300, 3600)
WRITE_AS = Limit("write-as", 60, 3600)
WRITE_MORE = Limit("write-more", 60, 3600)
# Each request sends a letter to an address that nobody has confirmed yet.
REQUEST_FROM = Limit("request-from", 60, 3600)
REQUEST_AS = Limit("request-as", 5, 12 * 3600)
RUN_JOB = Limit("run-job", 10, 3600)
DEVICE_CONSENT = Limit("device-consent", 300, 3600)
TURNS = 3


def count_try(keys: DistrictKeys, limit: Limit, whom: str) -> None:
    """Count one try by a person or address; TooMany over the limit. One UpdateItem."""
    try:
        dynamodb.write(try_write(keys, Try(limit, whom)))
    except TakenError:
        raise too_many(limit) from None


def count_tries(keys: DistrictKeys, tries: Sequence[Try]) -> None:
    """Count one try in several buckets, or in none: TooMany where any is full. One TransactWriteItems."""
    full = counted(keys, tries)
    if full is not None:
        raise too_many(full)


def counted(keys: DistrictKeys, tries: Sequence[Try], *more: Write) -> Limit | None:
    """Count one try in several buckets and make other writes, or neither; gives the limit that is reached, if any.

    One TransactWriteItems. Two tries at one bucket in the same moment may disturb each other: whoever loses tries
    again, at most twice, and then gets TooMany.
    """
    writes = [*(try_write(keys, one) for one in tries), *more]
    for _ in range(TURNS):
        try:
            dynamodb.transact(*writes)
        except TakenError as full:
            return tries[full.index].limit
        except Conflict:
            continue
        return None
    raise TooMany("That was too often. Please wait a little.", retry_after=1)


def try_write(keys: DistrictKeys, one: Try) -> Write:
    """The write that counts one try, where its bucket is not full."""
    window = clock.seconds() // one.limit.seconds
    bucket = vault.blind(keys.index, one.limit.name, one.whom)[:32]
    return dynamodb.update(
        ThrottleRow,
        throttle_pk(keys.district_id, bucket),
        str(window),
        ThrottleRow.tries.add(1),
        ThrottleRow.expires_at.set((window + 2) * one.limit.seconds),
        condition=ThrottleRow.tries.does_not_exist() | (ThrottleRow.tries < one.limit.tries),
    )


def too_many(limit: Limit) -> TooMany:
    """The refusal until a limit's window ends."""
    rest = limit.seconds - clock.seconds() % limit.seconds
    return TooMany("That was too often. Please wait a little.", retry_after=rest)


def sign_in_tries(username: str, address: str, device: str) -> list[Try]:
    """Where a try to sign in counts; `device` is the digest of one that the account knows, or nothing."""
    account = vault.folded(username)
    if device:
        return [Try(SIGN_IN_DEVICE, f"{account}|{device}")]
    here = subscriber(address)
    return [
        Try(SIGN_IN_ACCOUNT_DAY, account),
        Try(SIGN_IN_ACCOUNT, account),
        Try(SIGN_IN_PAIR, f"{account}|{here}"),
        Try(SIGN_IN_ADDRESS, here),
        Try(SIGN_IN_NETWORK, neighbourhood(address)),
    ]


def begin_tries(address: str) -> list[Try]:
    """Where the beginning of a sign-in counts that names nobody yet: with a passkey, or at the district's provider."""
    return [Try(BEGIN_ADDRESS, subscriber(address)), Try(BEGIN_NETWORK, neighbourhood(address))]


def forgotten_tries(username: str, address: str) -> list[Try]:
    """Where a request for a reset letter counts, the account's mailbox first."""
    return [
        Try(FORGOTTEN_ACCOUNT, vault.folded(username)),
        Try(FORGOTTEN_ADDRESS, subscriber(address)),
        Try(FORGOTTEN_NETWORK, neighbourhood(address)),
    ]
