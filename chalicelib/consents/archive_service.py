"""Receipts of consents on their way into an archive and out of it, sealed anew under the key of whoever gave them.

A device of the public lies under a secret that it alone holds and a digest that is the district's own, so another
district could not find its consents again: there the device is asked anew.
"""

from collections.abc import Mapping, Sequence

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Write
from chalicelib.consents import service as consents
from chalicelib.consents.archived import ArchivedConsent
from chalicelib.consents.receipt import Receipt
from chalicelib.consents.store import ConsentRow, consents_pk
from chalicelib.privacy.vault import DataKey


def archived_consents(
    district_id: str, whose: Mapping[str, DataKey], purposes: Sequence[str]
) -> dict[str, list[ArchivedConsent]]:
    """The receipts of participants, threads or accounts, each with its key. One BatchGetItem for up to 100 receipts."""
    wanted = [(who, purpose) for who in whose for purpose in purposes]
    rows = dynamodb.batch_get([(ConsentRow, consents_pk(district_id, who), purpose) for who, purpose in wanted])
    found: dict[str, list[ArchivedConsent]] = {who: [] for who in whose}
    for (who, _), row in zip(wanted, rows, strict=True):
        if isinstance(row, ConsentRow):
            found[who].append(_archived(whose[who], row))
    return found


def _archived(key: DataKey, row: ConsentRow) -> ArchivedConsent:
    told = consents.opened(key, row)
    return ArchivedConsent(
        row.sk,
        row.state,
        row.version,
        told.language,
        told.at,
        told.withdrawn_at,
        told.answer,
        int(row.expires_at),
    )


def restored_consents(key: DataKey, whose: str, held: Sequence[ArchivedConsent]) -> list[Write]:
    """The writes of receipts, each only where none is."""
    return [dynamodb.put_new(_row(key, whose, one)) for one in held]


def _row(key: DataKey, whose: str, one: ArchivedConsent) -> ConsentRow:
    receipt = Receipt(one.language, one.at, one.withdrawn_at, one.answer)
    return consents.row_of(key, whose, one.purpose, one.state, one.version, receipt, one.expires_at)
