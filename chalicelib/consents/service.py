"""Receipts: a consent is a write that joins the transaction of what it allows; withdrawing it is another."""

import hashlib

import msgspec
from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Write
from chalicelib.consents.receipt import ANSWER, GIVEN, NONE_AGREED, PURPOSES, WITHDRAWN, Receipt
from chalicelib.consents.store import COUNT_SHARDS, ConsentRow, consents_pk, count_pk
from chalicelib.districts.service import District
from chalicelib.kernel import clock
from chalicelib.kernel.errors import ConsentNeeded
from chalicelib.privacy import vault
from chalicelib.privacy.notice_versions import is_good
from chalicelib.privacy.vault import DataKey, Place

KEPT_SECONDS = 1827 * 86_400
MOST_COUNTED = 1000


class Count(Struct, frozen=True):
    """How many consents of a purpose stand and how many were withdrawn; `is_more` where counting stopped early."""

    purpose: str
    given: int
    withdrawn: int
    is_more: bool


def check_agreed(district: District, agreed: str) -> None:
    """Raises ConsentNeeded where no consent was sent, or one to a notice that has changed materially since."""
    if not agreed:
        raise ConsentNeeded("Nothing was stored, because nobody agreed to it.", {"consent": "Read the privacy notice."})
    if not is_good(agreed, district.privacy_version):
        said = "Please read the privacy notice again: there is a newer one."
        raise ConsentNeeded("Nothing was stored, because the privacy notice has changed.", {"consent.version": said})


def given(key: DataKey, whose: str, purpose: str, version: str, receipt: Receipt) -> Write:
    """The write of a receipt; a consent given again replaces what was withdrawn."""
    return _put(key, whose, purpose, GIVEN, version, receipt)


def find_consent(district_id: str, whose: str, purpose: str) -> ConsentRow | None:
    """The receipt for a purpose, or None. One GetItem."""
    return dynamodb.get(ConsentRow, consents_pk(district_id, whose), purpose)


def consents_of(district_id: str, whose: str) -> list[ConsentRow]:
    """Every receipt of one participant, thread, account or device. One Query."""
    return list(dynamodb.every(ConsentRow, consents_pk(district_id, whose)))


def is_withdrawn(district_id: str, whose: str) -> bool:
    """Whether somebody has withdrawn, so that no letter goes to them any more. One Query."""
    return any(row.state == WITHDRAWN for row in consents_of(district_id, whose))


def opened(key: DataKey, row: ConsentRow) -> Receipt:
    """What is sealed of a receipt."""
    return vault.unseal(key, Place(row.TABLE, row.pk, row.sk), row.sealed, Receipt)


def withdrawn(key: DataKey, whose: str, purpose: str, held: ConsentRow | None, at: str) -> Write:
    """The write of a withdrawal; also of somebody who never agreed and now objects."""
    receipt = opened(key, held) if held else Receipt("", "")
    version = held.version if held else NONE_AGREED
    return _put(key, whose, purpose, WITHDRAWN, version, msgspec.structs.replace(receipt, withdrawn_at=at, answer=""))


def _put(key: DataKey, whose: str, purpose: str, state: str, version: str, receipt: Receipt) -> Write:
    return dynamodb.put(row_of(key, whose, purpose, state, version, receipt, clock.seconds() + KEPT_SECONDS))


def row_of(
    key: DataKey, whose: str, purpose: str, state: str, version: str, receipt: Receipt, expires_at: int
) -> ConsentRow:
    """The row of a receipt, sealed, and where it is counted."""
    pk = consents_pk(key.district_id, whose)
    return ConsentRow(
        pk,
        purpose,
        by_purpose_pk=count_pk(key.district_id, purpose, state, _shard(purpose, whose)),
        created_sk=whose,
        subject=key.subject,
        state=state,
        version=version,
        expires_at=expires_at,
        sealed=vault.seal(key, Place(ConsentRow.TABLE, pk, purpose), receipt),
    )


def _shard(purpose: str, whose: str) -> int:
    """Answers come in bursts, so their entries are spread; nothing else does."""
    return hashlib.sha256(whose.encode()).digest()[0] % COUNT_SHARDS if purpose == ANSWER else 0


def count_consents(district_id: str) -> list[Count]:
    """The consents of each purpose. A Query for each purpose, state and shard; a thousand are counted of each."""
    return [_counted(district_id, purpose) for purpose in PURPOSES]


def _counted(district_id: str, purpose: str) -> Count:
    shards = range(COUNT_SHARDS if purpose == ANSWER else 1)
    found = {state: [_page(district_id, purpose, state, shard) for shard in shards] for state in (GIVEN, WITHDRAWN)}
    totals = {state: sum(number for number, _ in pages) for state, pages in found.items()}
    is_more = any(more for pages in found.values() for _, more in pages)
    return Count(purpose, totals[GIVEN], totals[WITHDRAWN], is_more)


def _page(district_id: str, purpose: str, state: str, shard: int) -> tuple[int, bool]:
    pk = count_pk(district_id, purpose, state, shard)
    page = dynamodb.query(ConsentRow, pk, limit=MOST_COUNTED, index="by_purpose")
    return len(page.items), page.last_key is not None
