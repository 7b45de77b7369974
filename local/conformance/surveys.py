"""Whole surveys: which definitions are inside the profile, and what of them is visible, required and failing.

The engine is given the values as the browser held them at the end, without those that it works out itself, and must
come to the same visible, required and failing questions and to the same worked-out values. What the server refuses
beyond the library is no disagreement where it is refused by one of the rules of `strictness`, which are counted.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from chalicelib.kernel.errors import Invalid
from chalicelib.surveys.engine.answers import Judgement, check_answer, judge
from chalicelib.surveys.engine.checking import as_answer
from chalicelib.surveys.engine.comparison import equals
from chalicelib.surveys.engine.elements import Item, Questionnaire
from chalicelib.surveys.engine.frames import RECORD, ROW, Frame
from chalicelib.surveys.engine.logic import path_of
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from chalicelib.surveys.engine.values import is_empty
from local.conformance.cases import Case, File

WAIVERS: Final[Mapping[str, str]] = {
    "set-value": (
        "A read-only question with setValueExpression is worked out from the answers, always. The library runs the "
        "expression when an answer changes and not when all are set at once, so that its value may be missing or old."
    ),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One survey case: what excludes it, or in what it differs; and what the server refuses beyond the library."""

    case: str
    group: str
    excluded: str = ""
    differs: tuple[str, ...] = ()
    waived: str = ""
    strict: Mapping[str, int] = field(default_factory=dict)
    is_refused: bool | None = None

    @property
    def is_inside(self) -> bool:
        return not self.excluded


def compare(file: File, case: Case) -> Compared:
    """Hold one survey case against the engine."""
    name, group = str(case["id"]), str(case["group"])
    try:
        questionnaire = compile_questionnaire({"timeZone": file.zone_of(case), **case["definition"]})
    except Invalid as refusal:
        path, sentence = next(iter(refusal.fields.items()))
        return Compared(name, group, excluded=f"{path}: {sentence}")
    at = datetime.fromisoformat(file.now_of(case))
    refused = is_refused(questionnaire, case, at) if group == "tamper" else None
    if "throws" in case["expected"]:
        return Compared(name, group, is_refused=refused)
    differs, strict = differences(questionnaire, case["expected"], at)
    waived = "set-value" if differs and _has_stale_set_value(questionnaire, case["expected"]["data"], at) else ""
    return Compared(name, group, "", () if waived else tuple(differs), waived, strict, refused)


def is_refused(questionnaire: Questionnaire, case: Case, at: datetime) -> bool:
    """Tell whether the server refuses what a hostile case sends."""
    try:
        check_answer(questionnaire, case.get("data", dict(case.get("steps", []))), at=at)
    except Invalid:
        return True
    return False


def differences(
    questionnaire: Questionnaire, expected: Mapping[str, Any], at: datetime
) -> tuple[list[str], Counter[str]]:
    """Name in what the engine differs, and count what it refuses beyond the library by rule."""
    try:
        judged = judge(questionnaire, without_computed(questionnaire, expected["data"]), at=at)
    except Invalid as refusal:
        return [f"refused as a whole: {next(iter(refusal.fields.values()))}"], Counter()
    found = list(judged.state.nested(questionnaire.items))
    names = {path_of(item, frame): library_path(item, frame) for item, frame in found}
    required = [
        names[path_of(item, frame)]
        for item, frame in found
        if item.is_answerable and judged.state.is_required(item, frame)
    ]
    visible = list(names.values())
    wrong = [f"visible {_apart(visible, expected['visible'])}"] if visible != expected["visible"] else []
    wrong += [f"required {_apart(required, expected['required'])}"] if required != expected["required"] else []
    failing = {error["question"] for error in expected["errors"]}
    sentence, strict = _failing(questionnaire, judged, failing, names)
    wrong += [sentence] if sentence else []
    wrong += worked_out_wrongly(questionnaire, judged, expected)
    return wrong, strict


def library_path(item: Item, frame: Frame | None) -> str:
    """Name an item as the files do: rows by their place among those shown, where the engine counts them all."""
    return item.name if frame is None else f"{_frame_path(item, frame)}.{item.name}"


def _frame_path(item: Item, frame: Frame) -> str:
    own = frame.path.rpartition(".")[2] if frame.outer else frame.path
    if frame.kind == ROW and frame.key is None:
        own = f"{own.rpartition('[')[0]}[{frame.position}]"
    if frame.outer is None or frame.kind == RECORD:
        return own if frame.outer is None else f"{_frame_path(item, frame.outer)}.{own}"
    if frame.key is not None:
        own = frame.path.removeprefix(f"{frame.outer.path}.")
    return f"{_frame_path(item, frame.outer)}.{own}"


def _failing(
    questionnaire: Questionnaire, judged: Judgement, failing: set[str], names: Mapping[str, str]
) -> tuple[str, Counter[str]]:
    by_path = {names.get(path, path): found for path, found in judged.findings.by_path.items()}
    containers = {container.name for container in questionnaire.containers} - questionnaire.by_name.keys()
    strict: Counter[str] = Counter()
    invented = set()
    for path, found in by_path.items():
        if path in failing or path in containers:
            continue
        strict.update(one.rule for one in found if one.is_strict)
        if not any(one.is_strict for one in found):
            invented.add(f"{path} ({', '.join(sorted({one.rule for one in found}))})")
    missed = failing - by_path.keys()
    if not missed and not invented:
        return "", strict
    return f"failing: missed {sorted(missed)}, invented {sorted(invented)}", strict


def _apart(ours: list[str], theirs: list[str]) -> str:
    """Say what only one side has, or that the order differs."""
    more, less = [one for one in ours if one not in theirs], [one for one in theirs if one not in ours]
    return f"more {more}, less {less}" if more or less else f"in another order: {ours}"


def without_computed(questionnaire: Questionnaire, data: Mapping[str, Any]) -> dict[str, Any]:
    """Take out what the server works out, so that it has to."""
    names = set(questionnaire.computed_names) | {item.key for item in questionnaire.items if item.is_computed}
    return {key: value for key, value in data.items() if key not in names}


def worked_out_wrongly(questionnaire: Questionnaire, judged: Judgement, expected: Mapping[str, Any]) -> Iterator[str]:
    """Name expressions whose value is another than the browser's."""
    for step in questionnaire.computed:
        if step.within or step.item is None or step.item.kind != "expression":
            continue
        ours, theirs = as_answer(judged.state.env.values.get(step.item.key)), expected["data"].get(step.item.key)
        if not (is_empty(ours) and is_empty(theirs)) and not _same(ours, theirs):
            yield f"value of {step.item.name}: {ours!r}, not {theirs!r}"


def _same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, float) and isinstance(theirs, (int, float)):
        return abs(ours - theirs) <= 1e-9 * max(1.0, abs(ours))
    return equals(ours, theirs) or (isinstance(theirs, str) and isinstance(ours, str) and theirs.startswith(ours))


def _has_stale_set_value(questionnaire: Questionnaire, data: Mapping[str, Any], at: datetime) -> bool:
    """Tell whether the library's values hold another value than a set-value expression gives."""
    derived = [item for item in questionnaire.items if item.is_computed and item.is_answerable]
    if not derived:
        return False
    values = judge(questionnaire, without_computed(questionnaire, data), at=at).state.env.values
    return any(not equals(as_answer(values.get(item.key)), data.get(item.key)) for item in derived)
