"""What a restored table is made like, where nothing is left to copy the shape from: its indexes.

Every table has the keys `pk` and `sk`; every index has `{index}_pk` and `created_sk`. A law compares the templates.
"""

INDEXES: dict[str, tuple[str, ...]] = {
    "audit": ("by_actor", "by_object", "by_verb"),
    "dialogues": ("by_owner", "by_status", "by_team", "by_topic"),
    "districts": (),
    "operations": (),
    "outbox": (),
    "responses": ("by_hour",),
    "surveys": (),
    "tallies": (),
}
# Counters are made anew from the answers; the ledger of erasures comes first, so that it holds for all others.
RECOUNTED = frozenset({"tallies"})
FIRST = ("operations", "districts")


def tables_in_order(saved: list[str]) -> list[str]:
    """The tables of a backup as they are restored."""
    first = [table for table in FIRST if table in saved]
    return [*first, *(table for table in saved if table not in FIRST and table not in RECOUNTED)]
