"""One run of a job."""

from msgspec import Struct


class Run(Struct, frozen=True):
    """A run as the desk shows it; `outcome` is "running", "done" or "failed"."""

    started_at: str
    ended_at: str | None
    outcome: str
    counts: dict[str, int]
