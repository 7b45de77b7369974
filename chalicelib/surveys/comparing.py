"""What changes from one version of a survey to the next, and which items' answers may be added up across versions."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from msgspec import Struct

from chalicelib.surveys.contribution import counts_values
from chalicelib.surveys.engine.elements import DEFAULT_LOCALE, Item, Option, Questionnaire, Scale, in_locale
from chalicelib.surveys.engine.names import walk_elements
from chalicelib.surveys.engine.scales import marked
from chalicelib.surveys.engine.values import to_text

ADDED, REMOVED, MEANING, REWORDED, ADJUSTED = "added", "removed", "meaning", "reworded", "adjusted"
ITEM, TYPE, INPUT, CHOICES, ROWS, COLUMNS, SPECIAL, CALCULATION, WORDS, RULES, SCORING = (
    "item",
    "type",
    "input",
    "choices",
    "rows",
    "columns",
    "special_choices",
    "calculation",
    "words",
    "rules",
    "scoring",
)
_WORDED: Final = frozenset({"title", "description", "choices", "rows", "columns", "rateValues"})


class ItemChange(Struct, frozen=True):
    """One item or scale that differs: how ("added", "removed", "meaning", "reworded", "adjusted") and in which parts.

    Only "meaning" keeps its answers from being added to those of the version before.
    """

    name: str
    title: str
    change: str
    parts: list[str]


def compare(before: Questionnaire, after: Questionnaire) -> list[ItemChange]:
    """Give every item that differs, in the order of the later version, those that are gone last."""
    blocks = _blocks(before), _blocks(after)
    changes = [_change(before.by_name.get(item.name), item, blocks) for item in after.items]
    gone = [_told(item, REMOVED, [ITEM]) for item in before.items if item.name not in after.by_name]
    return [*(change for change in changes if change), *gone, *_scales(before, after)]


def comparable(before: Questionnaire, after: Questionnaire) -> frozenset[str]:
    """Give the names of the items that ask the same, and the marked names of the scales that score the same.

    Items are of the same name, type and values to choose from; scales of the same name, of such items, and alike.
    """
    blocks = _blocks(before), _blocks(after)
    same = frozenset(
        item.name
        for item in after.items
        if (earlier := before.by_name.get(item.name)) is not None and not list(_meanings(earlier, item, blocks))
    )
    scales = {scale.name: _scoring(scale) for scale in before.scales}
    return same | {
        marked(scale.name)
        for scale in after.scales
        if scales.get(scale.name) == _scoring(scale) and {part.item.name for part in scale.parts} <= same
    }


def _scoring(scale: Scale) -> tuple[Any, ...]:
    """Give what two scales share where their scores may be added together."""
    parts = {(part.item.name, part.row, part.least, part.most, part.is_reversed) for part in scale.parts}
    return parts, scale.is_sum, scale.share, [band.least for band in scale.bands]


def _scales(before: Questionnaire, after: Questionnaire) -> Iterator[ItemChange]:
    """Give every scale that is new, gone, scored otherwise or worded otherwise."""
    earlier, later = ({scale.name: scale for scale in one.scales} for one in (before, after))
    same = comparable(before, after)
    for name, scale in later.items():
        held = earlier.get(name)
        if held is None:
            yield _scale_told(scale, ADDED, SCORING)
        elif marked(name) not in same:
            yield _scale_told(scale, MEANING, SCORING)
        elif (held.texts, [band.texts for band in held.bands]) != (scale.texts, [band.texts for band in scale.bands]):
            yield _scale_told(scale, REWORDED, WORDS)
    yield from (_scale_told(scale, REMOVED, SCORING) for name, scale in earlier.items() if name not in later)


def _scale_told(scale: Scale, change: str, part: str) -> ItemChange:
    return ItemChange(marked(scale.name), in_locale(scale.texts, DEFAULT_LOCALE), change, [part])


Blocks = Mapping[str, Mapping[str, Any]]


def _blocks(questionnaire: Questionnaire) -> Blocks:
    """Give the written element of each name."""
    return {str(block.get("name")): block for _, block in walk_elements(questionnaire.definition)}


def _change(earlier: Item | None, item: Item, blocks: tuple[Blocks, Blocks]) -> ItemChange | None:
    if earlier is None:
        return _told(item, ADDED, [ITEM])
    meanings = list(_meanings(earlier, item, blocks))
    if meanings:
        return _told(item, MEANING, meanings)
    old, new = (block.get(item.name, {}) for block in blocks)
    differing = {key for key in {*old, *new} if old.get(key) != new.get(key)}
    if not differing:
        return None
    worded = differing & _WORDED
    parts = [WORDS] * bool(worded) + [RULES] * bool(differing - worded)
    return _told(item, REWORDED if worded else ADJUSTED, parts)


def _told(item: Item, change: str, parts: list[str]) -> ItemChange:
    return ItemChange(item.name, in_locale(item.texts, DEFAULT_LOCALE), change, parts)


def _meanings(earlier: Item, item: Item, blocks: tuple[Blocks, Blocks]) -> Iterator[str]:
    """Give the parts whose change makes answers speak of something else."""
    if earlier.kind != item.kind:
        yield TYPE
        return
    if _way_of_answering(earlier) != _way_of_answering(item):
        yield INPUT
    if _values(earlier.options) != _values(item.options):
        yield CHOICES
    if _values(earlier.rows) != _values(item.rows):
        yield ROWS
    if (earlier.has_other, earlier.has_none, earlier.declined) != (item.has_other, item.has_none, item.declined):
        yield SPECIAL
    if not _same_cells(earlier, item):
        yield COLUMNS
    if item.kind == "expression" and _formula(blocks[0], item) != _formula(blocks[1], item):
        yield CALCULATION


def _same_cells(earlier: Item, item: Item) -> bool:
    cells = {cell.name: cell for cell in earlier.cells}
    return cells.keys() == {cell.name for cell in item.cells} and not any(
        list(_meanings(cells[cell.name], cell, ({}, {}))) for cell in item.cells
    )


def _way_of_answering(item: Item) -> tuple[str, bool, bool, bool]:
    return item.input_type, item.is_number, item.is_multiple, counts_values(item)


def _values(options: tuple[Option, ...]) -> frozenset[str]:
    return frozenset(to_text(option.value) for option in options)


def _formula(blocks: Blocks, item: Item) -> Any:
    return blocks.get(item.name, {}).get("expression")
