"""A run of random cases: what the library makes of each, held against the engine as `make conformance` does."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from chalicelib.surveys.engine.answers import judge
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from local.conformance.cases import Case, File
from local.conformance.surveys import Compared, compare
from local.fuzzing.generator import Maker
from local.fuzzing.oracle import NOW, Ask
from local.fuzzing.shrinking import MOST_TRIES, Pair, shrink

# What no page of the library sends: the server refuses such an answer whole, whatever its logic would come to.
OF_NO_PAGE = frozenset({"shape", "choice", "range", "unknown"})
FILE = File("random", "surveys", "", NOW, "UTC", [])


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One case that comes out otherwise, and the smallest that differs in the same way."""

    seed: str
    differs: tuple[str, ...]
    definition: dict[str, Any]
    answer: dict[str, Any]


@dataclass(slots=True)
class Outcome:
    """How many cases were inside the profile, what kept the others out, and those that disagree.

    `of_no_page` names those that disagree about an answer that is refused whole, as no page sends it.
    """

    cases: int = 0
    outside: Counter[str] = field(default_factory=Counter)
    threw: int = 0
    waived: int = 0
    questions: int = 0
    strict: Counter[str] = field(default_factory=Counter)
    of_no_page: list[str] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)

    @property
    def compared(self) -> int:
        return self.cases - self.outside.total() - self.threw


def run(
    ask: Ask, *, seed: int, seconds: float = 0, cases: int = 0, most: int = 20, most_tries: int = MOST_TRIES
) -> Outcome:
    """Compare random cases for so many seconds, or so many cases, and until `most` of them disagree."""
    outcome = Outcome()
    ends = time.monotonic() + seconds
    while (outcome.cases < cases if cases else time.monotonic() < ends) and len(outcome.disagreements) < most:
        _one(ask, f"{seed}/{outcome.cases}", outcome, most_tries)
    return outcome


def _one(ask: Ask, seed: str, outcome: Outcome, most_tries: int) -> None:
    pair = Maker(Random(seed)).case()  # noqa: S311
    outcome.cases += 1
    expected = ask(*pair)
    if "throws" in expected:
        outcome.threw += 1
        return
    one = _compared(pair, expected)
    outcome.strict.update(one.strict)
    outcome.waived += bool(one.waived)
    outcome.questions += len(expected["visible"])
    if one.excluded:
        outcome.outside[one.excluded] += 1
    if one.differs and is_of_no_page(pair):
        outcome.of_no_page.append(seed)
    elif one.differs:
        kinds = kinds_of(one)
        least = shrink(pair, lambda smaller: _is_alike(ask, smaller, kinds), most_tries)
        outcome.disagreements.append(Disagreement(seed, _asked(ask, least).differs, *least))


def _is_alike(ask: Ask, smaller: Pair, kinds: frozenset[str]) -> bool:
    return kinds <= kinds_of(_asked(ask, smaller)) and not is_of_no_page(smaller)


def _asked(ask: Ask, pair: Pair) -> Compared:
    expected = ask(*pair)
    return Compared("", "", excluded="throws") if "throws" in expected else _compared(pair, expected)


def _compared(pair: Pair, expected: Case) -> Compared:
    definition, answer = pair
    case = {"id": "random", "group": "random", "definition": definition, "data": answer, "expected": expected}
    return compare(FILE, case)


def kinds_of(one: Compared) -> frozenset[str]:
    """Tell in what a case differs: visible, required, failing, value or refused; the first of them, where several."""
    return frozenset(sentence.split()[0] for sentence in one.differs[:1])


def is_of_no_page(pair: Pair) -> bool:
    """Tell whether an answer is refused for values that no page sends."""
    definition, answer = pair
    found = judge(compile_questionnaire({"timeZone": "UTC", **definition}), answer, at=datetime.fromisoformat(NOW))
    return any(one.rule in OF_NO_PAGE for one in found.findings)
