"""A definition brought inside the profile: what the engine refuses is taken out piece by piece, and told.

This is the last step of every importer but Qualtrics', and the whole of SurveyJS': the engine names each problem by its
path, so that no second list of what surveys may have has to be kept here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from chalicelib.kernel.errors import Invalid
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from chalicelib.surveys.imports.imported import JsonObject
from chalicelib.surveys.imports.names import Names
from chalicelib.surveys.imports.reading import refuse

MOST_ROUNDS: Final = 20
_STEP = re.compile(r"\[(\d+)\]|\.?([^.\[\]]+)")
_GONE: Final = object()
# Without these a part is no part; where one of them is refused, the whole part goes.
_ESSENTIAL: Final = frozenset({"type", "name", "value", "cellType", "expression", "elements", "templateElements"})
_UNSAID: Final = frozenset({"definition", "pages", "elements", "clearInvisibleValues", ""})


@dataclass(frozen=True, slots=True)
class Removed:
    """Something taken out: the objects around it from the definition inwards, and the key that went, if one did."""

    around: tuple[Any, ...]
    key: str
    sentence: str


@dataclass(slots=True)
class _Round:
    definition: JsonObject
    lists: list[list[Any]] = field(default_factory=list)
    names: Names = field(default_factory=Names)


def mend(definition: JsonObject, tell: Callable[[Removed], None], renamed: Callable[[Any, str], None]) -> None:
    """Take out what the profile refuses until nothing is refused; raise Invalid where that cannot be.

    `tell` hears of each thing taken out, `renamed` of each object that was given a name of its own.
    """
    for _ in range(MOST_ROUNDS):
        problems = _problems_of(definition)
        if not problems:
            return
        turn = _Round(definition, names=Names(set(_names_in(definition))))
        found = [(_resolve(definition, path), sentence) for path, sentence in problems.items()]
        for steps, sentence in found:
            _take_out(turn, steps, sentence, tell, renamed)
        for entries in turn.lists:
            entries[:] = [entry for entry in entries if entry is not _GONE]
    refuse("The survey is too far from what can be carried.")


def _problems_of(definition: JsonObject) -> dict[str, str]:
    try:
        compile_questionnaire(definition)
    except Invalid as refusal:
        return dict(refusal.fields)
    return {}


def _names_in(part: object) -> list[str]:
    if isinstance(part, dict):
        own = [part["name"].lower()] if isinstance(part.get("name"), str) else []
        return own + [name for inner in part.values() for name in _names_in(inner)]
    return [name for inner in part for name in _names_in(inner)] if isinstance(part, list) else []


@dataclass(frozen=True, slots=True)
class _Steps:
    """What a path leads through: the objects and lists, the keys between them, and whether the last key is there."""

    around: tuple[Any, ...]
    keys: tuple[str | int, ...]
    is_there: bool


def _resolve(definition: JsonObject, path: str) -> _Steps:
    around: list[Any] = [definition]
    keys: list[str | int] = []
    at = 0
    while at < len(path):
        holder = around[-1]
        rest = path[at:].removeprefix(".")
        step = _STEP.match(path, at)
        if isinstance(holder, dict) and rest in holder:
            keys.append(rest)
            return _Steps(tuple(around), tuple(keys), is_there=True)
        if step is None:
            break
        key: str | int = int(step[1]) if step[1] else step[2]
        keys.append(key)
        is_there = key in holder if isinstance(holder, dict) else isinstance(key, int) and key < len(holder)
        if not is_there:
            return _Steps(tuple(around), tuple(keys), is_there=False)
        if step.end() == len(path):
            return _Steps(tuple(around), tuple(keys), is_there=True)
        if not isinstance(holder[key], dict | list):
            return _Steps(tuple(around), tuple(keys), is_there=True)
        around.append(holder[key])
        at = step.end()
    return _Steps(tuple(around), tuple(keys), is_there=False)


def _take_out(
    turn: _Round,
    steps: _Steps,
    sentence: str,
    tell: Callable[[Removed], None],
    renamed: Callable[[Any, str], None],
) -> None:
    holder, key = steps.around[-1], steps.keys[-1] if steps.keys else ""
    if len(steps.around) == 1 and key in _UNSAID:
        refuse(f"The survey cannot be carried: {sentence}")
    if key == "name" and "nothing else has" in sentence and isinstance(holder, dict):
        before = str(holder["name"])
        holder["name"] = turn.names.take(before)
        renamed(holder, before)
    elif isinstance(holder, list) and isinstance(key, int):
        _drop(turn, steps.around, key, sentence, tell)
    elif isinstance(holder, dict) and steps.is_there and key not in _ESSENTIAL:
        if holder.pop(key, _GONE) is not _GONE:
            tell(Removed(steps.around, str(key), sentence))
    elif len(steps.around) > 2 and isinstance(steps.around[-2], list):  # noqa: PLR2004 - The definition, a list, a part.
        _drop(turn, steps.around[:-1], int(steps.keys[-2]), sentence, tell)
    else:
        refuse(f"The survey cannot be carried: {sentence}")


def _drop(turn: _Round, around: tuple[Any, ...], place: int, sentence: str, tell: Callable[[Removed], None]) -> None:
    entries = around[-1]
    if place < len(entries) and entries[place] is not _GONE:
        part = entries[place]
        entries[place] = _GONE
        turn.lists.append(entries)
        tell(Removed((*around, part), "", sentence))
