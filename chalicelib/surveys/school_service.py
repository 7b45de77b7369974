"""The district's schools, as surveys and rosters name them: a small registry of blind ids with sealed names."""

from collections.abc import Iterable
from itertools import islice

from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.surveys.store import SchoolRow, schools_pk

AT_ONCE = 90


class School(Struct, frozen=True):
    """A school: what answers are filed under, and its name."""

    school_id: str
    name: str


def school_id_of(keys: DistrictKeys, name: str) -> str:
    """The blind id of a school: no key or index ever shows its name. Empty for no school."""
    return vault.blind(keys.index, "school", name)[:24] if name else ""


def register_schools(keys: DistrictKeys, names: Iterable[str]) -> None:
    """Enter the schools that are not there yet, before anything is filed under them. One BatchGetItem for up to 100."""
    pk, secret = schools_pk(keys.district_id), _secret(keys)
    wanted = {school_id_of(keys, name): name for name in names if name}
    held = dynamodb.batch_get([(SchoolRow, pk, one) for one in wanted]) if wanted else []
    new = [pair for pair, row in zip(wanted.items(), held, strict=True) if row is None]
    writes = (
        dynamodb.put(SchoolRow(pk, school_id, label=vault.encrypt(secret, name.encode(), school_id.encode())))
        for school_id, name in new
    )
    while some := list(islice(writes, AT_ONCE)):
        dynamodb.transact(*some)


def _secret(keys: DistrictKeys) -> bytes:
    return vault.derive(keys.index, "school-label")


def list_schools(keys: DistrictKeys) -> list[School]:
    """The schools by name. One Query."""
    secret = _secret(keys)
    rows = dynamodb.every(SchoolRow, schools_pk(keys.district_id))
    found = [School(row.sk, vault.decrypt(secret, row.label, row.sk.encode()).decode()) for row in rows]
    return sorted(found, key=lambda school: school.name)
