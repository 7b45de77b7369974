"""What the answers say, behind the disclosure gate: no figure about fewer than ten people is seen or follows."""

from typing import Any

from msgspec import Struct

from chalicelib.kernel import clock
from chalicelib.kernel.errors import Invalid, NotFound
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.surveys.contribution import RESPONDENTS, Counters
from chalicelib.surveys.disclosure import THRESHOLD, Disclosure, GroupDisclosure, decide
from chalicelib.surveys.filing import SCHOOL_SEGMENTS
from chalicelib.surveys.pooling import Counted, pool
from chalicelib.surveys.protection_service import Viewer, require_may_see, write_down_reading
from chalicelib.surveys.results import summarise
from chalicelib.surveys.roster_service import participation_of
from chalicelib.surveys.service import find_head, get_version
from chalicelib.surveys.tally_service import ALL, Segment, stored_counters

MOST_VERSIONS = 20


class Group(Struct, frozen=True):
    """One value of a dimension; no number where the group is hidden."""

    value: str
    respondents: int | None
    hidden: bool


class Dimension(Struct, frozen=True):
    """The groups that one item or roster column makes."""

    dimension: str
    values: list[Group]


class Results(Struct, frozen=True):
    """A survey's results for everybody or for one group."""

    respondents: int | None
    hidden: bool
    threshold: int
    group: str
    response_rate: float | None
    counted_until: str
    items: list[dict[str, Any]]
    groups: list[Dimension]
    versions: list[int]


def read_group(text: str) -> Segment:
    """The dimension and value of "dimension:value"; all for no text."""
    if not text:
        return ALL
    dimension, colon, value = text.partition(":")
    if not colon:
        raise Invalid("There is no such group.", {"group": "Write dimension:value."})
    return dimension, value


def get_results(
    keys: DistrictKeys,
    viewer: Viewer,
    survey_id: str,
    *,
    schools: frozenset[str] | None,
    group: str = "",
    locale: str = "en",
) -> Results:
    """A survey's results, of everybody or of some schools alone; NotFound for a draft or an unknown group.

    The newest version's items, with the answers to earlier versions that asked them the same way; each item names the
    versions its figures are of. Who sees some schools is shown one of them, and of the others not even the names. One
    Query a version, however many answers; with enhanced security, one audit entry before it.
    """
    head = find_head(keys.district_id, survey_id)
    if head.state == "draft":
        raise NotFound
    require_may_see(head.security, viewer)
    write_down_reading(keys.district_id, survey_id, head.security, viewer)
    first = max(1, int(head.version) - MOST_VERSIONS + 1)
    *earlier, version = [_counted(keys, survey_id, number) for number in range(first, int(head.version) + 1)]
    pooled = pool(version, earlier)
    counters = pooled.counters
    wanted = read_group(group)
    if schools is not None:
        wanted = _own_group(wanted, schools, counters)
    if wanted != ALL and wanted not in counters:
        raise NotFound
    grouped: dict[str, dict[str, Counters]] = {}
    for (dimension, value), some in counters.items():
        if (dimension, value) != ALL:
            grouped.setdefault(dimension, {})[value] = some
    everyone = counters.get(ALL, {})
    gate = decide(version.questionnaire, everyone, grouped)
    held = gate if wanted == ALL else gate.groups[wanted[0]][wanted[1]]
    count = counters.get(wanted, {}).get(RESPONDENTS, 0)
    items = summarise(version.questionnaire, counters.get(wanted, {}), locale, gate.hidden_units | held.hidden_units)
    answered = sum(one.counters.get(ALL, {}).get(RESPONDENTS, 0) for one in (*earlier, version))
    return Results(
        respondents=None if held.hidden else count,
        hidden=held.hidden,
        threshold=THRESHOLD,
        group="" if wanted == ALL else ":".join(wanted),
        response_rate=participation_of(head, answered).response_rate if schools is None else None,
        counted_until=clock.iso(clock.now()),
        items=[] if held.hidden else [{**item, "versions": pooled.by_item[item["name"]]} for item in items],
        groups=_groups(grouped, gate) if schools is None else _own_groups(grouped, gate, schools),
        versions=pooled.versions,
    )


def _counted(keys: DistrictKeys, survey_id: str, number: int) -> Counted:
    version = get_version(keys.district_id, survey_id, number)
    return Counted(number, version.questionnaire, version.segments, stored_counters(keys, survey_id, number))


def _own_group(wanted: Segment, schools: frozenset[str], counters: dict[Segment, Counters]) -> Segment:
    """The school that is asked for, or the first of those that somebody sees; NotFound for any other."""
    if wanted == ALL:
        held = sorted(one for one in counters if one[0] in SCHOOL_SEGMENTS and one[1] in schools)
        wanted = held[0] if held else wanted
    if wanted[0] not in SCHOOL_SEGMENTS or wanted[1] not in schools:
        raise NotFound
    return wanted


def _own_groups(grouped: dict[str, dict[str, Counters]], gate: Disclosure, schools: frozenset[str]) -> list[Dimension]:
    """The groups of those schools that somebody sees."""
    return [
        Dimension(one.dimension, [group for group in one.values if group.value in schools])
        for one in _groups(grouped, gate)
        if one.dimension in SCHOOL_SEGMENTS
    ]


def _groups(grouped: dict[str, dict[str, Counters]], gate: Disclosure) -> list[Dimension]:
    return [
        Dimension(
            dimension, [_group(value, some, gate.groups[dimension][value]) for value, some in sorted(values.items())]
        )
        for dimension, values in sorted(grouped.items())
    ]


def _group(value: str, counters: Counters, held: GroupDisclosure) -> Group:
    return Group(value, None if held.hidden else counters.get(RESPONDENTS, 0), held.hidden)
