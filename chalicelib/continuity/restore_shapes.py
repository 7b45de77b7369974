"""What a restored table is made like, where nothing is left to copy the shape from: its indexes.

Every table has the keys `pk` and `sk`; every index has `{index}_pk` and `created_sk`. A law compares the templates.
"""

INDEXES: dict[str, tuple[str, ...]] = {
    "audit": ("by_actor", "by_object", "by_verb"),
    "consents": ("by_purpose",),
    "dialogues": ("by_closed", "by_owner", "by_status", "by_subject", "by_team", "by_topic"),
    "districts": (),
    "operations": (),
    "outbox": ("by_subject",),
    "responses": ("by_hour", "by_subject"),
    "surveys": ("by_subject", "by_waiting"),
    "tallies": (),
}
# Counters are made anew from the answers; the ledger of erasures comes first, so that it holds for all others.
RECOUNTED = frozenset({"tallies"})
FIRST = ("operations", "districts")


def tables_in_order(saved: list[str]) -> list[str]:
    """The tables of a backup as they are restored."""
    first = [table for table in FIRST if table in saved]
    return [*first, *(table for table in saved if table not in FIRST and table not in RECOUNTED)]
