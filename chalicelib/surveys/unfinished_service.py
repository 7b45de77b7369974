"""Answers saved to be finished later, which only the respondent can read: kept, given back and dropped.

The browser locks the answers with a key made from the link's secret, and names them by another value made from it. What
is stored here is found by a keyed digest of that name. Nothing of a finished answer says that it was saved before.
"""

from msgspec import Struct

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Gone, NotFound
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place
from chalicelib.surveys.service import find_head
from chalicelib.surveys.store import UnfinishedRow, shard_of, unfinished_pk

DAY = 86_400
KEPT_SECONDS = 30 * DAY
MOST_LOCKED = 200 * 1024  # Of the browser's bytes; sealed once more it stays below the 400 KB of an item.


class Locked(Struct, frozen=True):
    """What is sealed of an unfinished answer: the browser's own ciphertext."""

    content: bytes


class Unfinished(Struct, frozen=True):
    """An unfinished answer as it was saved: the browser's own bytes, which saving it was, and when it goes."""

    content: bytes
    revision: str
    until: str


def keep_unfinished(
    keys: DistrictKeys, survey_id: str, name: str, content: bytes, *, revision: str, follows: str
) -> str:
    """Keep what is unfinished instead of the revision that it follows; gives the moment at which it goes.

    Raises NotFound (no such survey), Gone (closed), Conflict (saved elsewhere since then). The same revision again is
    the same saving. One GetItem, one PutItem.
    """
    head = find_head(keys.district_id, survey_id, consistent=False)
    if head.state == "draft":
        raise NotFound
    if head.state != "open":
        raise Gone("This survey is closed.", {"survey": "It takes no more answers."})
    place, ends = _place(keys, survey_id, name), _end()
    sealed = vault.seal(_key(keys, place), place, Locked(content))
    row = UnfinishedRow(place.pk, place.sk, revision=revision, sealed=sealed, expires_at=ends)
    known = UnfinishedRow.revision.is_in(*{revision, follows})
    is_free = UnfinishedRow.pk.does_not_exist() | (UnfinishedRow.expires_at <= clock.seconds())
    try:
        dynamodb.write(dynamodb.put(row, known if follows else is_free | known))
    except TakenError:
        sentence = "Open what was saved last, or save these answers instead."
        raise Conflict("These answers were saved from somewhere else since then.", {"follows": sentence}) from None
    return clock.iso(clock.at(ends))


def open_unfinished(keys: DistrictKeys, survey_id: str, name: str) -> Unfinished:
    """What was kept under a name; NotFound where nothing is, or its time is over. One GetItem."""
    place = _place(keys, survey_id, name)
    row = dynamodb.get(UnfinishedRow, place.pk, place.sk)
    if row is None or int(row.expires_at) <= clock.seconds():
        raise NotFound("Nothing is saved here any more.")
    locked = vault.unseal(_key(keys, place), place, row.sealed, Locked)
    return Unfinished(locked.content, row.revision, clock.iso(clock.at(int(row.expires_at))))


def drop_unfinished(keys: DistrictKeys, survey_id: str, name: str) -> None:
    """Remove what was kept under a name, if there is anything. One DeleteItem."""
    place = _place(keys, survey_id, name)
    dynamodb.write(dynamodb.delete(UnfinishedRow, place.pk, place.sk))


def _place(keys: DistrictKeys, survey_id: str, name: str) -> Place:
    row_id = privacy.id_from(keys, "unf", survey_id, name)
    return Place(UnfinishedRow.TABLE, unfinished_pk(keys.district_id, survey_id, shard_of(row_id)), row_id)


def _key(keys: DistrictKeys, place: Place) -> DataKey:
    """The key of one row, made from the district's: it needs no row of its own, which would outlive this one."""
    return DataKey(keys.district_id, place.sk, 1, vault.derive(keys.index, f"unfinished|{place.sk}"))


def _end() -> int:
    """The end of the day on which thirty have passed: no finer time is stored of when somebody saved."""
    return (clock.seconds() // DAY + 1) * DAY + KEPT_SECONDS - DAY
