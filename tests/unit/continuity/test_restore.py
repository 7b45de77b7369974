"""Rebuilding: from a blurred backup and the changes since, whatever a table was at any instant after it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.continuity.restore import Change, Item, Key, compare, digests, newest_states, rebuilt
from chalicelib.continuity.restore_people import owners, sealers, subject_of_partition

KEYS = [("p", str(number)) for number in range(4)]
WRITES = st.lists(st.tuples(st.sampled_from(KEYS), st.one_of(st.none(), st.integers(0, 9))), max_size=30)


def item_of(key: Key, value: int) -> Item:
    return {"pk": {"S": key[0]}, "sk": {"S": key[1]}, "value": {"N": str(value)}}


def state_after(writes: list[tuple[Key, int | None]]) -> dict[Key, Item]:
    state: dict[Key, Item] = {}
    for key, value in writes:
        state.pop(key, None)
        if value is not None:
            state[key] = item_of(key, value)
    return state


@given(writes=WRITES, data=st.data())
def test_any_instant_after_a_blurred_backup_is_rebuilt(writes: list[tuple[Key, int | None]], data: Any) -> None:
    """Each row is saved at a moment of its own between the backup's beginning and its end."""
    begin = data.draw(st.integers(0, len(writes)))
    end = data.draw(st.integers(begin, len(writes)))
    instant = data.draw(st.integers(end, len(writes)))
    saved = []
    for key in KEYS:
        seen = state_after(writes[: data.draw(st.integers(begin, end))])
        saved += [seen[key]] if key in seen else []
    changes = [
        Change("t", key, None if value is None else item_of(key, value), (number,))
        for number, (key, value) in enumerate(writes)
        if begin <= number < instant
    ]
    shuffled = data.draw(st.permutations(changes))
    made = digests(rebuilt(saved, newest_states(shuffled)))
    assert made == digests(state_after(writes[:instant]).values())


def test_each_difference_has_its_kind() -> None:
    promised = digests(item_of(key, 1) for key in KEYS[:3])
    found = digests([item_of(KEYS[0], 1), item_of(KEYS[1], 2), item_of(KEYS[3], 1)])
    made = compare("t", promised, found, old_key=0, resurrected=0)
    assert (made.items, made.equal, made.altered, made.lost, made.added) == (3, 1, 1, 1, 1)
    assert made.promised_hash != made.found_hash
    assert compare("t", promised, promised, old_key=0, resurrected=0).found_hash == made.promised_hash


ROW = {"pk": {"S": "D#dst_aaaa#H#thr_aaaa"}, "sk": {"S": "E#000001"}, "sealed": {"B": b"-"}, "by": {"S": "usr_aaaa"}}


def test_a_row_is_under_its_subject_whoever_its_keys_name_and_the_subject_of_its_partition() -> None:
    held = owners("dialogues", ROW, {"D#dst_aaaa#H#thr_aaaa": "per_aaaa"})
    assert {"per_aaaa", "thr_aaaa"} < held
    assert "usr_aaaa" not in held
    assert owners("audit", ROW, {}) == frozenset()


def test_a_row_is_sealed_by_its_subject_or_else_by_somebody_it_names_never_by_its_district() -> None:
    assert sealers(ROW, {"D#dst_aaaa#H#thr_aaaa": "per_aaaa"}) == ["per_aaaa"]
    assert sealers({**ROW, "subject": {"S": "thr_bbbb"}}, {}) == ["thr_bbbb"]
    assert set(sealers(ROW, {})) == {"thr_aaaa", "usr_aaaa"}
    assert sealers({**ROW, "sealed": {"NULL": True}}, {}) == []


def test_a_threads_head_says_whose_its_partition_is() -> None:
    head = {**ROW, "sk": {"S": "THREAD"}, "subject": {"S": "per_aaaa"}}
    assert subject_of_partition(head) == ("D#dst_aaaa#H#thr_aaaa", "per_aaaa")
    assert subject_of_partition(ROW) is None
