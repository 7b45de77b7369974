"""Topics: what people may write about, and the team and owner who answer."""

from collections.abc import Mapping

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError
from chalicelib.dialogues.store import TopicRow, topics_pk
from chalicelib.identity.service import get_user
from chalicelib.identity.team_service import get_team
from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DistrictKeys

LANGUAGES = ("en", "es")
LONGEST_NAME, LONGEST_DESCRIPTION = 80, 400


class Topic(Struct, frozen=True):
    """A topic with its name and description in each language."""

    topic_id: str
    name: dict[str, str]
    description: dict[str, str]
    team_id: str
    owner_id: str


def _shown(row: TopicRow) -> Topic:
    return Topic(row.sk, row.name.as_dict(), row.description.as_dict(), row.team_id, row.owner_id)


def _check(
    keys: DistrictKeys, name: Mapping[str, str], description: Mapping[str, str], team_id: str, owner_id: str
) -> None:
    fields = {}
    for language in LANGUAGES:
        if not 1 <= len(name.get(language, "").strip()) <= LONGEST_NAME:
            fields[f"name.{language}"] = f"1 to {LONGEST_NAME} characters."
        if len(description.get(language, "")) > LONGEST_DESCRIPTION:
            fields[f"description.{language}"] = f"At most {LONGEST_DESCRIPTION} characters."
    for field, find in (
        ("team_id", lambda: get_team(keys.district_id, team_id)),
        ("owner_id", lambda: get_user(keys, owner_id)),
    ):
        try:
            find()
        except NotFound:
            fields[field] = "There is nothing with this id in the district."
    if fields:
        raise Invalid("The topic cannot be like this.", fields)


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: texts.get(language, "").strip() for language in LANGUAGES}


def create_topic(
    keys: DistrictKeys,
    actor: Actor,
    *,
    key: str,
    name: Mapping[str, str],
    description: Mapping[str, str],
    team_id: str,
    owner_id: str,
) -> Topic:
    """A new topic; the same key makes it once. Invalid names each field at fault."""
    _check(keys, name, description, team_id, owner_id)
    topic_id = privacy.id_from(keys, "tpc", key)
    mac = vault.fingerprint(keys.index, "topic", [_texts(name), _texts(description), team_id, owner_id])
    row = TopicRow(
        topics_pk(keys.district_id),
        topic_id,
        name=_texts(name),
        description=_texts(description),
        team_id=team_id,
        owner_id=owner_id,
        request_mac=mac,
    )
    try:
        dynamodb.transact(dynamodb.put_new(row), assurance.record(keys.district_id, actor, "topic.created", topic_id))
    except TakenError:
        held = dynamodb.get(TopicRow, row.pk, topic_id)
        if held is None or not vault.same(held.request_mac, mac):
            raise Conflict("This key made another topic.", {"key": "Make a new key for a new request."}) from None
    return Topic(topic_id, _texts(name), _texts(description), team_id, owner_id)


def change_topic(
    keys: DistrictKeys,
    actor: Actor,
    topic_id: str,
    *,
    name: Mapping[str, str],
    description: Mapping[str, str],
    team_id: str,
    owner_id: str,
) -> Topic:
    """Change a topic; threads keep the team and owner they have. NotFound where there is none."""
    _check(keys, name, description, team_id, owner_id)
    actions = [
        TopicRow.name.set(_texts(name)),
        TopicRow.description.set(_texts(description)),
        TopicRow.team_id.set(team_id),
        TopicRow.owner_id.set(owner_id),
    ]
    try:
        dynamodb.transact(
            dynamodb.update(TopicRow, topics_pk(keys.district_id), topic_id, *actions, condition=TopicRow.pk.exists()),
            assurance.record(keys.district_id, actor, "topic.changed", topic_id),
        )
    except TakenError:
        raise NotFound from None
    return Topic(topic_id, _texts(name), _texts(description), team_id, owner_id)


def list_topics(district_id: str) -> list[Topic]:
    """The district's topics by English name. One Query."""
    topics = [_shown(row) for row in dynamodb.every(TopicRow, topics_pk(district_id))]
    return sorted(topics, key=lambda topic: topic.name["en"])


def get_topic(district_id: str, topic_id: str) -> Topic:
    """One topic; NotFound otherwise."""
    row = dynamodb.get(TopicRow, topics_pk(district_id), topic_id)
    if row is None:
        raise NotFound
    return _shown(row)
