"""A restore into scratch tables: planned, filled, held against what was promised, and dropped; each a step of its own.

A step that is done is in the ledger with what it found, so that a restore that stopped anywhere goes on there, and one
that takes longer than a function may run goes on in the next.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property, partial

from msgspec import Struct

from chalicelib.aws import scratch
from chalicelib.continuity import restore_people_service as people
from chalicelib.continuity import restore_source_service as source
from chalicelib.continuity.damage import Damage
from chalicelib.continuity.manifest import Manifest, TableSaved
from chalicelib.continuity.restore import Compared, Item, Key, compare, digest_of, digests, key_of, rebuilt
from chalicelib.continuity.restore_people import owners, subject_of_partition
from chalicelib.continuity.restore_shapes import INDEXES, tables_in_order
from chalicelib.continuity.steps import Step
from chalicelib.kernel import clock

PARTS_AT_ONCE, ITEMS_OF_A_PART = 20, 500


class Order(Struct, frozen=True):
    """What is to be restored: the scratch name, the instant, the day of the backup it begins with; `kind` says why."""

    name: str
    instant: str
    day: str
    ordered_at: str
    kind: str = "restore"

    @property
    def unit(self) -> str:
        """What the ledger knows the restore by: the same name may be used again for another instant."""
        return f"{self.name}@{self.instant}"


class Filled(Struct, frozen=True):
    """What one step brought into a scratch table, and what it left out."""

    table: str
    lines: int
    written: int = 0
    erased: int = 0
    without_key: int = 0


class Checked(Struct, frozen=True):
    """What is wrong with files."""

    damages: list[Damage]


class Made(Struct, frozen=True):
    """The scratch tables that are there."""

    tables: list[str]


class Restore(Struct, frozen=True, dict=True):
    """A restore at work: what its files tell of the instant, read once in a run."""

    order: Order
    made: Manifest

    @property
    def at(self) -> datetime:
        return clock.parse(self.order.instant)

    def saved(self, table: str) -> TableSaved:
        return source.saved_of(self.made, table)

    def rows(self, table: str) -> Iterator[Item]:
        """The rows at the instant as the files alone tell, whoever they are of."""
        states = self.log.states_of(table)
        saved = (item for part in self.saved(table).parts for item in source.items_of_part(part))
        yield from rebuilt(saved, states)

    @cached_property
    def log(self) -> source.Log:
        return source.Log(self.made, self.at)

    @cached_property
    def erased(self) -> frozenset[str]:
        return people.erased_people(self.rows("operations"), self.rows("districts"))

    @cached_property
    def writers(self) -> dict[str, str]:
        """Whose the entries of each thread are."""
        return dict(pair for item in self.rows("dialogues") if (pair := subject_of_partition(item)))

    def partition(self, table: str) -> dict[str, str]:
        return self.writers if table == "dialogues" else {}

    @cached_property
    def gone(self) -> frozenset[str]:
        return people.gone_districts(self.rows("districts"))

    def away(self, table: str) -> people.Away:
        return people.Away(self.erased, self.gone, self.partition(table))

    def is_erased(self, table: str, item: Item) -> bool:
        return bool(owners(table, item, self.partition(table)) & self.erased)


def plan(name: str, instant: datetime, kind: str = "restore") -> Order:
    """The order to restore an instant; NotFound where no daily backup ended before it."""
    scratch.prefix_of(name)
    made = source.find_manifest(instant)
    return Order(name, clock.iso(instant), made.day, clock.iso(clock.now()), kind)


def open_restore(order: Order) -> Restore:
    """An ordered restore, with its backup's manifest."""
    return Restore(order, source.read_manifest(order.day))


def steps(restore: Restore) -> Iterator[Step]:
    """The steps of a restore in their order."""
    tables = tables_in_order([saved.table for saved in restore.made.tables])
    yield Step("tables", partial(_make_tables, restore.order.name), Made)
    yield Step("check:log", partial(_check_log, restore), Checked)
    for table in tables:
        saved = restore.saved(table)
        yield Step(f"check:{table}", partial(_check_table, restore, table), Checked, saved.items)
        for start in range(0, len(saved.parts), PARTS_AT_ONCE):
            parts = saved.parts[start : start + PARTS_AT_ONCE]
            work = partial(_fill_parts, restore, table, parts)
            yield Step(f"fill:{table}:{start:05d}", work, Filled, ITEMS_OF_A_PART * len(parts))
        yield Step(f"fill:{table}:log", partial(_fill_states, restore, table), Filled, ITEMS_OF_A_PART)
    for table in tables:
        yield Step(f"compare:{table}", partial(compared, restore, table), Compared, restore.saved(table).items)


def _make_tables(name: str) -> Made:
    drop_tables(name)
    for table, indexes in INDEXES.items():
        scratch.create_table(name, table, indexes)
    return Made(sorted(INDEXES))


def drop_tables(name: str) -> Made:
    """Delete the scratch tables of a name; again is harmless."""
    for table in INDEXES:
        scratch.drop_table(name, table)
    return Made([])


def _check_log(restore: Restore) -> Checked:
    return Checked(restore.log.damages())


def _check_table(restore: Restore, table: str) -> Checked:
    return Checked(source.damages_of(restore.saved(table)))


def _fill_parts(restore: Restore, table: str, parts: list[str]) -> Filled:
    return _fill(restore, table, [item for part in parts for item in source.items_of_part(part)])


def _fill_states(restore: Restore, table: str) -> Filled:
    states = restore.log.states_of(table)
    scratch.delete_items(restore.order.name, table, list(states))
    return _fill(restore, table, [item for item in states.values() if item is not None])


def _fill(restore: Restore, table: str, items: list[Item]) -> Filled:
    written = erased = without_key = 0
    for some in people.judged(table, items, restore.away(table)):
        scratch.put_items(restore.order.name, table, some.items)
        written, erased, without_key = written + len(some.items), erased + some.erased, without_key + some.without_key
    return Filled(table, len(items), written, erased, without_key)


def compared(restore: Restore, table: str) -> Compared:
    """A scratch table held item by item against what the files promise, without those who must not come back."""
    promised: dict[Key, bytes] = {}
    found: dict[Key, bytes] = {}
    old_key = back = 0
    for some in people.judged(table, restore.rows(table), restore.away(table)):
        promised |= digests(some.items)
        old_key += some.old_key
    for item in scratch.items_in(restore.order.name, table):
        found[key_of(item)] = digest_of(item)
        back += restore.is_erased(table, item)
    return compare(table, promised, found, old_key=old_key, resurrected=back)


def damages_of(checked: list[Checked], held: list[Compared]) -> list[Damage]:
    """Everything that a restore found wrong, by kind and place."""
    told = [(one.kind, one.place, one.count) for some in checked for one in some.damages]
    for one in held:
        told += [("lost item", one.table, one.lost), ("altered byte", one.table, one.altered)]
        told += [("added item", one.table, one.added), ("old key", one.table, one.old_key)]
        told.append(("resurrected person", one.table, one.resurrected))
    return [Damage(*one) for one in told if one[2]]
