"""Letters on their way: sealed under the recipient's key from the transaction that causes them to their sending."""

from chalicelib.aws.dynamodb import Write
from chalicelib.notifications import service as notifications
from chalicelib.notifications.letters import Letter
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DataKey, Place


def post_letter(key: DataKey, letter_id: str, letter: Letter, *, about: str = "") -> Write:
    """The outbox write of a letter, sealed under the recipient's key; `about` as in `notifications.post`."""
    place = Place("outbox", *notifications.letter_place(key.district_id, letter_id))
    sealed = vault.seal(key, place, letter)
    return notifications.post(key.district_id, letter_id, letter.kind, key.subject, sealed, about=about)
