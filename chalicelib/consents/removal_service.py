"""Taking receipts away with what they allowed; it opens nothing, so it brings no keys along."""

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Write
from chalicelib.consents.store import ConsentRow, consents_pk


def removals(district_id: str, whose: str) -> list[Write]:
    """The writes that remove every receipt of one participant, thread, account or device. One Query."""
    pk = consents_pk(district_id, whose)
    return [dynamodb.delete(ConsentRow, pk, row.sk) for row in dynamodb.every(ConsentRow, pk)]
