"""Five kinds of damage, each planted in the backup or in what was restored, and each found and named."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.aws import dynamodb, s3, scratch
from chalicelib.continuity import restore_service as restores
from chalicelib.continuity import restore_source_service as source
from chalicelib.continuity import segment
from chalicelib.continuity.damage import KINDS
from chalicelib.continuity.restore_service import Restore
from chalicelib.kernel import clock
from chalicelib.kernel.ids import random_bytes
from chalicelib.kernel.settings import settings
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.erasure_service import note_erasure
from chalicelib.privacy.store import KEY_SK, KeyRow, key_pk
from chalicelib.privacy.vault import DataKey

TABLE = "dialogues"
Kinds = set[tuple[str, str]]


@pytest.fixture
def restore(backed: Any) -> Any:
    """A restore of the newest moment, filled and not yet compared."""
    with clock.frozen(backed.now):
        held = restores.open_restore(restores.plan("damage", backed.now))
        for step in restores.steps(held):
            if not step.name.startswith("compare:"):
                step.work()
        yield held
        restores.drop_tables("damage")


def found(restore: Restore) -> Kinds:
    """Kinds and places of whatever is wrong, looked for anew."""
    again = restores.open_restore(restore.order)
    steps = [step for step in restores.steps(again) if step.name.startswith(("check:", "compare:"))]
    made = {step.name: step.work() for step in steps}
    checked = [one for name, one in made.items() if name.startswith("check:")]
    compared = [one for name, one in made.items() if name.startswith("compare:")]
    return {(one.kind, one.place) for one in restores.damages_of(checked, compared)}


def test_where_nothing_was_planted_nothing_is_found(restore: Restore) -> None:
    assert found(restore) == set()
    assert restores.compared(restore, TABLE).equal > 0


def rows(restore: Restore) -> list[dict[str, Any]]:
    return list(scratch.items_in(restore.order.name, TABLE))


# --- In what was restored


def test_a_lost_item_is_found(restore: Restore) -> None:
    gone = rows(restore)[0]
    scratch.delete_items(restore.order.name, TABLE, [(gone["pk"]["S"], gone["sk"]["S"])])
    assert found(restore) == {("lost item", TABLE)}


def test_an_altered_byte_is_found(restore: Restore) -> None:
    item = next(one for one in rows(restore) if "sealed" in one)
    raw = bytearray(item["sealed"]["B"])
    raw[-1] ^= 1
    scratch.put_items(restore.order.name, TABLE, [{**item, "sealed": {"B": bytes(raw)}}])
    assert found(restore) == {("altered byte", TABLE)}


def test_an_added_item_is_found(restore: Restore) -> None:
    scratch.put_items(restore.order.name, TABLE, [{**rows(restore)[0], "sk": {"S": "E#999999"}}])
    assert found(restore) == {("added item", TABLE)}


def key_of_some_thread(restore: Restore) -> tuple[str, dict[str, Any]]:
    head = next(one for one in rows(restore) if one["sk"]["S"] == "THREAD")
    return head["subject"]["S"], head


def test_an_old_key_is_found(restore: Restore, backed: Any) -> None:
    keys = backed.history.keys
    subject, _ = key_of_some_thread(restore)
    held = dynamodb.get(KeyRow, key_pk(keys.district_id, subject), KEY_SK)
    assert held is not None
    other = DataKey(keys.district_id, subject, 2, random_bytes(32))
    newer = KeyRow(held.pk, held.sk, version=2, wrapped=vault.wrap(keys.kek, other))
    older = KeyRow(held.pk, held.sk, version=1, wrapped=vault.wrap(random_bytes(32), privacy.key_of(keys, subject)))
    for row in (newer, older):  # The version that sealed it is gone; then: it is wrapped under a key before today's.
        dynamodb.write(dynamodb.put(row))
        assert {kind for kind, _ in found(restore)} == {"old key"}
    dynamodb.write(dynamodb.put(held))
    assert found(restore) == set()


def test_a_resurrected_person_is_found_and_is_left_out_next_time(restore: Restore, backed: Any) -> None:
    subject, head = key_of_some_thread(restore)
    dynamodb.transact(note_erasure(backed.history.district.id, subject))
    assert ("resurrected person", TABLE) in found(restore)
    again = restores.open_restore(restores.plan("again", backed.now))
    for step in restores.steps(again):
        step.work()
    assert found(again) == set()
    assert head["pk"]["S"] not in {one["pk"]["S"] for one in scratch.items_in("again", TABLE)}
    restores.drop_tables("again")


# --- In the files


def part_of(restore: Restore) -> str:
    return max(restore.saved(TABLE).parts)


def planted(key: str, change: Callable[[list[bytes]], list[bytes]]) -> Callable[[], None]:
    """Change a packed file; gives what puts it back."""
    before = s3.get_object(settings().backup_bucket, key)
    lines = change(gzip.decompress(before).split(b"\n"))
    s3.put_object(settings().backup_bucket, key, gzip.compress(b"\n".join(lines)))
    return lambda: s3.put_object(settings().backup_bucket, key, before)


def without_one(lines: list[bytes]) -> list[bytes]:
    return lines[1:]


def with_one_more(lines: list[bytes]) -> list[bytes]:
    return [*lines, lines[0]]


def with_another_byte(lines: list[bytes]) -> list[bytes]:
    return [lines[0].replace(b'"D#', b'"E#', 1), *lines[1:]]


DONE_TO_FILES = {"lost item": without_one, "added item": with_one_more, "altered byte": with_another_byte}


@pytest.mark.parametrize("kind", DONE_TO_FILES)
def test_a_damaged_part_is_found(kind: str, restore: Restore) -> None:
    put_back = planted(part_of(restore), DONE_TO_FILES[kind])
    told = source.damages_of(restore.saved(TABLE))
    put_back()
    assert [(one.kind, one.place, one.count) for one in told] == [(kind, f"daily/{TABLE}", 1)]
    assert source.damages_of(restore.saved(TABLE)) == []


@pytest.mark.parametrize("cut", [b"", b"no gzip at all"])
def test_a_part_that_cannot_be_read_is_found_and_the_rest_restored(cut: bytes, restore: Restore) -> None:
    key = part_of(restore)
    before = s3.get_object(settings().backup_bucket, key)
    s3.put_object(settings().backup_bucket, key, cut)
    told, lines = source.damages_of(restore.saved(TABLE)), source.lines_of_part(key)
    s3.put_object(settings().backup_bucket, key, before)
    assert [one.kind for one in told] == ["lost item"]
    assert lines == []


@pytest.mark.parametrize("kind", DONE_TO_FILES)
def test_a_damaged_segment_is_found(kind: str, restore: Restore) -> None:
    one = next(held for held in restore.log.minutes if held.header.lines > 1)
    put_back = planted(segment.object_key(one.name), DONE_TO_FILES[kind])
    told = restore.log.damages()
    put_back()
    assert [(damage.kind, damage.place) for damage in told] == [(kind, f"log/{one.name}")]
    assert restore.log.damages() == []


def test_a_segment_that_is_missing_with_its_header_is_found(restore: Restore) -> None:
    log = source.Log(restore.made, restore.at)
    missing = log.minutes.pop(len(log.minutes) // 2)
    (told,) = log.damages()
    assert told.kind == "lost item"
    assert told.place > f"log/{missing.name}"


def test_every_kind_has_a_name() -> None:
    assert KINDS == ("lost item", "altered byte", "added item", "old key", "resurrected person")
