"""How often a thing may be tried: counters by account, address and pair, never one that all users share."""

from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.identity.store import ThrottleRow, throttle_pk
from chalicelib.kernel import clock
from chalicelib.kernel.errors import TooMany
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DistrictKeys


class Limit(Struct, frozen=True):
    """At most `tries` in each window of `seconds`."""

    name: str
    tries: int
    seconds: int


SIGN_IN_PAIR = Limit("sign-in-pair", 10, 900)
SIGN_IN_ADDRESS = Limit("sign-in-address", 200, 900)
WRITE_TO_US = Limit("write-to-us", 30, 3600)


def count_try(keys: DistrictKeys, limit: Limit, whom: str) -> None:
    """Count one try by a person or address (kept only as a keyed digest); TooMany over the limit. One UpdateItem."""
    window, rest = divmod(clock.seconds(), limit.seconds)
    bucket = vault.blind(keys.index, limit.name, whom)[:32]
    ends = ThrottleRow.expires_at.set((window + 2) * limit.seconds)
    state = dynamodb.count_up(
        ThrottleRow, throttle_pk(keys.district_id, bucket), str(window), ThrottleRow.tries.add(1), ends
    )
    if int(state["tries"]["N"]) > limit.tries:
        raise TooMany("That was too often. Please wait a little.", retry_after=limit.seconds - rest)
