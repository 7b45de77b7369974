"""Collecting: one accepted answer is one transaction, and the same key gives the same receipt."""

from typing import Any

from msgspec import Struct, structs

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.consents import service as consents
from chalicelib.consents.receipt import ANSWER, Receipt
from chalicelib.districts.service import District
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Gone, Invalid, NotFound
from chalicelib.kernel.ids import spelled
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place
from chalicelib.surveys.engine.answers import CheckedAnswer, check_answer
from chalicelib.surveys.engine.ordering import NO_SEED, is_shuffled, seed_of
from chalicelib.surveys.engine.own import shown_to_respondents
from chalicelib.surveys.engine.simple import is_simple
from chalicelib.surveys.filing import school_of
from chalicelib.surveys.quota_service import FullQuota, full_quotas, places_for, store_in
from chalicelib.surveys.roster_service import WITHDRAWN, find_participant, groups_of
from chalicelib.surveys.school_service import school_id_of
from chalicelib.surveys.service import ROSTER_SEGMENTS, Version, find_head, get_version
from chalicelib.surveys.store import (
    ParticipantRow,
    ResponseRow,
    SurveyRow,
    hours_pk,
    response_pk,
    shard_of,
    subject_pk,
)
from chalicelib.surveys.upload_service import Claim, Kept, claim


class Submission(Struct, frozen=True):
    """What a respondent sends."""

    key: str
    version: int
    locale: str
    data: dict[str, Any]
    consent: str
    invitation: str = ""
    seed: int = NO_SEED


class Answer(Struct, frozen=True):
    """What is sealed of an answer: the values, what was shown in which order, and the groups it counts in."""

    data: dict[str, Any]
    shown: list[str]
    groups: dict[str, str]
    locale: str
    consent: str
    participant: str = ""
    seed: int = NO_SEED
    quotas: tuple[str, ...] = ()
    files: dict[str, Kept] = {}


class Form(Struct, frozen=True):
    """What a respondent's page is made of; no definition where no answer is taken."""

    survey_id: str
    version: int
    title: str | dict[str, str]
    definition: dict[str, Any] | None
    mode: str
    accepting: bool
    privacy: dict[str, str]
    full: list[FullQuota]
    is_simple: bool  # Whether it can be answered without scripts.


def get_form(district: District, survey_id: str) -> Form:
    """The form of a published survey and which quotas are full; NotFound for a draft.

    One GetItem with the version in memory, and one Query where there are quotas.
    """
    head = find_head(district.id, survey_id, consistent=False)
    if head.state == "draft":
        raise NotFound
    number = int(head.version)
    accepting = head.state == "open"
    version = get_version(district.id, survey_id, number) if accepting else None
    definition = shown_to_respondents(version.definition) if version else None
    full = full_quotas(district.id, survey_id, version) if version else []
    simple = version is not None and is_simple(version.questionnaire)
    notice = {"version": district.privacy_version}
    title = (definition or {}).get("title") or head.title
    return Form(survey_id, number, title, definition, head.mode, accepting, notice, full, simple)


