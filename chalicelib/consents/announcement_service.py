"""A new privacy notice: a district is moved to it once, and everybody of the staff is told once."""

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError
from chalicelib.consents.service import KEPT_SECONDS
from chalicelib.consents.store import NoticeRow, notices_pk
from chalicelib.districts import service as districts
from chalicelib.districts.service import District
from chalicelib.identity import service as identity
from chalicelib.identity.service import ACTIVE, User
from chalicelib.kernel import clock
from chalicelib.notifications import service as notifications
from chalicelib.notifications.letters import Letter
from chalicelib.privacy import service as privacy
from chalicelib.privacy.post_service import post_letter
from chalicelib.privacy.vault import DataKey, DistrictKeys

ORDER = "notice"


class Told(Struct, frozen=True):
    """How many of the staff were told of a version, and how many have read it."""

    told: int
    read: int


def announce(district: District, actor: Actor, version: str) -> bool:
    """Move a district to a notice and order the letters, in one transaction; False where it is done already."""
    if district.privacy_version == version:
        return False
    order = notifications.post(district.id, f"ntc_{version}", ORDER, version, b"-")
    entry = assurance.record(district.id, actor, "notice.announced", district.id, version=version)
    try:
        dynamodb.transact(districts.move_notice(district, version), order, entry)
    except TakenError:
        return False
    districts.forget_found_districts()
    return True


def carry_out_notice(district: District, keys: DistrictKeys, version: str, base_url: str) -> int:
    """Promise one letter to each active person of the staff; stopping and starting again doubles nothing."""
    told = {row.sk for row in dynamodb.every(NoticeRow, notices_pk(district.id, version))}
    waiting = [user for user in identity.list_users(keys) if user.state == ACTIVE and user.user_id not in told]
    opened = privacy.keys_of(keys, [user.user_id for user in waiting])
    return sum(_tell(district, opened[user.user_id], user, version, base_url) for user in waiting)


def _tell(district: District, key: DataKey, user: User, version: str, base_url: str) -> bool:
    link = f"{base_url}/d/{district.slug}/privacy"
    parts = {"district": district.name, "day": version[:10], "link": link}
    row = NoticeRow(
        notices_pk(district.id, version),
        user.user_id,
        told_at=clock.iso(clock.now()),
        expires_at=clock.seconds() + KEPT_SECONDS,
    )
    letter_id = f"ntc_{version}_{user.user_id}"
    try:
        dynamodb.transact(
            dynamodb.put_new(row), post_letter(key, letter_id, Letter("privacy_notice", user.email, "en", parts))
        )
    except TakenError:
        return False
    return True


def is_unread(district: District, user_id: str) -> bool:
    """Whether somebody was told of the notice in force and has not put the banner away. One GetItem."""
    row = dynamodb.get(NoticeRow, notices_pk(district.id, district.privacy_version), user_id)
    return row is not None and row.read_at is None


def mark_read(district: District, user_id: str) -> None:
    """Put the banner away, once."""
    pk, now = notices_pk(district.id, district.privacy_version), clock.iso(clock.now())
    unread = NoticeRow.pk.exists() & NoticeRow.read_at.does_not_exist()
    try:
        dynamodb.write(dynamodb.update(NoticeRow, pk, user_id, NoticeRow.read_at.set(now), condition=unread))
    except TakenError:
        return


def count_told(district_id: str, version: str) -> Told:
    """Who was told of a version and who has read it. One Query of as many rows as there are people."""
    rows = list(dynamodb.every(NoticeRow, notices_pk(district_id, version)))
    return Told(len(rows), sum(row.read_at is not None for row in rows))
