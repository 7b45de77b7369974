"""Kill the whole platform in the middle of a burst, again and again, and count: `python -m local.burst`.

Respondents send answers over HTTP, each with a key of its own. At random moments every process of the platform is
killed as a power cut would: the server, the local AWS, the functions. Then it is started over the same folder, and each
respondent sends again, with the same key, what was not acknowledged.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from local.demo import climate
from local.demo.answers import sheets
from local.ministack import free_port
from local.replay.platform import HttpPlatform, JsonObject
from local.replay.problems import Problem
from local.replay.sending import expect, key_of
from local.replay.temporary import open_district
from local.running import NotRunningError, Running, find_running

RESPONDENTS = 8
START_SECONDS, COUNT_SECONDS, TRIES = 120, 120, 3000
PAUSE = 0.1


@dataclass
class Server:
    """`make run` in a process of its own, over a folder."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def running(self) -> Running:
        return find_running(self.folder)

    def kill(self) -> int:
        """End every process of the platform at once, as a power cut would; how many there were."""
        processes = [self.process.pid, *_below(self.process.pid)]
        for process in processes:
            os.kill(process, signal.SIGKILL)
        self.process.wait()
        return len(processes)


def start(folder: Path, port: int) -> Server:
    """Start the platform without the demo and wait until it serves; Problem where it does not."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "running.json").unlink(missing_ok=True)
    command = [sys.executable, "-m", "local.run", "--no-demo", "--port", str(port), "--folder", str(folder)]
    with (folder / "server.log").open("ab") as log:
        server = Server(folder, port, subprocess.Popen(command, stdout=log, stderr=log))
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.process.poll() is None:
        try:
            find_running(folder)
        except NotRunningError:
            time.sleep(PAUSE)
        else:
            return server
    raise Problem(f"The platform did not start:\n{(folder / 'server.log').read_text()[-2000:]}")


def _below(parent: int) -> list[int]:
    """Every process that descends from one, by the system's own list."""
    listed = subprocess.run(["ps", "-axo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [(int(child), int(of)) for child, of in (line.split() for line in listed.splitlines())]
    found = [parent]
    for process in found:
        found += [child for child, of in pairs if of == process]
    return found[1:]


@dataclass
class Burst:
    """One burst: its answers, what was acknowledged, and how often somebody had to send again."""

    platform: HttpPlatform
    survey_id: str
    consent: str
    answers: list[JsonObject]
    receipts: dict[int, str] = field(default_factory=dict)
    sent_again: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send_all(self) -> None:
        """Send what is not acknowledged yet, by several respondents at once, until all is."""
        with ThreadPoolExecutor(RESPONDENTS) as pool:
            list(pool.map(self._send, [number for number in range(len(self.answers)) if number not in self.receipts]))

    def _send(self, number: int) -> None:
        receipt = self.submit(number)
        with self._lock:
            self.receipts[number] = receipt

    def submit(self, number: int) -> str:
        """Send one answer until it is acknowledged, always with the same key; its receipt."""
        body = self.answers[number] | {
            "key": key_of("burst", str(number)),
            "version": 1,
            "consent": {"version": self.consent},
        }
        for _ in range(TRIES):
            try:
                reply = self.platform.request("POST", f"/surveys/{self.survey_id}/responses", body)
            except Problem:  # Nobody listens: the platform was killed.
                reply = None
            if reply and reply.status not in {429, 500, 503}:
                return str(expect(reply, f"Answer {number}")["receipt"])
            with self._lock:
                self.sent_again += 1
            time.sleep(PAUSE)
        raise Problem(f"Answer {number} was never acknowledged.")


@dataclass(frozen=True)
class Report:
    """What a campaign found; `stored` and `counted` come from the operator's recount."""

    answers: int
    kills: int
    processes_killed: int
    sent_again: int
    stored: int
    counted: int
    differences: int
    other_receipts: int

    @property
    def is_good(self) -> bool:
        exact = self.stored == self.counted == self.answers
        return exact and self.differences == self.other_receipts == 0 and self.sent_again > 0

    def lines(self) -> Iterator[str]:
        yield f"answers sent            {self.answers}"
        yield f"kills                   {self.kills} ({self.processes_killed} processes)"
        yield f"sendings repeated       {self.sent_again}"
        yield f"answers stored          {self.stored}"
        yield f"answers counted         {self.counted}"
        yield f"counters that differ    {self.differences}"
        yield f"receipts that changed   {self.other_receipts}"


def campaign(folder: Path, kills: int, answers: int, seed: int) -> Report:
    """Open a survey, send a burst, kill the platform at random moments inside it, and count; Problem where it hangs."""
    chance = random.Random(seed)  # noqa: S311 - a campaign can be repeated.
    port = free_port()
    server = start(folder, port)
    burst = _open_survey(server, answers)
    processes = 0
    with _sending(burst):
        for moment in sorted(chance.sample(range(1, answers * 9 // 10), kills)):
            while len(burst.receipts) < moment:
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.05))
            processes += server.kill()
            server = start(folder, port)
    try:
        stored, counted, differences = _count(server.running, burst)
        again = ThreadPoolExecutor(RESPONDENTS).map(burst.submit, range(answers))
        others = sum(receipt != burst.receipts[number] for number, receipt in enumerate(again))
        stored = max(stored, server.running.run_job("recount_survey", _event(burst))["answers"])
    finally:
        server.kill()
    return Report(answers, kills, processes, burst.sent_again, stored, counted, differences, others)


@contextmanager
def _sending(burst: Burst) -> Iterator[None]:
    """A burst that goes on beside the block, and is over after it."""
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(burst.send_all)
        yield
        sending.result()


def _open_survey(server: Server, answers: int) -> Burst:
    running = server.running
    platform = open_district(running.base_url, server.folder / "mail", running.run_job)
    body = {"title": climate.TITLE, "mode": "anonymous", "definition": climate.DEFINITION, "segments": ["school"]}
    survey = expect(platform.request("POST", "/surveys", {"key": key_of("burst"), **body}), "Making the survey")
    path = f"/surveys/{survey['survey_id']}"
    expect(platform.request("POST", f"{path}/publish", {"revision": survey["revision"]}), "Publishing")
    form = expect(platform.request("GET", f"{path}/form"), "Reading the form")
    plenty = [{"locale": sheet.locale, "data": sheet.data} for sheet in sheets()]
    chosen = [plenty[number % len(plenty)] for number in range(answers)]
    return Burst(platform, survey["survey_id"], form["privacy"]["version"], chosen)


def _event(burst: Burst) -> JsonObject:
    return {"district": burst.platform.slug, "survey_id": burst.survey_id}


def _count(running: Running, burst: Burst) -> tuple[int, int, int]:
    """Answers stored, answers counted and counters that differ, once the stream has come to rest."""
    until = time.monotonic() + COUNT_SECONDS
    while True:
        report = running.run_job("recount_survey", _event(burst))
        at_rest = report["counted"] == report["answers"] and not report["differences"]
        if at_rest or time.monotonic() > until:
            return report["answers"], report["counted"], report["differences"]
        time.sleep(PAUSE)


def main(arguments: list[str]) -> int:
    """Print what a campaign found; 1 where an answer was lost, doubled or miscounted."""
    parser = argparse.ArgumentParser(prog="python -m local.burst", description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--answers", type=int, default=500)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    given = parser.parse_args(arguments)
    print(f"seed                    {given.seed}")
    with tempfile.TemporaryDirectory() as folder:
        try:
            report = campaign(Path(folder), given.kills, given.answers, given.seed)
        except Problem as trouble:
            print(trouble, file=sys.stderr)
            return 1
    print("\n".join(report.lines()))
    return 0 if report.is_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