def submit_response(district: District, keys: DistrictKeys, actor: Actor, survey_id: str, sent: Submission) -> str:
    """Store an answer once and give its receipt.

    Raises NotFound (no such survey), Gone (closed, a quota is full, or the personal link is used or withdrawn),
    ConsentNeeded, Invalid (each item at fault), Conflict (the key was used for another answer). An anonymous answer's
    transaction is the answer, its key and the count of its quotas, with no audit entry; its consent lies inside it.
    """
    head = find_head(district.id, survey_id, consistent=False)
    participant = may_answer(district, keys, head, sent)
    version = get_version(district.id, survey_id, sent.version)
    checked = check_answer(version.questionnaire, sent.data, at=clock.now(), locale=sent.locale)
    _check_seed(keys, head, participant, sent.seed)
    person = privacy.key_of(keys, participant.subject) if participant else None
    answer = _answer(person, version, checked, sent, participant)
    response_id = privacy.id_from(keys, "rsp", survey_id, sent.key)
    pk = response_pk(district.id, survey_id, shard_of(response_id))
    try:
        claimed = claim(keys, survey_id, version.questionnaire, checked.data)
    except Invalid:
        if not _is_known(keys, pk, response_id, sent):
            raise
        return _receipt(keys, survey_id, response_id)
    answer = structs.replace(answer, files=claimed.files)
    key, writes = _key_of_answer(keys, head.mode, response_id, person)
    school_id = school_id_of(keys, school_of(version.questionnaire, answer.groups))
    row = _row(key, Place(ResponseRow.TABLE, pk, response_id), sent, answer, school_id)
    writes = [dynamodb.put_new(row), *claimed.writes, *writes, *_spent(district.id, actor, head, participant)]
    writes += _receipt_of_consent(person, head.mode, participant, sent, response_id)
    try:
        store_in(district.id, places_for(head, district.id, version, checked.quotas, sent.locale), writes)
    except TakenError as taken:
        if not _is_known(keys, pk, response_id, sent):
            raise _refusal(taken, claimed) from taken
    return _receipt(keys, survey_id, response_id)


def may_answer(district: District, keys: DistrictKeys, head: SurveyRow, sent: Submission) -> ParticipantRow | None:
    """Whose answer it would be, or nobody's; raises where none is taken."""
    if head.state == "draft":
        raise NotFound
    if head.state != "open":
        raise Gone(
            "This survey is closed. Thank you for wanting to take part.", {"survey": "It takes no more answers."}
        )
    consents.check_agreed(district, sent.consent)
    if not 1 <= sent.version <= int(head.version):
        raise Invalid("The answer was not stored.", {"version": "The survey has no such version."})
    if head.mode == "anonymous":
        if sent.invitation:
            raise Invalid("The answer was not stored.", {"invitation": "This survey has no personal links."})
        return None
    found = find_participant(keys, head.sk, sent.invitation)
    if found.state == WITHDRAWN:
        raise Gone("You have withdrawn from this survey.", {"withdrawn": "Nothing more is taken by this link."})
    return found


def _answer(
    person: DataKey | None,
    version: Version,
    checked: CheckedAnswer,
    sent: Submission,
    participant: ParticipantRow | None,
) -> Answer:
    wants_roster = set(ROSTER_SEGMENTS) & set(version.segments)
    roster = groups_of(person, participant) if person and participant and wants_roster else {}
    values = {**checked.data, **roster}
    groups = {name: str(values[name]) for name in version.segments if name in values}
    who = participant.sk if participant is not None else ""
    seed = sent.seed if is_shuffled(version.definition) else NO_SEED
    return Answer(
        dict(checked.data), sorted(checked.shown), groups, sent.locale, sent.consent, who, seed, checked.quotas
    )


def seed_for(keys: DistrictKeys, mode: str, survey_id: str, participant_id: str) -> int:
    """The order that a named person sees on every device; none where an answer may not lead to a person.

    The seed is kept with the answer. One that comes from the participant would tell whose a confidential answer is.
    """
    if mode != "identified":
        return NO_SEED
    return seed_of(vault.fingerprint(keys.index, "order", [survey_id, participant_id]))


def _check_seed(keys: DistrictKeys, head: SurveyRow, participant: ParticipantRow | None, seed: int) -> None:
    own = seed_for(keys, head.mode, head.sk, participant.sk) if participant else NO_SEED
    if own and seed not in {NO_SEED, own}:
        raise Invalid("The answer was not stored.", {"seed": "Send the seed that came with the personal link."})


def _key_of_answer(
    keys: DistrictKeys, mode: str, response_id: str, person: DataKey | None
) -> tuple[DataKey, list[Write]]:
    if mode == "identified" and person is not None:
        return person, []
    key, write = privacy.new_key(keys, response_id)
    return key, [write]


