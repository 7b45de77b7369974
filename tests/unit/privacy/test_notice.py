"""Which changes of the privacy notice are material, over notices of any shape; and which consents stay good."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.kernel.errors import NotFound
from chalicelib.privacy import notice_versions as versions
from chalicelib.privacy.notice import Kept, Notice, Processor, Sentence, changes, content_hash, is_material
from chalicelib.privacy.notice_versions import Version
from tests.notices import plant

PEOPLE, RECORDS, PURPOSES = ("respondent", "writer"), ("A", "B", "C"), ("surveys", "letters", "sharing")
CLASSES, READERS = ("internal", "personal sealed", "key"), ("staff", "authors", "nobody")
SAID = Sentence("Kept.", "Se guarda.")
some = lambda names: st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)  # noqa: E731 - a strategy.
seen = st.dictionaries(st.sampled_from(CLASSES), some(READERS).map(sorted), min_size=1, max_size=2)
kept = st.builds(
    Kept,
    st.sampled_from(RECORDS),
    st.sampled_from(PEOPLE),
    st.just(SAID),
    some(PURPOSES),
    seen,
    st.just("rule"),
    st.integers(1, 9),
)
one_of_each = st.lists(kept, max_size=4, unique_by=lambda one: (one.record, one.person))
processors = st.dictionaries(
    st.sampled_from(("Tables", "Mail")), st.builds(Processor, st.just([]), some(CLASSES), st.just("x"), st.just("y"))
)
notices = st.builds(
    lambda kept, processors: Notice({}, {}, {}, {}, {}, kept, processors, [], {}, {}, ["us-east-1"]),
    one_of_each,
    processors,
)


@given(notices)
def test_a_notice_differs_from_itself_in_nothing(notice):
    assert changes(notice, notice) == []


@given(notices, notices)
def test_whatever_differs_is_told_and_what_is_equal_has_one_hash(old, new):
    assert (changes(old, new) == []) == (content_hash(old) == content_hash(new))


@given(notices, kept)
def test_taking_something_away_asks_nobody_again(notice, one):
    assert not is_material(replace(notice, kept=[*notice.kept, one]), notice)


@given(notices, st.sampled_from(["shared", "rights", "supplement"]))
def test_other_words_are_told_and_ask_nobody_again(notice, part):
    said = {"shared": [SAID], "rights": {"writer": [SAID]}, "supplement": {"duration": SAID}}
    (change,) = changes(notice, replace(notice, **{part: said[part]}))
    assert (change.kind, change.material) == ("words", False)


@given(notices, st.data())
def test_a_new_purpose_class_or_reader_of_a_record_is_material(notice, data):
    if not notice.kept:
        return
    place = data.draw(st.integers(0, len(notice.kept) - 1))
    held = notice.kept[place]
    kind = next(iter(held.seen))
    for more in (
        replace(held, purposes=[*held.purposes, "advertising"]),
        replace(held, seen={**held.seen, "location": ["staff"]}),
        replace(held, seen={**held.seen, kind: [*held.seen[kind], "police"]}),
    ):
        records = [more if number == place else one for number, one in enumerate(notice.kept)]
        assert is_material(notice, replace(notice, kept=records))


@given(notices, st.integers(1, 500), st.data())
def test_longer_is_material_and_shorter_is_not(notice, days, data):
    if not notice.kept:
        return
    place = data.draw(st.integers(0, len(notice.kept) - 1))
    records = list(notice.kept)
    records[place] = replace(records[place], days=records[place].days + days)
    longer = replace(notice, kept=records)
    assert is_material(notice, longer)
    assert not is_material(longer, notice)
    assert any(change.kind == "shorter" for change in changes(longer, notice))


@given(notices)
def test_a_new_processor_or_more_data_for_one_is_material(notice):
    more = replace(notice, processors={**notice.processors, "Stranger": Processor([], ["key"], "x", "y")})
    assert is_material(notice, more)
    assert not is_material(more, notice)


@given(notices, kept)
def test_a_new_record_of_what_there_was_for_as_long_at_most_is_not_material(notice, one):
    if not notice.kept:
        return
    held = notice.kept[0]
    assert not is_material(notice, replace(notice, kept=[*notice.kept, replace(held, record="D", days=held.days)]))


# --- Versions


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(versions, "FOLDER", tmp_path)
    return tmp_path


def made(days: int, words: str = "") -> Notice:
    record = Kept("A", "writer", SAID, ["letters"], {"key": ["nobody"]}, "rule", days)
    return Notice({}, {}, {}, {}, {}, [record], {}, [Sentence(words, words)], {}, {}, [])


def test_a_consent_stays_good_until_something_material_lies_between(shelf: Path):
    plant(shelf, first=made(5), better_words=made(5, "Better."), longer=made(6, "Better."))
    assert versions.current_version() == "longer"
    assert versions.is_good("first", "better_words")
    assert versions.is_good("longer", "longer")
    assert not versions.is_good("first", "longer")
    assert not versions.is_good("better_words", "longer")
    assert versions.is_good("longer", "better_words")  # Somebody agreed to more before this process knew of it.
    assert not versions.is_good("2026-11", "longer")
    assert not versions.is_good("", "longer")


def test_the_history_tells_what_each_version_changed(shelf: Path):
    plant(shelf, first=made(5), better_words=made(5, "Better."), longer=made(6, "Better."))
    told = [(one.version, [change.kind for change in one.changes], one.material) for one in versions.history()]
    assert told[-1] == ("first", [], False)
    assert told[1] == ("better_words", ["words"], False)
    assert told[0][0] == "longer"
    assert set(told[0][1]) == {"longer"}
    assert told[0][2]


def test_an_old_version_stays_readable_and_an_unknown_one_is_not_found(shelf: Path):
    plant(shelf, first=made(5), longer=made(6))
    assert versions.get_notice("first") == made(5)
    for name in ("never", "../versions", ""):
        with pytest.raises(NotFound):
            versions.get_notice(name)


def test_every_version_in_the_repository_is_what_its_hash_says():
    for one in versions.versions():
        notice = versions.get_notice(one.version)
        assert content_hash(notice).startswith(one.content_hash)
        assert one.version == f"{one.day}-{one.content_hash}"
    listed = (versions.FOLDER / versions.LIST).read_bytes()
    assert msgspec.json.decode(listed, type=list[Version]) == versions.versions()
