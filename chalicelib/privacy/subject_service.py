"""The keys of people who are known by an e-mail address, found or made, many at once."""

from collections.abc import Iterable

from chalicelib.aws import dynamodb
from chalicelib.kernel.ids import random_id
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.store import BlindRow
from chalicelib.privacy.vault import DataKey, DistrictKeys


def keys_of_addresses(keys: DistrictKeys, emails: Iterable[str]) -> dict[str, DataKey]:
    """The key of each address's person, by the folded address; whoever is new gets one. For imports."""
    wanted = sorted({vault.folded(email) for email in emails})
    found = _found(keys, wanted)
    new = [email for email in wanted if email not in found]
    if new:
        dynamodb.add_each_once([_new(keys, email) for email in new])
        found |= _found(keys, new)
    return found


def _found(keys: DistrictKeys, emails: list[str]) -> dict[str, DataKey]:
    rows = dynamodb.batch_get([(BlindRow, *privacy.blind_place(keys, "email", email)) for email in emails])
    subjects = {email: row.subject for email, row in zip(emails, rows, strict=True) if isinstance(row, BlindRow)}
    opened = privacy.keys_of(keys, subjects.values())
    return {email: opened[subject] for email, subject in subjects.items() if subject in opened}


def _new(keys: DistrictKeys, email: str) -> list[dynamodb.Write]:
    """Whoever comes second finds the address claimed and makes nothing."""
    subject = random_id("sub")  # Never made of the address: somebody who was erased comes back as somebody else.
    _, write = privacy.new_key(keys, subject)
    return [privacy.claim_blind(keys, "email", email, subject), write]
