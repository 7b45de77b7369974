"""The change log's format: one spelling, last states, no order among answers, and a chain that shows what is gone."""

import random
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.continuity import segment
from chalicelib.continuity.segment import Header, Line

ITEM = {"pk": {"S": "a"}, "sealed": {"B": b"\x00\xff"}, "many": {"L": [{"B": b"x"}]}, "tags": {"BS": [b"\x01"]}}
NOW = "2026-11-23T14:05:00.000Z"


def change(sk: str = "1", n: int = 1, at: str = NOW, *, table: str = "surveys", gone: bool = False) -> Line:
    item = None if gone else {"pk": {"S": "p"}, "sk": {"S": sk}, "v": {"N": str(n)}}
    return Line(table, "p", sk, item, at, str(n))


answers = st.builds(
    change,
    st.sampled_from("abcd"),
    st.integers(1, 10**21),
    st.just(NOW),
    table=st.just("responses"),
    gone=st.booleans(),
)
changes = st.lists(answers, max_size=30, unique_by=lambda line: line.n)


def test_a_line_has_one_spelling_and_reads_back_as_it_was() -> None:
    line = Line("surveys", "p", "s", ITEM, NOW, "7")
    raw = segment.encode_line(line)
    assert raw.startswith(b'{"at":"2026-11-23T14:05:00.000Z","item":{"many":')
    assert segment.decode_line(raw) == line
    assert segment.encode_line(Line("t", "p", "s", None)) == b'{"item":null,"pk":"p","sk":"s","table":"t"}'


def test_what_a_stream_spells_in_base64_becomes_the_same_line() -> None:
    from_stream = {"sealed": {"B": "AP8="}, "pk": {"S": "a"}}
    from_table = {"pk": {"S": "a"}, "sealed": {"B": b"\x00\xff"}}
    lines = [Line("t", "p", "s", item, NOW, "1") for item in (from_stream, from_table)]
    assert segment.encode_line(lines[0]) == segment.encode_line(lines[1])


@given(changes, st.randoms())
@settings(max_examples=100)
def test_an_hour_is_its_last_states_whatever_the_order_of_arrival(lines: list[Line], chance: random.Random) -> None:
    again = [*lines, *lines[:3]]
    chance.shuffle(again)
    folded = segment.folded(again)
    assert folded == segment.folded(lines)
    last = {line.sk: line for line in sorted(lines, key=lambda line: int(line.n))}
    assert {line.sk: line.item for line in folded} == {sk: line.item for sk, line in last.items()}
    assert all(b'"at"' not in raw and b'"n"' not in raw for raw in map(segment.encode_line, folded))


def test_the_order_of_an_hour_tells_nothing_of_the_order_of_arrival() -> None:
    chance = random.Random(7)  # noqa: S311 - a test's dice.
    agreed = 0
    for _ in range(400):
        pair = [change(str(chance.random()), n, table="responses") for n in (1, 2)]
        agreed += segment.folded(pair)[0].sk == pair[0].sk
    assert 150 < agreed < 250


def test_a_change_delivered_twice_is_one_line_and_the_rest_stays_in_order() -> None:
    lines = [change("b", 10), change("a", 9), change("a", 100), change("c", 1, "2026-11-23T14:04:59.000Z")]
    once = segment.in_order([*lines, *lines])
    assert [(line.sk, line.n) for line in once] == [("c", "1"), ("a", "9"), ("a", "100"), ("b", "10")]


def test_packing_is_the_same_bytes_every_time() -> None:
    lines = [change("a"), Line("t", "p", "s", ITEM, NOW, "7")]
    assert segment.pack(lines) == segment.pack(lines)
    assert segment.unpack(segment.pack(lines)) == lines
    assert segment.unpack(segment.pack([])) == []


def test_names_tell_the_minute_or_the_hour() -> None:
    assert segment.name_of("minutes", NOW) == "2026-11-23/1405"
    assert segment.name_of("hour", "2026-11-23T13:00:00.000Z") == "2026-11-23/13-responses"
    assert segment.object_key("2026-11-23/1405") == "log/2026-11-23/1405.jsonl.gz"
    assert segment.header_key("2026-11-23/13-responses") == "log/2026-11-23/13-responses.json"
    for name, kind in (("2026-11-23/13-responses", "hour"), ("2026-11-23/1405", "minutes")):
        assert segment.kind_of(name) == kind
        assert segment.name_in(segment.header_key(name)) == segment.name_in(segment.object_key(name)) == name


@pytest.mark.parametrize(
    ("table", "pk", "logged"),
    [
        ("surveys", "D#a", True),
        ("responses", "D#a", True),
        ("keys", "D#a", False),
        ("tallies", "D#a", False),
        ("operations", "JOB#seal_changes", False),
        ("operations", "D#a#X", True),
    ],
)
def test_keys_tallies_and_the_ledgers_of_jobs_are_not_logged(table: str, pk: str, logged: bool) -> None:  # noqa: FBT001
    assert segment.is_logged(table, pk) is logged


def chain(length: int) -> list[tuple[str, bytes, bytes]]:
    made: list[tuple[str, bytes, bytes]] = []
    previous = ""
    for number in range(length):
        lines = [change(str(number), number + 1)]
        stored = segment.pack(lines)
        header = segment.header_of("minutes", (NOW, NOW), lines, stored, previous=previous, sealed_at=NOW)
        raw = segment.encode_header(header)
        made.append((str(number), raw, stored))
        previous = segment.digest(raw)
    return made


def broken(made: Sequence[tuple[str, bytes, bytes]]) -> list[str]:
    return list(segment.broken_links((name, raw) for name, raw, _ in made))


def test_a_header_says_what_a_segment_holds() -> None:
    _, raw, stored = chain(1)[0]
    header = segment.decode_header(raw)
    assert msgspec.json.decode(raw)["from"] == NOW
    assert (header.kind, header.lines, header.previous) == ("minutes", 1, "")
    assert segment.is_intact(header, stored)
    assert not segment.is_intact(header, segment.pack([change("z")]))
    assert not segment.is_intact(msgspec.structs.replace(header, lines=2), stored)


def test_a_chain_shows_what_was_lost_swapped_or_rewritten() -> None:
    made = chain(5)
    assert broken(made) == []
    assert broken(made[2:]) == []
    assert broken([*made[:2], *made[3:]]) == ["3"]
    assert broken([made[0], made[2], made[1], *made[3:]]) == ["2", "1", "3"]
    name, raw, stored = made[1]
    header: Header = segment.decode_header(raw)
    rewritten = segment.encode_header(msgspec.structs.replace(header, lines=7))
    assert broken([made[0], (name, rewritten, stored), *made[2:]]) == ["2"]
