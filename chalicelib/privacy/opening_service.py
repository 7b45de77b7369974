"""Whether what a backup brings back may be read: its key is here and opens it, is gone, or is another one."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.kernel.errors import NotFound
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.erasure_service import gone_until
from chalicelib.privacy.store import KEY_SK, KeyRow, is_of_ledger, key_pk
from chalicelib.privacy.vault import Place, SealError

OPENS, NO_KEY, OLD_KEY = "opens", "no key", "old key"


class Sealed(Struct, frozen=True):
    """A sealed value, where it stands, and whose key may have sealed it."""

    place: Place
    sealed: bytes
    subjects: list[str]


def how_they_open(district_id: str, values: Sequence[Sealed]) -> list[str]:
    """Of each value: whether a key of today opens it, none is left, or there is one and it does not fit."""
    try:
        kek = privacy.open_keys_of(district_id).kek
    except NotFound:
        return [NO_KEY] * len(values)
    wanted = list(dict.fromkeys(subject for one in values for subject in one.subjects))
    rows = dynamodb.batch_get([(KeyRow, key_pk(district_id, subject), KEY_SK) for subject in wanted])
    held = {subject: row for subject, row in zip(wanted, rows, strict=True) if isinstance(row, KeyRow)}
    return [_how(kek, district_id, one, held) for one in values]


def _how(kek: bytes, district_id: str, one: Sealed, held: dict[str, KeyRow]) -> str:
    keys = [(subject, held[subject]) for subject in one.subjects if subject in held]
    if not keys:
        return NO_KEY
    for subject, row in keys:
        try:
            key = vault.unwrap(kek, district_id, subject, int(row.version), row.wrapped)
        except SealError:
            continue
        if vault.opens(key, one.place, one.sealed):
            return OPENS
    return OLD_KEY


def has_keys(district_id: str) -> bool:
    """Whether a district's own key is still here: of a closed one nothing comes back."""
    try:
        privacy.open_keys_of(district_id)
    except NotFound:
        return False
    return True


def erased_in(items: Iterable[dict[str, dict[str, str]]]) -> Iterator[str]:
    """Whose erasure raw rows of the ledger tell, done or ordered; other rows tell nothing."""
    for item in items:
        is_to_come = int(item.get("key_due", {}).get("N", "0")) >= gone_until()
        if is_of_ledger(item["pk"]["S"]) and "subject" in item and not is_to_come:
            yield item["subject"]["S"]
