"""Each journey's cost: calls and units, which are certain, and processor time beside a bare handler's."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle

from bench.bare import bare_handler
from bench.events import Json
from bench.stage import PASSWORD, USERNAME, Stage
from chalicelib.aws import meter

Event = Callable[[], Json]
WARM_ROUNDS = 3


@dataclass
class Journey:
    """One kind of request, and what its requests cost."""

    name: str
    event: Event
    calls: dict[str, int] = field(default_factory=dict)
    read_units: float = 0.0
    write_units: float = 0.0
    seconds: list[float] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        return 1000 * statistics.median(self.seconds)

    def of(self, service: str) -> dict[str, int]:
        """Calls of a service by operation."""
        named = (name.partition(".")[::2] for name in self.calls)
        return {operation: self.calls[f"{of}.{operation}"] for of, operation in sorted(named) if of == service}


def journeys(stage: Stage) -> list[Journey]:
    """The journeys of the issue, each on a request that has not been sent before."""
    form = f"/surveys/{{survey_id={stage.surveys['anonymous']}}}/form"
    results = f"/surveys/{{survey_id={stage.surveys['anonymous']}}}/results"
    threads = cycle(stage.threads)

    def reply() -> Json:
        body = {"key": stage.key(), "message": "At five past seven, from the north gate."}
        return stage.staff("POST", f"/threads/{{thread_id={next(threads)}}}/replies", body)

    sign_in = {"username": USERNAME, "password": PASSWORD}
    return [
        Journey("open a survey's form", lambda: stage.public("GET", form)),
        Journey("submit 30 items, anonymous", lambda: stage.submission("anonymous")),
        Journey("submit 30 items, personal link, audited", lambda: stage.submission("confidential")),
        Journey("results", lambda: stage.staff("GET", results)),
        Journey("inbox page", lambda: stage.staff("GET", "/inbox", query={"status": "unopened"})),
        Journey("reply", reply),
        Journey("sign in", lambda: stage.public("POST", "/session", sign_in)),
    ]


def measure(stage: Stage, rounds: int) -> tuple[list[Journey], float]:
    """The journeys measured, and the bare handler's milliseconds; both run by turns and meet the same noise."""
    bare = bare_handler()
    measured = journeys(stage)
    spent: list[float] = []
    for turn in range(-WARM_ROUNDS, rounds):
        for journey in measured:
            sent = stage.submission("anonymous")
            base = _timed(lambda sent=sent: bare(sent))  # type: ignore[misc]
            seconds = _run(stage, journey)
            if turn >= 0:
                spent.append(base)
                journey.seconds.append(seconds)
    return measured, 1000 * statistics.median(spent)


def _run(stage: Stage, journey: Journey) -> float:
    sent = journey.event()
    replies: list[Json] = []
    with meter.metered() as cost:
        seconds = _timed(lambda: replies.append(stage.handle(sent)))
    stage.check(sent, replies[0])
    journey.calls, journey.read_units, journey.write_units = dict(cost.calls), cost.read_units, cost.write_units
    return seconds


def _timed(work: Callable[[], object]) -> float:
    """The processor seconds of this process; the local AWS is another."""
    started = time.process_time()
    work()
    return time.process_time() - started
