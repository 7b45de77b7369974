"""Finding everything of a district that leaves, in an order in which it can be removed.

It comes in bundles. Within a bundle, what is found through other rows stands before them, and what opens them stands
after what only they can tell: wherever a removal stops, all that is left is found again.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from chalicelib.approvals.store import approvals_pk
from chalicelib.assurance.store import AuditRow, filter_pk, proofs_pk
from chalicelib.aws import dynamodb
from chalicelib.consents.receipt import ANSWER, GIVEN, PURPOSES, WITHDRAWN
from chalicelib.consents.store import COUNT_SHARDS, count_pk, notices_pk
from chalicelib.continuity.store import rules_pk
from chalicelib.dialogues import service as dialogues
from chalicelib.dialogues.store import ThreadRow, queue_pk, topics_pk
from chalicelib.dialogues.thread import STATUSES
from chalicelib.exports.store import exports_pk
from chalicelib.identity import service as identity
from chalicelib.identity import single_sign_on_service as single_sign_on
from chalicelib.identity.invitation_service import invitation_place
from chalicelib.identity.nobody_service import NOBODY_ID
from chalicelib.identity.session_service import epoch_partition
from chalicelib.identity.store import (
    CREDENTIAL_SK,
    PASSKEY_PREFIX,
    UserRow,
    credential_pk,
    designations_pk,
    factors_pk,
    nobody_pk,
    people_pk,
    single_sign_on_pk,
    teams_pk,
)
from chalicelib.notifications.store import waiting_pk
from chalicelib.privacy import service as privacy
from chalicelib.privacy.notice_versions import versions
from chalicelib.privacy.store import KEY_SK, ErasureRow, erasures_pk, holds_pk, key_pk
from chalicelib.privacy.vault import DataKey, DistrictKeys
from chalicelib.requests.states import STATES
from chalicelib.requests.store import REQUEST_SK, notes_pk, request_pk, requests_pk
from chalicelib.sharing import service as sharing
from chalicelib.sharing.store import list_pk, share_pk
from chalicelib.surveys.roster_service import batched, contact_of
from chalicelib.surveys.store import (
    RESPONSE_SHARDS,
    ParticipantRow,
    SurveyRow,
    participants_pk,
    quotas_pk,
    response_pk,
    schools_pk,
    survey_pk,
    surveys_pk,
    tally_pk,
    unfinished_pk,
    uploads_pk,
)

AT_ONCE = 100
Places = list[tuple[str, str]]


class Section(Struct, frozen=True):
    """Rows of one table that may go together, by their keys."""

    table: str
    places: Places


Bundle = list[Section]


def everything(keys: DistrictKeys) -> Iterator[Bundle]:
    """All that is stored of a district, but its keys, its tombstone and its audit log. Queries and batches of keys."""
    yield [_under("outbox", waiting_pk(keys.district_id))]
    for head in dynamodb.every(SurveyRow, surveys_pk(keys.district_id)):
        yield from _of_survey(keys, head)
    yield from _threads(keys)
    yield from _shares(keys)
    yield from _requests(keys.district_id)
    yield from _consents(keys.district_id)
    yield from _people(keys)
    yield from _fixed(keys)


def _under(table: str, pk: str, *, index: str | None = None) -> Section:
    return Section(table, list(dynamodb.places_under(table, pk, index=index)))


def _there(table: str, places: Iterable[tuple[str, str]]) -> Section:
    """Those of computed places at which there is something."""
    return Section(table, dynamodb.existing(table, list(dict.fromkeys(places))))


def _keys_of(district_id: str, subjects: Iterable[str]) -> Section:
    return _there("keys", ((key_pk(district_id, one), KEY_SK) for one in subjects))


# --- Surveys


def _of_survey(keys: DistrictKeys, head: SurveyRow) -> Iterator[Bundle]:
    district_id, survey_id = keys.district_id, head.sk
    for shard in range(RESPONSE_SHARDS):
        answers = dynamodb.places_under("responses", response_pk(district_id, survey_id, shard))
        for some in batched(answers, AT_ONCE):
            yield [_keys_of(district_id, (sk for _, sk in some)), Section("responses", some)]
    for rows in batched(dynamodb.every(ParticipantRow, participants_pk(district_id, survey_id)), AT_ONCE):
        yield _of_participants(keys, rows)
    for shard in range(RESPONSE_SHARDS):
        yield [_under("unfinished", unfinished_pk(district_id, survey_id, shard))]
    for version in range(1, int(head.version) + 1):
        yield [_under("tallies", tally_pk(district_id, survey_id, version))]
    yield [_under("tallies", quotas_pk(district_id, survey_id))]
    yield [_under("surveys", survey_pk(district_id, survey_id)), Section("surveys", [(head.pk, head.sk)])]


def _of_participants(keys: DistrictKeys, rows: list[ParticipantRow]) -> Bundle:
    opened = privacy.keys_of(keys, [row.subject for row in rows])
    contacts = [contact_of(opened[row.subject], row) for row in rows if row.subject in opened]
    blinds = [privacy.blind_place(keys, "email", contact.email) for contact in contacts]
    own_keys = _keys_of(keys.district_id, (row.subject for row in rows))
    return [_there("keys", blinds), own_keys, Section("surveys", [(row.pk, row.sk) for row in rows])]


# --- Dialogues


def _threads(keys: DistrictKeys) -> Iterator[Bundle]:
    for status in STATUSES:
        heads = dynamodb.every(ThreadRow, queue_pk(keys.district_id, status), index="by_status")
        for some in batched(heads, AT_ONCE):
            yield _of_threads(keys, some)
    yield [_under("dialogues", topics_pk(keys.district_id))]


def _of_threads(keys: DistrictKeys, heads: list[ThreadRow]) -> Bundle:
    opened = privacy.keys_of(keys, [head.subject for head in heads])
    writers = [dialogues.writer_of(opened[head.subject], head) for head in heads if head.subject in opened]
    blinds = [privacy.blind_place(keys, "email", writer.email) for writer in writers if writer.email]
    own_keys = _keys_of(keys.district_id, (head.subject for head in heads))
    events = [place for head in heads for place in dynamodb.places_under("dialogues", head.pk, begins="E#")]
    found = [Section("dialogues", events), Section("dialogues", [(head.pk, head.sk) for head in heads])]
    return [_there("keys", blinds), own_keys, *found]


# --- Shares and people


def _shares(keys: DistrictKeys) -> Iterator[Bundle]:
    entries = dynamodb.places_under("districts", list_pk(keys.district_id, sharing.ALL))
    for some in batched(entries, AT_ONCE):
        ids = [sk.rpartition("#")[2] for _, sk in some]
        rows = [place for one in ids for place in dynamodb.places_under("districts", share_pk(keys.district_id, one))]
        yield [_keys_of(keys.district_id, ids), Section("districts", rows), Section("districts", some)]
    yield [_under("districts", list_pk(keys.district_id, sharing.OUTSIDE))]


def _people(keys: DistrictKeys) -> Iterator[Bundle]:
    for rows in batched(dynamodb.every(UserRow, people_pk(keys.district_id)), AT_ONCE):
        opened = privacy.keys_of(keys, [row.sk for row in rows])
        for row in rows:
            yield _of_person(keys, row, opened.get(row.sk))
    yield from _invited(keys)
    nobody = _under("districts", nobody_pk(keys.district_id))
    yield [_keys_of(keys.district_id, [NOBODY_ID]), nobody]


def _of_person(keys: DistrictKeys, row: UserRow, key: DataKey | None) -> Bundle:
    district_id, user_id = keys.district_id, row.sk
    factors = _under("districts", factors_pk(district_id, user_id))
    credentials = [sk.removeprefix(PASSKEY_PREFIX) for _, sk in factors.places if sk.startswith(PASSKEY_PREFIX)]
    lists = [sharing.by_list(user_id), sharing.by_list(user_id, sharing.OUTSIDE), sharing.to_list(user_id)]
    return [
        *(_opened_of_person(keys, row, key) if key else []),
        _there("districts", ((credential_pk(district_id, one), CREDENTIAL_SK) for one in credentials)),
        *(_under("districts", list_pk(district_id, one)) for one in lists),
        factors,
        _there("districts", [invitation_place(keys, user_id)]),
        _keys_of(district_id, [user_id]),
        Section("districts", [(row.pk, row.sk)]),
    ]


def _opened_of_person(keys: DistrictKeys, row: UserRow, key: DataKey) -> Bundle:
    """What only an opened account leads to: its user name, its link to the provider, its sessions."""
    person = identity.open_account(key, row).person
    linked = single_sign_on.linked_place(keys, key)
    blinds = [privacy.blind_place(keys, "username", person.username), *([linked] if linked else [])]
    return [_there("keys", blinds), _under("districts", epoch_partition(keys.district_id, person.handle))]


def _invited(keys: DistrictKeys) -> Iterator[Bundle]:
    """Those who never came have no account; the audit log tells of their invitation."""
    pk = filter_pk(keys.district_id, "verb", "user.invited")
    for some in batched(dynamodb.every(AuditRow, pk, index="by_verb"), AT_ONCE):
        ids = [row.object_id for row in some]
        invitations = _there("districts", (invitation_place(keys, one) for one in ids))
        yield [invitations, _keys_of(keys.district_id, ids)]


# --- Consents, and requests about personal information


def _consents(district_id: str) -> Iterator[Bundle]:
    """Receipts by purpose and state, in whichever shard; and who was told of which version of the notice."""
    for purpose in PURPOSES:
        for state in (GIVEN, WITHDRAWN):
            for shard in range(COUNT_SHARDS if purpose == ANSWER else 1):
                yield [_under("consents", count_pk(district_id, purpose, state, shard), index="by_purpose")]
    for one in versions():
        yield [_under("consents", notices_pk(district_id, one.version))]


def _requests(district_id: str) -> Iterator[Bundle]:
    for state in STATES:
        for lines in batched(dynamodb.places_under("districts", requests_pk(district_id, state)), AT_ONCE):
            ids = [sk.rpartition("#")[2] for _, sk in lines]
            rows = _there("districts", ((request_pk(district_id, one), REQUEST_SK) for one in ids))
            yield [_keys_of(district_id, ids), rows, Section("districts", lines)]
    yield [_under("districts", notes_pk(district_id))]


# --- Partitions that the district's id names


def _fixed(keys: DistrictKeys) -> Iterator[Bundle]:
    district_id = keys.district_id
    for pk in (teams_pk, designations_pk, approvals_pk, single_sign_on_pk, rules_pk):
        yield [_under("districts", pk(district_id))]
    yield [_under("surveys", schools_pk(district_id))]
    for shard in range(RESPONSE_SHARDS):
        yield [_under("responses", uploads_pk(district_id, shard))]  # Their keys have an order to go, below.
    yield [_under("operations", proofs_pk(district_id))]
    yield [_under("operations", exports_pk(district_id))]
    holds = _under("districts", holds_pk(district_id))
    yield [_keys_of(district_id, (sk for _, sk in holds.places)), holds]
    for some in batched(dynamodb.every(ErasureRow, erasures_pk(district_id)), AT_ONCE):
        notes = Section("operations", [(row.pk, row.sk) for row in some])
        yield [_keys_of(district_id, (row.subject for row in some)), notes]