def _row(key: DataKey, place: Place, sent: Submission, answer: Answer, school_id: str) -> ResponseRow:
    is_identified = key.subject != place.sk
    kept = answer if is_identified else _unlinked(answer)
    hour = clock.hour(clock.now())
    return ResponseRow(
        place.pk,
        place.sk,
        by_hour_pk=hours_pk(key.district_id, shard_of(place.sk), school_id),
        by_subject_pk=subject_pk(key.district_id, key.subject) if is_identified else None,
        created_sk=f"{hour}#{place.sk}",
        version=sent.version,
        subject=key.subject,
        hour=hour,
        payload_mac=payload_mac(key, sent),
        sealed=vault.seal(key, place, kept),
    )


def _unlinked(answer: Answer) -> Answer:
    """Only an identified answer says whose it is."""
    return structs.replace(answer, participant="")


def payload_mac(key: DataKey, sent: Submission) -> bytes:
    """A digest of what was sent, under the answer's own key: knows the same answer when it comes again."""
    parts: list[Any] = [sent.version, sent.locale, sent.data, sent.consent]
    return vault.fingerprint(key.secret, "payload", [*parts, sent.seed] if sent.seed else parts)


def _spent(district_id: str, actor: Actor, head: SurveyRow, participant: ParticipantRow | None) -> list[Write]:
    if participant is None:
        return []
    answered = [ParticipantRow.state.set("answered"), ParticipantRow.by_waiting_pk.remove()]
    once = ParticipantRow.state == "invited"
    who = participant.sk if head.mode == "identified" else "participant"
    by = Actor("participant", who, actor.request_id if head.mode == "identified" else "")
    return [
        dynamodb.update(ParticipantRow, participant.pk, participant.sk, *answered, condition=once),
        assurance.record(district_id, by, "response.submitted", head.sk),
    ]


def _receipt_of_consent(
    person: DataKey | None, mode: str, participant: ParticipantRow | None, sent: Submission, response_id: str
) -> list[Write]:
    """The receipt of a named person; of a confidential answer neither which it is nor when, beyond the day."""
    if person is None or participant is None:
        return []
    now, is_identified = clock.iso(clock.now()), mode == "identified"
    receipt = Receipt(sent.locale, now if is_identified else now[:10], answer=response_id if is_identified else "")
    return [consents.given(person, participant.sk, ANSWER, sent.consent, receipt)]


def _is_known(keys: DistrictKeys, pk: str, response_id: str, sent: Submission) -> bool:
    """Whether this very answer is stored; Conflict where its key was used for another."""
    held = dynamodb.get(ResponseRow, pk, response_id)
    if held is None:
        return False
    key = privacy.key_of(keys, held.subject)
    if not vault.same(held.payload_mac, payload_mac(key, sent)):
        raise Conflict("This key was used for another answer.", {"key": "Make a new key for a new answer."})
    return True


def _refusal(taken: TakenError, claimed: Claim) -> Exception:
    """What another answer took at the same moment: a file, or the personal link."""
    if 1 <= taken.index <= len(claimed.writes):
        said = "Upload this file again: another answer has it."
        return Invalid("The answer was not stored.", {claimed.paths[taken.index - 1]: said})
    return Gone("This personal link has been used.", {"invitation": "It counts once."})


def _receipt(keys: DistrictKeys, survey_id: str, response_id: str) -> str:
    """Proof of acceptance: a keyed digest that only this district can have made."""
    text = spelled(vault.fingerprint(keys.index, "receipt", [survey_id, response_id])[:10])
    return "-".join(text[start : start + 4] for start in range(0, 16, 4))


def opened_answers(keys: DistrictKeys, rows: list[ResponseRow]) -> list[tuple[ResponseRow, Answer]]:
    """Answers that still have their key, opened. One BatchGetItem for up to 100."""
    opened = privacy.keys_of(keys, [row.subject for row in rows])
    return [
        (row, vault.unseal(opened[row.subject], Place(row.TABLE, row.pk, row.sk), row.sealed, Answer))
        for row in rows
        if row.subject in opened
    ]
