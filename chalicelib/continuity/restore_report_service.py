"""How an ordered restore stands, and what it has found."""

from typing import Any

import msgspec

from chalicelib.assurance import ledger_service as ledger
from chalicelib.continuity import restore_service as restores
from chalicelib.continuity.drill_service import JOB
from chalicelib.continuity.restore import Compared
from chalicelib.continuity.restore_service import Checked, Filled
from chalicelib.continuity.step_service import results_of

LAST_STEP = "read"


def state_of(unit: str) -> dict[str, Any]:
    """The steps done, the items written and compared, and every damage; `ended` once the last step is done."""
    done = ledger.steps_of(JOB, unit)
    filled, compared = results_of(JOB, unit, "fill:", Filled), results_of(JOB, unit, "compare:", Compared)
    damages = restores.damages_of(results_of(JOB, unit, "check:", Checked), compared)
    return {
        "ended": int(LAST_STEP in done),
        "steps": len(done),
        "written": sum(one.written for one in filled),
        "erased": sum(one.erased for one in filled),
        "items": sum(one.items for one in compared),
        "equal": sum(one.equal for one in compared),
        "damages": msgspec.to_builtins(damages),
    }
