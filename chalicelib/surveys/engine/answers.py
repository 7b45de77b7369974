"""Holding one answer against its questionnaire: shape, domain, logic and rules, stricter than the browser's library."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chalicelib.kernel.errors import Invalid
from chalicelib.surveys.engine import logic, moments
from chalicelib.surveys.engine.checking import Check, as_answer
from chalicelib.surveys.engine.computed import check_computed
from chalicelib.surveys.engine.elements import Questionnaire
from chalicelib.surveys.engine.findings import Finding, Findings
from chalicelib.surveys.engine.logic import State
from chalicelib.surveys.engine.quotas import falls_under
from chalicelib.surveys.engine.reading import Meter, Reader, TooLarge
from chalicelib.surveys.engine.values import Value

GRACE: Final = (timedelta(0), timedelta(days=-1), timedelta(days=1))


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """An answer as it may be stored: typed data with computed values, what was asked, and the quotas it falls under."""

    data: Mapping[str, Value]
    shown: frozenset[str]
    computed: Mapping[str, Value]
    quotas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found in an answer at one moment: its typed data, the logic's state, and the faults."""

    data: Mapping[str, Value]
    state: State
    findings: Findings


def check_answer(
    questionnaire: Questionnaire, data: Value, *, at: datetime, locale: str = "default", meter: Meter | None = None
) -> CheckedAnswer:
    """Check an answer given at a time (aware); raises Invalid with a sentence for each item at fault.

    A survey that looks at the clock is given a day's grace either way, since the respondent's clock is not ours. What
    stands on pages after one that ended the survey need not be answered. `meter` counts what is touched.
    """
    first: dict[str, str] | None = None
    for shift in GRACE if questionnaire.uses_clock else GRACE[:1]:
        judged = judge(questionnaire, data, at=at + shift, locale=locale, meter=meter)
        sentences = _blocking(questionnaire, judged)
        if not sentences:
            return _checked(questionnaire, judged)
        first = first or sentences
    raise Invalid("The answer does not fit the survey.", first)


def judge(
    questionnaire: Questionnaire, data: Value, *, at: datetime, locale: str = "default", meter: Meter | None = None
) -> Judgement:
    """Find what is at fault in an answer at one moment; raises Invalid for what is no answer or far too large."""
    if not isinstance(data, dict):
        raise Invalid("An answer is an object.", {"data": "Give an object."})
    findings = Findings()
    try:
        read = Reader(questionnaire, findings, meter or Meter()).read(data)
    except TooLarge as refusal:
        path = refusal.path if refusal.path == "data" else f"data.{refusal.path[:100]}"
        raise Invalid("The answer is too large.", {path: str(refusal)}) from None
    state = logic.evaluate(questionnaire, read, moments.of_datetime(at, questionnaire.zone))
    check_computed(questionnaire, read, state, findings)
    Check(questionnaire, read, state, locale, findings).run()
    return Judgement(read, state, findings)


def _blocking(questionnaire: Questionnaire, judged: Judgement) -> dict[str, str]:
    """Give the sentences that keep an answer out, by path in the request."""
    last = last_page(questionnaire, judged.state)
    excused = {item.name for item in questionnaire.items if last is not None and _page(item.container) > last}
    sentences = judged.findings.sentences()
    return {
        f"data.{path}": sentence
        for path, sentence in sentences.items()
        if not (_root(path) in excused and _is_missing(judged.findings.by_path[path]))
    }


def _page(container: object) -> int:
    return getattr(container, "page", 0)


def _root(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]


def _is_missing(found: list[Finding]) -> bool:
    """Tell whether all that is wrong in a place is that there is no answer."""
    return all(one.rule in {"required", "rows", "fewest", "rule"} or not one.is_blocking for one in found)


def last_page(questionnaire: Questionnaire, state: State) -> int | None:
    """Give the page on which a trigger ended the survey, or None."""
    pages = [ending.page for ending in questionnaire.endings if state.holds(ending.condition, None)]
    return min(pages) if pages else None


def _checked(questionnaire: Questionnaire, judged: Judgement) -> CheckedAnswer:
    state = judged.state
    computed = {name: as_answer(value) for name, value in state.computed.items()}
    data = {key: value for key, value in judged.data.items() if _is_stored(questionnaire, key)}
    for step in questionnaire.computed:
        if step.within:
            key = step.within[0].key
            if key in state.env.values:
                data[key] = _without_totals(state.env.values[key])
        elif step.item is not None and not step.total and step.item.name in state.visible:
            _store(data, step.item.key, computed[step.item.key])
        elif step.calculated is not None and step.calculated.is_kept:
            _store(data, step.calculated.name, computed[step.calculated.name])
    return CheckedAnswer(data, logic.shown(questionnaire, state), computed, falls_under(questionnaire, state))


def _is_stored(questionnaire: Questionnaire, key: str) -> bool:
    items = questionnaire.by_key.get(key)
    return key in questionnaire.comments or bool(items and not any(item.is_computed for item in items))


def _store(data: dict[str, Value], key: str, value: Value) -> None:
    if value is None:
        data.pop(key, None)
    else:
        data[key] = value


def _without_totals(value: Value) -> Value:
    if isinstance(value, list):
        return [_without_totals(part) for part in value]
    if isinstance(value, dict):
        return {key: _without_totals(part) for key, part in logic.without_totals(value).items()}
    return as_answer(value)
