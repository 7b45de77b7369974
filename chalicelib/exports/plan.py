"""What an export consists of, step by step: pure, so that a run that stopped finds the same steps again.

A step costs a bounded time and memory: some thousands of answers, a month of dialogues or of the audit log.
"""

from collections.abc import Iterator

from msgspec import Struct

ANSWERS_IN_A_PART, PARTS_IN_A_WORKBOOK = 5_000, 20
DISTRICT, SURVEY, ROSTER, ANSWERS, WORKBOOK = "district", "survey", "roster", "answers", "workbook"
THREADS, DIALOGUES, AUDIT = "threads", "dialogues", "audit"


class PlannedSurvey(Struct, frozen=True):
    """A survey, in how many parts its answers are read (0 for a draft), and whether it has a roster."""

    survey: str
    parts: int
    has_roster: bool


class Plan(Struct, frozen=True):
    """All that an export reads: fixed once, however long the export takes."""

    surveys: list[PlannedSurvey]
    dialogue_months: list[str]
    audit_months: list[str]


class Step(Struct, frozen=True):
    """One step: its kind, which survey or month, and which part."""

    kind: str
    of: str = ""
    part: int = 0

    @property
    def name(self) -> str:
        """The step as the ledger has it."""
        return f"{self.kind}/{self.of}/{self.part:04d}"


def parts_for(answers: int) -> int:
    """In how many parts so many answers are read."""
    return max(1, min(-(-answers // ANSWERS_IN_A_PART), 1_000))


def steps_of(plan: Plan) -> list[Step]:
    """Every step but the last, which puts the archive together."""
    return list(_steps(plan))


def _steps(plan: Plan) -> Iterator[Step]:
    yield Step(DISTRICT)
    for survey in plan.surveys:
        yield Step(SURVEY, survey.survey)
        if survey.has_roster:
            yield Step(ROSTER, survey.survey)
        yield from answer_steps(survey)
        for book in range(-(-survey.parts // PARTS_IN_A_WORKBOOK)):
            yield Step(WORKBOOK, survey.survey, book)
    yield from thread_steps(plan)
    yield Step(DIALOGUES)
    for month in plan.audit_months:
        yield Step(AUDIT, month)


def answer_steps(survey: PlannedSurvey) -> list[Step]:
    """The steps that read a survey's answers."""
    return [Step(ANSWERS, survey.survey, part) for part in range(survey.parts)]


def steps_of_workbook(survey: PlannedSurvey, book: int) -> list[Step]:
    """The steps whose answers stand in one workbook."""
    first = book * PARTS_IN_A_WORKBOOK
    return answer_steps(survey)[first : first + PARTS_IN_A_WORKBOOK]


def thread_steps(plan: Plan) -> list[Step]:
    """The steps that read the dialogues."""
    return [Step(THREADS, month) for month in plan.dialogue_months]
