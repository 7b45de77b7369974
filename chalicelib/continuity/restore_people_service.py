"""Who must not come back: the ledger of erasures, today's and the restored one, and the keys that are left."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import Struct

from chalicelib.aws import scratch
from chalicelib.continuity.restore import Item
from chalicelib.continuity.restore_people import owners, sealers
from chalicelib.districts.service import as_left, district_of_slug
from chalicelib.privacy import opening_service as opening
from chalicelib.privacy.erasure_service import erased_subjects
from chalicelib.privacy.opening_service import NO_KEY, OLD_KEY, OPENS, Sealed
from chalicelib.privacy.vault import Place

AT_ONCE = 100


class Judged(Struct, frozen=True):
    """Rows that may come back, how many may not, and how many are sealed under a key that does not fit."""

    items: list[Item]
    erased: int
    without_key: int
    old_key: int


def erased_people(ledger: Iterable[Item], districts: Iterable[Item]) -> frozenset[str]:
    """Whoever is erased, or ordered to be: by today's ledger, and by the one that comes from the backup.

    Where today's is lost with its table, the other stands, and the keys, which no restore brings back.
    """
    restored = set(opening.erased_in(ledger))
    if not scratch.is_own_table_there("operations"):
        return frozenset(restored)
    ids = [one for item in districts if (one := district_of_slug(item))]
    return frozenset(restored.union(*(erased_subjects(one) for one in ids)))


def gone_districts(districts: Iterable[Item]) -> frozenset[str]:
    """The districts of a backup that have no key any more: they have left since. Two reads for each of these."""
    return frozenset(one for item in districts if (one := district_of_slug(item)) and not opening.has_keys(one))


class Away(Struct, frozen=True):
    """Who must not come back: erased people, and districts that have left; and whose the rows of a partition are."""

    erased: frozenset[str]
    districts: frozenset[str]
    partition: dict[str, str]


def judged(table: str, items: Iterable[Item], away: Away) -> Iterator[Judged]:
    """Rows of a table in batches, without those of erased people and those whose key is gone. One BatchGetItem each.

    Of a district that has left only that comes back, and its audit log, which names nobody.
    """
    erased, partition = away.erased, away.partition
    waiting = iter(items)
    while batch := list(islice(waiting, AT_ONCE)):
        here = [one for item in batch if (one := item if table == "audit" else as_left(item, away.districts))]
        kept = [item for item in here if not owners(table, item, partition) & erased]
        how = _how_they_open(table, kept, partition)
        left = [item for item, one in zip(kept, how, strict=True) if one != NO_KEY]
        yield Judged(left, len(here) - len(kept), how.count(NO_KEY) + len(batch) - len(here), how.count(OLD_KEY))


def _how_they_open(table: str, items: list[Item], partition: dict[str, str]) -> list[str]:
    by_district: dict[str, list[tuple[int, Sealed]]] = defaultdict(list)
    for number, item in enumerate(items):
        subjects = sealers(item, partition)
        if subjects:
            pk, sk = item["pk"]["S"], item["sk"]["S"]
            by_district[pk.split("#")[1]].append((number, Sealed(Place(table, pk, sk), item["sealed"]["B"], subjects)))
    how = [OPENS] * len(items)
    for district_id, sealed in by_district.items():
        found = opening.how_they_open(district_id, [one for _, one in sealed])
        for (number, _), one in zip(sealed, found, strict=True):
            how[number] = one
    return how
