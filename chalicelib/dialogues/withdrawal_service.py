"""Withdrawing a conversation by its own link: nobody works on it any more, nobody is written to, and it is erased.

The thread leaves every inbox at once; its rows go with the next pass of retention, which also sees what is held.
"""

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.consents import service as consents
from chalicelib.consents.receipt import MESSAGE
from chalicelib.dialogues.service import PURPOSE, Claim, Opened, open_thread, queues_of
from chalicelib.dialogues.store import THREAD_SK, ThreadRow, closed_pk
from chalicelib.dialogues.thread import WITHDRAWN, Writer
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Gone
from chalicelib.privacy import held_service, links, vault
from chalicelib.privacy.vault import DistrictKeys, Place


def withdraw_thread(keys: DistrictKeys, actor: Actor, link: str) -> None:
    """Withdraw a conversation; NotFound where the link is not one of ours. Doing it again changes nothing."""
    thread_id = links.check_signed(keys, PURPOSE, link, Claim).thread
    try:
        opened = open_thread(keys, thread_id)
    except Gone:
        return
    holds = held_service.holds_of(keys.district_id)
    is_held = holds.hold_of(person=opened.row.subject, thread=thread_id) is not None
    entry = assurance.record(keys.district_id, actor, "consent.withdrawn", thread_id, purpose=MESSAGE)
    try:
        dynamodb.transact(
            _closed(opened, is_held=is_held),
            *_taken_back(keys.district_id, opened),
            held_service.unchanged(keys.district_id, holds),
            entry,
        )
    except TakenError:
        raise Conflict("Somebody is working on this at the same moment. Please try again.") from None


def _closed(opened: Opened, *, is_held: bool) -> Write:
    """The head without name, address and first words, unless a hold keeps them, among what waits to be erased."""
    row, place = opened.row, Place(ThreadRow.TABLE, opened.row.pk, THREAD_SK)
    queues = queues_of(opened.key.district_id, WITHDRAWN, row.topic_id, row.team_id, row.owner_id)
    changes = {"status": WITHDRAWN, "revision": int(row.revision) + 1, **queues}
    changes["by_closed_pk"] = closed_pk(opened.key.district_id, WITHDRAWN)
    if not is_held:
        changes["sealed"] = vault.seal(opened.key, place, Writer("", "", ""))
    actions = [getattr(ThreadRow, name).set(value) for name, value in changes.items()]
    return dynamodb.update(ThreadRow, row.pk, row.sk, *actions, condition=ThreadRow.revision == row.revision)


def _taken_back(district_id: str, opened: Opened) -> list[Write]:
    now = clock.iso(clock.now())
    held = {row.sk: row for row in consents.consents_of(district_id, opened.thread_id)}
    purposes = dict.fromkeys([MESSAGE, *held])
    return [consents.withdrawn(opened.key, opened.thread_id, one, held.get(one), now) for one in purposes]
