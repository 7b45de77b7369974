"""Nobody: what is read where a name is unknown, so that looking for it takes as long as for one that is known.

Each district has one such row and key, made when it was opened, of the size that an account has. Nobody signs in to it:
its stored password is random, its sealed part is noise, and whoever reads it is told that there is no such account.
"""

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Write
from chalicelib.identity import credentials
from chalicelib.identity import service as identity
from chalicelib.identity.levels import Level
from chalicelib.identity.permissions import Role
from chalicelib.identity.store import UserRow, nobody_pk, people_pk
from chalicelib.kernel import clock
from chalicelib.kernel.ids import random_bytes
from chalicelib.privacy import service as privacy
from chalicelib.privacy.store import KEY_SK, KeyRow, key_pk
from chalicelib.privacy.vault import DistrictKeys

NOBODY_ID = "usr_nobody"
SEALED_BYTES, DEVICES = 240, 2


def nobody_writes(keys: DistrictKeys) -> list[Write]:
    """The writes that give a new district its nobody."""
    _, key_write = privacy.new_key(keys, NOBODY_ID)
    row = UserRow(
        nobody_pk(keys.district_id),
        NOBODY_ID,
        password=credentials.spelled(random_bytes(16), random_bytes(32)),
        state=identity.ACTIVE,
        levels=identity.spelled_levels([Level(Role.MEMBER)]),
        devices=[random_bytes(32).hex() for _ in range(DEVICES)],
        created_at=clock.iso(clock.now()),
        sealed=random_bytes(SEALED_BYTES),
    )
    return [dynamodb.put_new(row), key_write]


def find_rows(district_id: str, user_id: str | None) -> tuple[UserRow, KeyRow] | None:
    """The rows of an account and of its key, where both are there. One BatchGetItem, of nobody's rows where it is not.

    None for an account that does not exist, and for nobody.
    """
    pk, sk = (people_pk(district_id), user_id) if user_id else (nobody_pk(district_id), NOBODY_ID)
    user, key = dynamodb.batch_get([(UserRow, pk, sk), (KeyRow, key_pk(district_id, sk), KEY_SK)])
    if user_id is None or not isinstance(user, UserRow) or not isinstance(key, KeyRow):
        return None
    return user, key
