"""`make closing`: what the closing of a district costs, beside a small and a large other one, and as it grows.

It has to cost what the district stores, whatever others store. Rows are written past the services, without contents,
because a closing opens none of these; the key, the certificate and the ledger are real.
"""

import argparse
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from msgspec import Struct

from bench.__main__ import quiet
from bench.retention import FREE, answers, stored, threads
from chalicelib.assurance.actor import of_job
from chalicelib.aws import dynamodb, kms
from chalicelib.aws.meter import metered
from chalicelib.closure import service as closure
from chalicelib.districts import closing_service as closings
from chalicelib.districts import service as districts
from chalicelib.districts.closing import TERM, Closing, Mode, Request
from chalicelib.districts.closing_service import Termination
from chalicelib.districts.service import District
from chalicelib.identity.nobody_service import nobody_writes
from chalicelib.kernel import clock
from chalicelib.kernel.ids import random_id
from chalicelib.privacy import service as privacy
from chalicelib.surveys.store import SurveyRow, surveys_pk
from local import platform

SMALL, LARGE = 100, 10_000


class Cost(Struct, frozen=True):
    """What a closing removed and what that took."""

    removed: int
    calls: int
    read_units: float
    write_units: float
    scans: int


def new_district() -> District:
    """A district with keys, a nobody and a survey, and nothing else."""
    district_id = random_id("dst")
    keys, keys_write = privacy.found_keys(district_id, kms.create_district_key(district_id))
    slug = district_id.replace("_", "-")[:40]
    district = District(district_id, slug, "A District", "America/Chicago", ["en", "es"], "2026-11")
    head = SurveyRow(
        surveys_pk(district_id),
        FREE,
        title="-",
        state="closed",
        mode="anonymous",
        version=1,
        updated_at=clock.iso(clock.now()),
        request_mac=b"-",
    )
    writes = [*districts.new_district(district), keys_write, *nobody_writes(keys), dynamodb.put(head)]
    dynamodb.transact(*writes)
    return district


def fill(district: District, rows: int) -> None:
    """So many answers, and half as many threads."""
    stored(answers(district.id, rows, clock.now()))
    stored(threads(district.id, rows // 2, clock.now()))


def cost_of_closing(rows: int) -> Cost:
    """Make a district with so many rows, let it leave, and close it when its day has come."""
    district, actor = new_district(), of_job("close_district", "bench")
    fill(district, rows)
    now = clock.now()
    closings.terminate(district, actor, Termination(Closing(now, now), "bench", ["a", "b"], random_id("crt")))
    request = Request("bench", now, "0" * 64, Mode.DELETE)
    closings.take_request(district, actor, request)
    with clock.frozen(now + TERM + timedelta(hours=1)), metered() as cost:
        privacy.forget_opened_keys()
        if closure.close(district.id, actor) != "certified":
            raise RuntimeError("The closing did not come to its end.")
    removed = closure.removed_of(district.id)
    scans = cost.calls["dynamodb.Scan"]
    return Cost(sum(removed.values()), sum(cost.calls.values()), cost.read_units, cost.write_units, scans)


def measure(small: int, large: int) -> tuple[Cost, Cost, Cost]:
    """A small closing, the same beside a large other district, and one of twice the size."""
    first = cost_of_closing(small)
    fill(new_district(), large)
    return first, cost_of_closing(small), cost_of_closing(2 * small)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 where the size of another district shows."""
    parser = argparse.ArgumentParser(prog="python -m bench.closing_cost", description=__doc__)
    parser.add_argument("--rows", type=int, default=LARGE, help="answers of the other district")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        running = platform.start(Path(folder) / "local", "http://localhost:8000", say=lambda _: None, is_synced=False)
        try:
            with quiet():
                costs = measure(SMALL, chosen.rows)
        finally:
            running.stop()
    labels = (f"{SMALL} answers", f"beside {chosen.rows}", f"{2 * SMALL} answers")
    print(f"{'a closing of':>16}{'removed':>9}{'calls':>7}{'read units':>12}{'write units':>13}{'scans':>7}")
    for label, cost in zip(labels, costs, strict=True):
        units = f"{cost.read_units:>12}{cost.write_units:>13}{cost.scans:>7}"
        print(f"{label:>16}{cost.removed:>9}{cost.calls:>7}{units}")
    return 0 if costs[0] == costs[1] else 1


if __name__ == "__main__":
    sys.exit(main())
