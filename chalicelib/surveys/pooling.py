"""Counters of earlier versions, as far as they may be added to the newest one's."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from chalicelib.surveys.comparing import comparable
from chalicelib.surveys.contribution import RESPONDENTS, Counters, add, key
from chalicelib.surveys.engine.elements import Questionnaire
from chalicelib.surveys.engine.scales import marked

Segment = tuple[str, str]
ALL: Segment = ("", "")


class Counted(Struct, frozen=True):
    """A version, what it groups by, and its counters by segment."""

    number: int
    questionnaire: Questionnaire
    segments: list[str]
    counters: dict[Segment, Counters]


class Pooled(Struct, frozen=True):
    """The counters added up by segment, and the numbers of the versions that each item's or scale's figures are of."""

    counters: dict[Segment, Counters]
    versions: list[int]
    by_item: dict[str, list[int]]


def pool(newest: Counted, earlier: Sequence[Counted]) -> Pooled:
    """Add what earlier versions have asked the same way; a version that shares no answered item is left out.

    Somebody who answered an earlier version is in a group only where that group's item means the same in both.
    """
    summed = {segment: dict(some) for segment, some in newest.counters.items()}
    versions = [newest.number]
    names = [item.name for item in newest.questionnaire.items]
    names += [marked(scale.name) for scale in newest.questionnaire.scales]
    by_item = {name: [newest.number] for name in names}
    for version in earlier:
        same = comparable(version.questionnaire, newest.questionnaire)
        asked = {name for name in same if _is_counted(version.counters.get(ALL, {}), name)}
        if not asked:
            continue
        versions.append(version.number)
        for name in asked:
            by_item[name].append(version.number)
        for segment, some in version.counters.items():
            if _is_kept(segment, same, newest):
                summed[segment] = add(summed.get(segment, {}), _of(some, asked))
    return Pooled(summed, sorted(versions), {name: sorted(numbers) for name, numbers in by_item.items()})


def _is_counted(counters: Mapping[str, int], name: str) -> bool:
    prefix = f"{key(name)}\t"
    return any(counter.startswith(prefix) for counter in counters)


def _of(counters: Mapping[str, int], names: set[str]) -> Counters:
    units = {key(name) for name in names}
    return {name: n for name, n in counters.items() if name == RESPONDENTS or name.partition("\t")[0] in units}


def _is_kept(segment: Segment, same: frozenset[str], newest: Counted) -> bool:
    dimension = segment[0]
    is_item = dimension in newest.questionnaire.by_name
    return segment == ALL or (dimension in newest.segments and (dimension in same or not is_item))
