"""Values that the server works out itself: one sent by a respondent that differs was forged."""

from collections.abc import Mapping
from typing import Final

from chalicelib.surveys.engine.comparison import equals
from chalicelib.surveys.engine.elements import TOTAL, Computed, Item, Questionnaire
from chalicelib.surveys.engine.findings import Findings
from chalicelib.surveys.engine.frames import Frame
from chalicelib.surveys.engine.logic import State, path_of
from chalicelib.surveys.engine.moments import Moment, of_text
from chalicelib.surveys.engine.values import Value, is_empty, is_numeric

_FORGED: Final = "This value is worked out from the other answers."
_TINY: Final = 1e-9


def check_computed(questionnaire: Questionnaire, sent: Mapping[str, Value], state: State, findings: Findings) -> None:
    """Note every value that was sent for what is worked out, and is not what comes of the other answers."""
    for step in questionnaire.computed:
        if step.calculated is not None:
            name = step.calculated.name
            if not (step.calculated.looks_at_clock or _agrees(sent.get(name), state.computed.get(name))):
                findings.add(name, "computed", _FORGED)
        elif step.item is not None and not step.item.looks_at_clock:
            _check_item(step, step.item, sent, state, findings)


def _check_item(step: Computed, item: Item, sent: Mapping[str, Value], state: State, findings: Findings) -> None:
    key = f"{item.key}{TOTAL}" if step.total else item.key
    for held, frame in _places(sent, step.within, state, None):
        worked_out = (state.env.values if frame is None else frame.values).get(key)
        if not _agrees(held.get(key), worked_out) and not _is_untouched(item, held.get(key)):
            findings.add(path_of(item, frame), "computed", _FORGED)


def _is_untouched(item: Item, value: Value) -> bool:
    """Tell whether a question that a set-value expression fills still has its default."""
    return item.is_answerable and item.default is not None and equals(value, item.default)


def _places(
    held: Mapping[str, Value], within: tuple[Item, ...], state: State, outer: Frame | None
) -> list[tuple[Mapping[str, Value], Frame | None]]:
    """Pair what was sent for each row or panel with what it became."""
    if not within:
        return [(held, outer)]
    found = []
    parts = held.get(within[0].key)
    for frame in state.every(within[0], outer):
        part = _part(parts, frame)
        if isinstance(part, Mapping):
            found += _places(part, within[1:], state, frame)
    return found


def _part(parts: Value, frame: Frame) -> Value:
    if isinstance(parts, list):
        return parts[frame.index] if frame.index < len(parts) else None
    return parts.get(frame.key) if isinstance(parts, Mapping) else None


def _agrees(sent: Value, worked_out: Value) -> bool:
    if is_empty(sent):
        return True
    if isinstance(worked_out, Moment):
        return isinstance(sent, str) and _same_day(sent, worked_out)
    if isinstance(worked_out, dict) and isinstance(sent, dict):
        return all(_agrees(part, worked_out.get(key)) for key, part in sent.items())
    if is_numeric(sent) and is_numeric(worked_out):
        return bool(abs(sent - worked_out) <= _TINY * max(1.0, abs(sent), abs(worked_out)))
    return equals(sent, worked_out)


def _same_day(text: str, moment: Moment) -> bool:
    read = of_text(text, moment.zone)
    return read.stamp is not None and read.stamp == moment.stamp
