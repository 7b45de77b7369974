"""Which figures may be shown, so that none about fewer than n people is seen or follows from the others."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from chalicelib.surveys.contribution import ANSWERED, CELL, EVERY_ROW, RESPONDENTS, ROW, key
from chalicelib.surveys.engine.elements import Item, Questionnaire, Scale
from chalicelib.surveys.engine.scales import marked

THRESHOLD: Final = 10

Counters = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class GroupDisclosure:
    """What of one group is held back: all of it, or some units (items, rows or cells)."""

    hidden: bool
    hidden_units: frozenset[str]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What is held back of everyone's results, and of each group's by dimension and value."""

    hidden: bool
    hidden_units: frozenset[str]
    groups: Mapping[str, Mapping[str, GroupDisclosure]] = field(default_factory=dict)


def units_of(item: Item) -> Iterator[str]:
    """Give the parts of an item that have a base of their own, as the beginnings of their counters' names."""
    yield key(item.name)
    for row in item.rows:
        if not item.cells:
            yield key(item.name, ROW, row.value)
        for cell in item.cells:
            yield key(item.name, CELL, row.value, cell.name)
    for cell in item.cells if not item.rows else ():
        yield key(item.name, CELL, EVERY_ROW, cell.name)


def parts_of(scale: Scale) -> frozenset[str]:
    """Give the units that a scale is made of."""
    return frozenset(key(part.item.name, ROW, part.row) if part.row else key(part.item.name) for part in scale.parts)


def base_of(counters: Counters, unit: str) -> int:
    """Give how many answered a unit."""
    return counters.get(f"{unit}\t{ANSWERED}", 0)


def decide(
    questionnaire: Questionnaire,
    everyone: Counters,
    groups: Mapping[str, Mapping[str, Counters]],
    threshold: int = THRESHOLD,
) -> Disclosure:
    """Decide what to hold back, given the counters of everyone and of each value of each dimension.

    A scale is held back with any question that it is made of: from its score and the others that one would follow.
    """
    units = [unit for item in questionnaire.items for unit in units_of(item)]
    too_few = everyone.get(RESPONDENTS, 0) < threshold
    small = frozenset(unit for unit in units if too_few or base_of(everyone, unit) < threshold)
    scales = {key(marked(scale.name)): parts_of(scale) for scale in questionnaire.scales}
    small |= {unit for unit, parts in scales.items() if too_few or base_of(everyone, unit) < threshold or parts & small}
    decided = {
        dimension: _decide_dimension(units, scales, everyone, values, threshold) for dimension, values in groups.items()
    }
    return Disclosure(too_few, small, decided)


def _decide_dimension(
    units: list[str],
    scales: Mapping[str, frozenset[str]],
    everyone: Counters,
    values: Mapping[str, Counters],
    threshold: int,
) -> dict[str, GroupDisclosure]:
    sizes = {value: counters.get(RESPONDENTS, 0) for value, counters in values.items()}
    hidden = suppressed(sizes, everyone.get(RESPONDENTS, 0), threshold)
    hidden_units: dict[str, set[str]] = {value: set() for value in values}
    for unit in [*units, *scales]:
        bases = {value: base_of(counters, unit) for value, counters in values.items()}
        parts = scales.get(unit, frozenset())
        forced = hidden | {value for value, held in hidden_units.items() if parts & held}
        for value in suppressed(bases, base_of(everyone, unit), threshold, forced):
            hidden_units[value].add(unit)
    return {value: GroupDisclosure(value in hidden, frozenset(parts)) for value, parts in hidden_units.items()}


def suppressed(sizes: Mapping[str, int], total: int, threshold: int, forced: Collection[str] = ()) -> frozenset[str]:
    """Give the groups to hide: the small and the forced, and the next smallest until their sum gives nothing away.

    The groups of a dimension do not overlap; who is in none of them counts as a group that is never shown.
    """
    hidden = {group for group, size in sizes.items() if size < threshold or group in forced or total < threshold}
    unseen = total - sum(size for group, size in sizes.items() if group not in hidden)
    for group in sorted(sizes, key=lambda group: (sizes[group], group)):
        if unseen <= 0 or unseen >= threshold:
            break
        if group not in hidden:
            hidden.add(group)
            unseen += sizes[group]
    return frozenset(hidden)
