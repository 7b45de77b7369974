"""What dialogues keep of a person who gave an address: their threads."""

from typing import Any

from chalicelib.assurance.proof_service import Proof
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Write
from chalicelib.dialogues import service, thread
from chalicelib.dialogues.retention_service import remove_thread
from chalicelib.dialogues.store import THREAD_SK, ThreadRow, subject_pk
from chalicelib.dialogues.thread import Event, Writer
from chalicelib.kernel.errors import Gone, NotFound
from chalicelib.privacy import vault
from chalicelib.privacy.hold import Held
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place


def find_of_person(district_id: str, subject: str) -> list[ThreadRow]:
    """The heads of a person's threads. One Query, and one BatchGetItem for up to 100."""
    places = dynamodb.every(ThreadRow, subject_pk(district_id, subject), index="by_subject")
    rows = dynamodb.batch_get([(ThreadRow, one.pk, one.sk) for one in places])
    return [row for row in rows if isinstance(row, ThreadRow)]


def addresses_of(key: DataKey, heads: list[ThreadRow]) -> set[str]:
    """The addresses that a person gave with their threads."""
    writers = [vault.unseal(key, Place(row.TABLE, row.pk, row.sk), row.sealed, Writer) for row in heads]
    return {writer.email for writer in writers if writer.email}


def told_of_person(keys: DistrictKeys, heads: list[ThreadRow]) -> list[dict[str, Any]]:
    """A person's threads in words, with every entry that is kept. One Query and one BatchGetItem a thread."""
    return [_told(keys, head.pk.rpartition("#")[2]) for head in heads]


def _told(keys: DistrictKeys, thread_id: str) -> dict[str, Any]:
    try:
        opened = service.open_thread(keys, thread_id)
    except (Gone, NotFound):  # It is withdrawn, or has gone since it was listed.
        return {"reference": thread.reference_of(thread_id)}
    writer = opened.writer()
    return {
        "reference": thread.reference_of(thread_id),
        "type": opened.row.kind,
        "status": opened.row.status,
        "name": writer.name,
        "email": writer.email,
        "entries": [_entry(event) for event in opened.events()],
    }


def _entry(event: Event) -> dict[str, Any]:
    by = "you" if event.by == "writer" else "the district"
    told = {"kind": event.kind, "at": event.at, "by": by, "text": event.text, "status": event.status}
    return {name: value for name, value in {**told, "score": event.score}.items() if value}


def correct_threads(key: DataKey, heads: list[ThreadRow], *, name: str, email: str) -> list[Write]:
    """The writes that give a person's threads the right name and address; an empty one stays as it is."""
    writes = []
    for row in heads:
        if row.status == thread.WITHDRAWN:
            continue
        place = Place(row.TABLE, row.pk, THREAD_SK)
        held = vault.unseal(key, place, row.sealed, Writer)
        sealed = vault.seal(key, place, Writer(name or held.name, email or held.email, held.preview))
        unchanged = ThreadRow.subject == key.subject
        writes.append(dynamodb.update(ThreadRow, row.pk, row.sk, ThreadRow.sealed.set(sealed), condition=unchanged))
    return writes


def remove_of_person(district_id: str, held: Held, heads: list[ThreadRow], proof: Proof) -> None:
    """Delete a person's threads, open or closed; raises TakenError at index 0 where a hold was placed meanwhile."""
    for head in heads:
        remove_thread(district_id, held, head, proof, ThreadRow.pk.exists())
