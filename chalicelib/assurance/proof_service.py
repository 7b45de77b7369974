"""Proofs of purges: the state of a pass joins each transaction that removes something, and ends as an audit entry.

So a pass that is stopped has proved exactly what it removed; the next one closes its books. One that was begun less
than a quarter of an hour ago, as long as a function may run, is left to itself.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from chalicelib.assurance import proof
from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.assurance.proof import Removed
from chalicelib.assurance.store import AuditRow, ProofRow, filter_pk, proofs_pk
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.kernel import clock
from chalicelib.kernel.ids import ulid

VERB = "retention.purged"
LONGEST_PASS_SECONDS = 900
KEPT_SECONDS = 60 * 86_400
PAGE = 50


class Proof:
    """What one pass has removed of one kind so far."""

    def __init__(self, district_id: str, pass_id: str, kind: str) -> None:
        self.district_id = district_id
        self.pass_id = pass_id
        self.kind = kind
        self.removed = 0
        self.held = 0
        self._hash = 0

    def carry_out(self, writes: Sequence[Write], rows: Iterable[Removed], *, removed: int = 0, held: int = 0) -> None:
        """Make the writes and add what they remove to the proof, in one transaction; raises as `transact` does."""
        after = proof.hash_of(rows, self._hash)
        row = ProofRow(
            proofs_pk(self.district_id),
            f"{self.pass_id}#{self.kind}",
            at=clock.iso(clock.now()),
            removed=self.removed + removed,
            held=self.held + held,
            content_hash=proof.spelled(after),
            expires_at=clock.seconds() + KEPT_SECONDS,
        )
        dynamodb.transact(*writes, dynamodb.put(row))
        self.removed, self.held, self._hash = self.removed + removed, self.held + held, after


class Purge(Struct, frozen=True):
    """One proof as an administrator sees it: a pass, a kind, how much went and stayed, and the hash."""

    at: str
    pass_id: str
    kind: str
    removed: int
    held: int
    content_hash: str


def new_pass() -> str:
    """What names a pass."""
    return ulid()


def close_passes(district_id: str, actor: Actor, pass_id: str) -> None:
    """Turn the proofs of this pass, and of earlier ones that were stopped, into audit entries."""
    for row in list(dynamodb.every(ProofRow, proofs_pk(district_id))):
        of_pass, _, kind = row.sk.partition("#")
        age = clock.now() - clock.parse(row.at)
        if of_pass == pass_id or age.total_seconds() > LONGEST_PASS_SECONDS:
            _close(district_id, actor, row, of_pass, kind)


def _close(district_id: str, actor: Actor, row: ProofRow, pass_id: str, kind: str) -> None:
    told = {"pass": pass_id, "removed": str(int(row.removed)), "held": str(int(row.held)), "hash": row.content_hash}
    entry = assurance.record(district_id, actor, VERB, district_id, kind=kind, **told)
    unchanged = ProofRow.content_hash == row.content_hash
    try:
        dynamodb.transact(dynamodb.delete(ProofRow, row.pk, row.sk, unchanged), entry)
    except TakenError:  # Another pass has closed it.
        return


def list_purges(district_id: str, after: dict[str, Any] | None) -> tuple[list[Purge], dict[str, Any] | None]:
    """One page of proofs, the newest first. One Query of the audit log."""
    page = dynamodb.query(
        AuditRow, filter_pk(district_id, "verb", VERB), index="by_verb", limit=PAGE, newest_first=True, after=after
    )
    return [_purge(AuditRow.from_raw_data(raw)) for raw in page.items], page.last_key


def _purge(row: AuditRow) -> Purge:
    told = row.detail.as_dict() if row.detail else {}
    at = row.created_sk.partition("#")[0]
    return Purge(at, told["pass"], told["kind"], int(told["removed"]), int(told["held"]), told["hash"])
