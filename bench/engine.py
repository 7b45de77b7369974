"""The survey engine's own time: checking 30 items beside reading the same 30 items as JSON."""

import json
import statistics
import time
from collections.abc import Callable

from bench.stage import thirty_items
from chalicelib.kernel import clock
from chalicelib.surveys.engine.answers import check_answer
from chalicelib.surveys.engine.questionnaire import compile_questionnaire
from local.demo import climate

BATCH = 200


def measure(rounds: int) -> tuple[float, float]:
    """Microseconds to check an answer, and microseconds of json.loads of its text."""
    questionnaire = compile_questionnaire(climate.DEFINITION)
    data, now = thirty_items(), clock.now()
    text = json.dumps(data)
    pairs = [
        (_each(lambda: check_answer(questionnaire, data, at=now, locale="en")), _each(lambda: json.loads(text)))
        for _ in range(rounds)
    ]
    checked, read = zip(*pairs, strict=True)
    return statistics.median(checked), statistics.median(read)


def _each(work: Callable[[], object]) -> float:
    started = time.process_time()
    for _ in range(BATCH):
        work()
    return 1e6 * (time.process_time() - started) / BATCH
