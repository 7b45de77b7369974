"""The people invited to a survey: taking a roster, mailing them, and reminding only those who have not answered."""

import contextlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.districts.service import District
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.kernel.ids import random_id
from chalicelib.notifications import service as notifications
from chalicelib.notifications.letters import Letter
from chalicelib.privacy import links, vault
from chalicelib.privacy import service as privacy
from chalicelib.privacy.store import BlindRow
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place
from chalicelib.surveys.roster import Invitee
from chalicelib.surveys.school_service import register_schools
from chalicelib.surveys.service import find_head
from chalicelib.surveys.store import (
    MailingRow,
    ParticipantRow,
    SurveyRow,
    participants_pk,
    subject_pk,
    survey_pk,
    surveys_pk,
    waiting_pk,
)

T = TypeVar("T")
PEOPLE_IN_A_TRANSACTION = 30
PURPOSE = "invitation"
NEW, MAILED = "new", "mailed"
WITHDRAWN = "withdrawn"


class Contact(Struct, frozen=True):
    """What is sealed of a participant."""

    email: str
    name: str
    groups: dict[str, str]


class Claim(Struct, frozen=True):
    """What a personal link says: which participant of which survey."""

    survey: str
    participant: str


class Participation(Struct, frozen=True):
    """How many were invited, were mailed and have answered."""

    invited: int
    mailed: int
    answered: int
    not_answered: int
    response_rate: float | None


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size` items, in order."""
    iterator = iter(items)
    while some := list(islice(iterator, size)):
        yield some


def add_roster(keys: DistrictKeys, actor: Actor, survey_id: str, people: list[Invitee]) -> int:
    """Invite people, each once, however often the roster comes; gives how many are new. Conflict on an open link."""
    head = find_head(keys.district_id, survey_id)
    if head.mode == "anonymous":
        sentence = "This survey has one open link for everybody; make a confidential or identified one for a roster."
        raise Conflict("An anonymous survey has no roster.", {"mode": sentence})
    register_schools(keys, {person.school for person in people})
    return sum(_add_some(keys, actor, survey_id, some) for some in batched(people, PEOPLE_IN_A_TRANSACTION))


def _add_some(keys: DistrictKeys, actor: Actor, survey_id: str, people: list[Invitee]) -> int:
    subjects = _subjects_of(keys, people)
    ids = [privacy.id_from(keys, "par", survey_id, vault.folded(person.email)) for person in people]
    pk = participants_pk(keys.district_id, survey_id)
    held = dynamodb.batch_get([(ParticipantRow, pk, one) for one in ids])
    fresh = [(person, one) for person, one, row in zip(people, ids, held, strict=True) if row is None]
    if not fresh:
        return 0
    opened = privacy.keys_of(keys, [subject for subject in subjects if subject])
    writes: list[Write] = []
    for person, participant_id in fresh:
        key, key_writes = _key_for(keys, person, subjects[people.index(person)], opened)
        writes += [*key_writes, _participant(key, survey_id, participant_id, person)]
    counted = SurveyRow.invited.add(len(fresh))
    writes.append(dynamodb.update(SurveyRow, surveys_pk(keys.district_id), survey_id, counted))
    writes.append(assurance.record(keys.district_id, actor, "roster.added", survey_id, people=str(len(fresh))))
    try:
        dynamodb.transact(*writes)
    except TakenError:
        raise Conflict("Two rosters met. Send this one again; nobody is invited twice.") from None
    return len(fresh)


def _subjects_of(keys: DistrictKeys, people: list[Invitee]) -> list[str | None]:
    places = [privacy.blind_place(keys, "email", person.email) for person in people]
    rows = dynamodb.batch_get([(BlindRow, pk, sk) for pk, sk in places])
    return [row.subject if isinstance(row, BlindRow) else None for row in rows]


def _key_for(
    keys: DistrictKeys, person: Invitee, subject: str | None, opened: dict[str, DataKey]
) -> tuple[DataKey, list[Write]]:
    if subject is not None and subject in opened:
        return opened[subject], []
    made = random_id("sub")  # Never made of the address: somebody who was erased comes back as somebody else.
    key, key_write = privacy.new_key(keys, made)
    return key, [key_write, privacy.claim_blind(keys, "email", person.email, made)]


def _participant(key: DataKey, survey_id: str, participant_id: str, person: Invitee) -> Write:
    pk = participants_pk(key.district_id, survey_id)
    place = Place(ParticipantRow.TABLE, pk, participant_id)
    groups = {name: value for name, value in (("school", person.school), ("role", person.role)) if value}
    row = ParticipantRow(
        pk,
        participant_id,
        by_subject_pk=subject_pk(key.district_id, key.subject),
        by_waiting_pk=waiting_pk(key.district_id, survey_id, NEW),
        created_sk=f"{clock.iso(clock.now())}#{participant_id}",
        subject=key.subject,
        state="invited",
        language=person.language,
        sealed=vault.seal(key, place, Contact(person.email, person.name, groups)),
    )
    return dynamodb.put_new(row)


def personal_token(keys: DistrictKeys, survey_id: str, participant_id: str) -> str:
    """The token of a personal link: signed, so that it needs no row of its own."""
    return links.sign(keys, PURPOSE, Claim(survey_id, participant_id))


def find_participant(keys: DistrictKeys, survey_id: str, token: str) -> ParticipantRow:
    """The participant of a personal link; NotFound where the link is not of this survey. Reading spends nothing."""
    claim = links.check_signed(keys, PURPOSE, token, Claim)
    row = dynamodb.get(ParticipantRow, participants_pk(keys.district_id, survey_id), claim.participant)
    if claim.survey != survey_id or row is None:
        raise NotFound("This link does not belong to this survey.")
    return row


def groups_of(key: DataKey, row: ParticipantRow) -> dict[str, str]:
    """The groups that the roster puts a participant in, such as {"roster.school": …}."""
    contact = contact_of(key, row)
    return {f"roster.{name}": value for name, value in contact.groups.items()}


def contact_of(key: DataKey, row: ParticipantRow) -> Contact:
    """What is sealed of a participant, opened."""
    return vault.unseal(key, Place(row.TABLE, row.pk, row.sk), row.sealed, Contact)


def begin_mailing(keys: DistrictKeys, actor: Actor, survey_id: str, *, key: str, kind: str) -> int:
    """Order a mailing ("first" or "reminder"); the sender carries it out. Gives how many are invited."""
    head = find_head(keys.district_id, survey_id)
    if kind not in {"first", "reminder"}:
        raise Invalid("There is no such mailing.", {"kind": "first or reminder."})
    if head.state != "open" or not head.invited:
        raise Conflict("There is nobody to write to.", {"state": "Publish the survey and add a roster first."})
    mailing_id = privacy.id_from(keys, "mlg", survey_id, key, kind)
    row = MailingRow(survey_pk(keys.district_id, survey_id), mailing_id, kind=kind, made_at=clock.iso(clock.now()))
    order = notifications.post(keys.district_id, mailing_id, "mailing", survey_id, b"-")
    with contextlib.suppress(TakenError):  # The same order again: it is under way or done.
        dynamodb.transact(
            dynamodb.put_new(row),
            order,
            assurance.record(keys.district_id, actor, "mailing.ordered", survey_id, kind=kind),
        )
    return int(head.invited)


def carry_out_mailing(district: District, keys: DistrictKeys, survey_id: str, mailing_id: str, base_url: str) -> int:
    """Post one letter to each participant whom this mailing concerns; stopping and starting again doubles nothing."""
    mailing = dynamodb.get(MailingRow, survey_pk(district.id, survey_id), mailing_id)
    head = find_head(district.id, survey_id)
    if mailing is None or head.state != "open":
        return 0
    posted = 0
    for some in batched(_concerned(district.id, survey_id, mailing), PEOPLE_IN_A_TRANSACTION):
        opened = privacy.keys_of(keys, [row.subject for row in some])
        for row in some:
            if row.subject in opened:
                posted += _post(district, keys, head, mailing, row, opened[row.subject], base_url)
    return posted


def _concerned(district_id: str, survey_id: str, mailing: MailingRow) -> Iterator[ParticipantRow]:
    """Those who wait for this mailing, found without those who do not: however many have answered."""
    pk = waiting_pk(district_id, survey_id, NEW if mailing.kind == "first" else MAILED)
    for some in batched(dynamodb.every(ParticipantRow, pk, index="by_waiting"), PEOPLE_IN_A_TRANSACTION):
        for row in dynamodb.batch_get([(ParticipantRow, one.pk, one.sk) for one in some]):
            if isinstance(row, ParticipantRow) and _waits(row, mailing):
                yield row


def _waits(row: ParticipantRow, mailing: MailingRow) -> bool:
    waits = row.mailing is None if mailing.kind == "first" else row.mailing not in {None, mailing.sk}
    return row.state == "invited" and waits


def _post(
    district: District,
    keys: DistrictKeys,
    head: SurveyRow,
    mailing: MailingRow,
    row: ParticipantRow,
    key: DataKey,
    base_url: str,
) -> int:
    contact = contact_of(key, row)
    link = f"{base_url}/d/{district.slug}/s/{head.sk}#i={personal_token(keys, head.sk, row.sk)}"
    kind = "survey_invitation" if mailing.kind == "first" else "survey_reminder"
    parts = {"district": district.name, "title": head.title, "link": link}
    letter_id = f"{mailing.sk}_{row.sk}"
    place = Place("outbox", *notifications.letter_place(district.id, letter_id))
    sealed = vault.seal(key, place, Letter(kind, contact.email, row.language, parts))
    mailed = waiting_pk(district.id, head.sk, MAILED)
    marked = [ParticipantRow.mailing.set(mailing.sk), ParticipantRow.by_waiting_pk.set(mailed)]
    condition = ParticipantRow.state == "invited"
    first: list[Write] = (
        [dynamodb.update(SurveyRow, head.pk, head.sk, SurveyRow.mailed.add(1))] if row.mailing is None else []
    )
    try:
        dynamodb.transact(
            dynamodb.update(ParticipantRow, row.pk, row.sk, *marked, condition=condition),
            notifications.post(district.id, letter_id, kind, row.subject, sealed, about=row.sk),
            *first,
        )
    except TakenError:
        return 0
    return 1


def participation_of(head: SurveyRow, answered: int) -> Participation:
    """The figures of participation; `answered` comes from the counters."""
    invited = int(head.invited)
    rate = round(answered / invited, 4) if invited else None
    return Participation(invited, int(head.mailed), answered, max(invited - answered, 0) if invited else 0, rate)
