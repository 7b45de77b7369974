"""What `make conformance` prints: agreement by file and group, what is outside by which rule, and the gates."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from chalicelib.surveys.engine.strictness import STRICT
from local.conformance import expressions
from local.conformance.cases import File, files_of
from local.conformance.surveys import WAIVERS, Compared, compare

# The least share that must agree; random expressions are told by their file's name.
EXPRESSIONS, RANDOM_EXPRESSIONS, SURVEYS = 1.0, 0.999, 0.99
# The least share of definitions inside the profile: of designed surveys, and of what others have published.
INSIDE, INSIDE_PUBLIC = 165 / 180, 60 / 78
RANDOM, PUBLIC = "fuzz", "public"


@dataclass(slots=True)
class Result:
    """One file, held against the engine."""

    name: str
    kind: str
    total: int
    agreeing: int = 0
    by_group: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    compared: list[Compared] = field(default_factory=list)
    disagreeing: list[str] = field(default_factory=list)

    @property
    def inside(self) -> int:
        return sum(one.is_inside for one in self.compared) if self.kind == "surveys" else self.total

    @property
    def hostile(self) -> list[Compared]:
        return [one for one in self.compared if one.is_refused is not None]

    def broken_gates(self) -> Iterator[str]:
        """Name each gate that the file does not pass."""
        least = SURVEYS if self.kind == "surveys" else RANDOM_EXPRESSIONS if RANDOM in self.name else EXPRESSIONS
        if self.agreeing < least * self.inside:
            yield f"{self.name}: {self.agreeing} of {self.inside} agree, fewer than {least:.1%}"
        share = INSIDE_PUBLIC if PUBLIC in self.name else INSIDE
        if self.kind == "surveys" and self.inside < share * self.total:
            yield f"{self.name}: {self.inside} of {self.total} are inside the profile, fewer than {share:.1%}"
        taken = [one.case for one in self.hostile if not one.is_refused]
        if taken:
            yield f"{self.name}: hostile answers are taken: {', '.join(taken)}"


def results_of(folder: Path) -> list[Result]:
    """Hold every file of a folder against the engine."""
    return [_surveys(file) if file.kind == "surveys" else _expressions(file) for file in files_of(folder)]


def _expressions(file: File) -> Result:
    result = Result(file.name, file.kind, len(file.cases))
    for case in file.cases:
        agrees = expressions.agrees(file, case)
        _count(result, str(case["group"]), is_inside=True, agrees=agrees)
        if not agrees:
            result.disagreeing.append(f"{case['id']}: {case['expr']}")
    return result


def _surveys(file: File) -> Result:
    result = Result(file.name, file.kind, len(file.cases))
    for case in file.cases:
        one = compare(file, case)
        result.compared.append(one)
        _count(result, one.group, is_inside=one.is_inside, agrees=one.is_inside and not one.differs)
        if one.differs:
            result.disagreeing.append(f"{one.case}: {'; '.join(one.differs)}")
    return result


def _count(result: Result, group: str, *, is_inside: bool, agrees: bool) -> None:
    counts = result.by_group[group]
    counts[0] += 1
    counts[1] += is_inside
    counts[2] += agrees
    result.agreeing += agrees


def lines_of(results: Sequence[Result]) -> Iterator[str]:
    """Give the report, line by line."""
    strict: Counter[str] = Counter()
    for result in results:
        share = _share(result.agreeing, result.inside)
        yield f"{result.name}: {result.inside} of {result.total} inside the profile, {share} agree"
        for group, (total, inside, agreeing) in sorted(result.by_group.items()):
            yield f"  {group:<14}{inside:>5} of {total:<5}{_share(agreeing, inside):>16}"
        if result.hostile:
            refused = sum(bool(one.is_refused) for one in result.hostile)
            yield f"  hostile answers refused: {refused} of {len(result.hostile)}"
        yield from (f"  outside {one.case}: {one.excluded}" for one in result.compared if not one.is_inside)
        yield from (f"  DISAGREES {sentence}" for sentence in result.disagreeing)
        for one in result.compared:
            strict.update(one.strict)
    waived = [one for result in results for one in result.compared if one.waived]
    yield from (f"Waived {one.case}: {WAIVERS[one.waived]}" for one in waived)
    if strict:
        yield "Refused beyond the library, by rule:"
        yield from (f"  {rule:<10}{count:>5}  {STRICT[rule]}" for rule, count in strict.most_common())


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.1%})" if whole else "0"


def broken_gates(results: Sequence[Result]) -> list[str]:
    """Name every gate that is not passed."""
    return [gate for result in results for gate in result.broken_gates()]
