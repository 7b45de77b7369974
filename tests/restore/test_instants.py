"""Any instant comes back from the files alone: a small slice of `make drills`."""

import os
from typing import Any

from bench.drills import campaign, is_well

INSTANTS, HOURS = 2, 5


def test_random_instants_are_restored_item_by_item_after_every_table_is_lost(platform: Any) -> None:
    made = campaign(platform, f"instants{os.getpid()}", instants=INSTANTS, hours=HOURS, pause=600, seed=11)
    assert len(made) == INSTANTS
    assert all(one.items > 0 and is_well(one) for one in made), made
