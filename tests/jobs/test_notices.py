"""A new privacy notice: each district moves once, everybody active is told once, and who has to be asked is asked."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.assurance.actor import of_job
from chalicelib.assurance.service import entries_of_day
from chalicelib.aws import dynamodb
from chalicelib.aws.meter import metered
from chalicelib.consents import announcement_service as announcements
from chalicelib.consents.store import NoticeRow, notices_pk
from chalicelib.dialogues.store import ThreadRow, queue_pk
from chalicelib.districts.service import District as Found
from chalicelib.districts.service import forget_found_districts, get_district
from chalicelib.jobs import notices
from chalicelib.jobs.notices import announce_notice
from chalicelib.jobs.retention import retain
from chalicelib.kernel import clock
from chalicelib.kernel.settings import settings
from chalicelib.privacy import notice_versions as versions
from chalicelib.privacy.erasure_service import STREAM_SECONDS, erased_subjects
from chalicelib.privacy.notice import Notice, Processor
from chalicelib.privacy.vault import DistrictKeys
from tests.api import acts
from tests.api.tables import Tables
from tests.client import CONSENT, WRITER_CONSENT, Browser, District, letters_to, new_key, wait_for
from tests.notices import plant

DATA = {"safe": "yes", "school": "north"}
FIRST, WORDS, MATERIAL = CONSENT["version"], "2027-01-05-aaaaaaaaaaaa", "2027-02-05-bbbbbbbbbbbb"


@pytest.fixture(scope="module")
def staff(riverside: District) -> dict[str, Browser]:
    """Three colleagues, of whom one is suspended."""
    people = {name: riverside.colleague(f"{name}-notices", "author") for name in ("mia", "noa", "lou")}
    listed = riverside.administrator.ok("GET", "/users")["items"]
    revision = next(one["revision"] for one in listed if one["user_id"] == people["lou"].user_id)
    riverside.administrator.ok("POST", f"/users/{people['lou'].user_id}/suspend", {"revision": revision})
    return people


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, riverside: District) -> Iterator[Callable[..., None]]:
    """Lays down further versions beside the one in force, for this file's district alone, and forgets it as it was."""
    made = versions.get_notice(FIRST)
    numbers = iter(range(9))

    def lay(**more: Notice) -> None:
        folder = tmp_path / str(next(numbers))
        plant(folder, **{FIRST: made, **more})
        monkeypatch.setattr(versions, "FOLDER", folder)
        monkeypatch.setattr(notices, "every_district", lambda: [riverside.district_id])
        forget_found_districts()

    yield lay
    forget_found_districts()


def better_words() -> Notice:
    made = versions.get_notice(FIRST)
    return replace(made, shared=made.shared[:2])


def stranger() -> Notice:
    made = better_words()
    return replace(made, processors={**made.processors, "Stranger": Processor([], ["key"], "Reads.", "Lee.")})


def told(district: District, name: str, version: str) -> int:
    letters = letters_to(district.platform, f"{name}-notices@{district.slug}.example")
    return sum(version[:10] in text and "/privacy" in text for text in letters)


def held(district: District) -> Found:
    return get_district(district.district_id)


def test_a_district_moves_and_everybody_active_is_told_exactly_once(
    riverside: District, staff: dict[str, Browser], shelf: Any, run: Any, keys: DistrictKeys
) -> None:
    riverside.platform.run_job("announce_notice", {})  # Districts of other tests have moved by now.
    assert riverside.platform.run_job("announce_notice", {})["announced"] == 0  # As it runs on AWS: nothing is new.
    shelf(**{WORDS: better_words()})
    assert run(announce_notice, {}) == {"districts": 1, "announced": 1}
    assert held(riverside).privacy_version == WORDS
    for name in ("mia", "noa"):
        wait_for(lambda name=name: told(riverside, name, WORDS) == 1, "the letter")
    assert run(announce_notice, {})["announced"] == 0
    for _ in range(2):  # The order comes again: nobody is told again.
        assert announcements.carry_out_notice(held(riverside), keys, WORDS, settings().base_url) == 0
    Tables(riverside.platform, riverside.district_id).at_rest()
    assert [told(riverside, name, WORDS) for name in ("mia", "noa", "lou")] == [1, 1, 0]
    entries = entries_of_day(riverside.district_id, clock.iso(clock.now())[:10])
    assert [one.detail["version"] for one in entries if one.verb == "notice.announced"] == [WORDS]  # type: ignore[index]


def test_an_order_that_stopped_half_way_goes_on_where_it_stopped(
    riverside: District, staff: dict[str, Browser], keys: DistrictKeys
) -> None:
    version, pk = "2027-01-09-cccccccccccc", notices_pk(riverside.district_id, "2027-01-09-cccccccccccc")
    dynamodb.transact(dynamodb.put_new(NoticeRow(pk, staff["mia"].user_id, told_at="x", expires_at=2_000_000_000)))
    with metered() as cost:
        assert announcements.carry_out_notice(held(riverside), keys, version, settings().base_url) == 2
    assert cost.calls["dynamodb.TransactWriteItems"] == 2  # Alice and Noa: linear in who is still to be told.
    assert announcements.carry_out_notice(held(riverside), keys, version, settings().base_url) == 0
    wait_for(lambda: told(riverside, "noa", version) == 1, "the letter")
    assert told(riverside, "mia", version) == 0


def test_the_banner_stands_until_it_is_put_away(riverside: District, staff: dict[str, Browser], shelf: Any) -> None:
    shelf(**{WORDS: better_words()})
    mia, noa = (Browser(riverside.slug).sign_in(f"{name}-notices") for name in ("mia", "noa"))
    assert mia.ok("GET", "/me/notice") == {"version": WORDS, "is_unread": True}
    for _ in range(2):
        mia.ok("PUT", "/me/notice", {})
    assert mia.ok("GET", "/me/notice")["is_unread"] is False
    assert noa.ok("GET", "/me/notice")["is_unread"] is True
    told_and_read = announcements.count_told(riverside.district_id, WORDS)
    assert (told_and_read.told, told_and_read.read) == (3, 1)


def test_only_a_material_change_asks_respondents_and_writers_again(
    riverside: District, alice: Browser, staff: dict[str, Browser], shelf: Any, run: Any
) -> None:
    alice.sign_in("alice")
    survey, visitor = acts.make_survey(alice), riverside.visitor()
    topic = acts.make_topic(alice, acts.make_team(alice, alice.user_id), alice.user_id)
    shelf(**{WORDS: better_words()})
    assert visitor.ok("GET", f"/surveys/{survey}/form")["privacy"] == {"version": WORDS}
    assert acts.answer(visitor, survey, DATA).status == 201  # Agreed to the notice before the better words.
    link = acts.write_to(visitor, topic)
    more = {"link": link, "key": new_key(), "message": "And?"}
    assert visitor.api("POST", "/talk/messages", more).status == 201

    shelf(**{WORDS: better_words(), MATERIAL: stranger()})
    run(announce_notice, {})
    assert held(riverside).privacy_version == MATERIAL
    refused = acts.answer(visitor, survey, DATA)
    assert (refused.status, list(refused.json["fields"])) == (403, ["consent.version"])
    assert acts.answer(visitor, survey, DATA, consent={"version": WORDS}).status == 403
    assert acts.answer(visitor, survey, DATA, consent={"version": MATERIAL}).status == 201
    assert visitor.api("POST", "/threads", acts.message(topic, consent=WRITER_CONSENT)).status == 403
    more["key"] = new_key()
    assert visitor.api("POST", "/talk/messages", more).status == 403
    assert visitor.api("POST", "/talk/messages", {**more, "consent": {"version": MATERIAL}}).status == 201
    assert visitor.api("POST", "/talk/messages", {**more, "key": new_key()}).status == 201  # The new one is held.
    shown = visitor.ok("GET", "/privacy/versions")
    assert [(one["version"], one["material"]) for one in shown["items"]] == [
        (MATERIAL, True),
        (WORDS, False),
        (FIRST, False),
    ]
    assert visitor.ok("GET", f"/privacy/versions/{FIRST}")["is_current"] is False


def test_a_withdrawn_conversation_goes_with_the_next_pass_and_its_key_a_day_later(
    riverside: District, alice: Browser, shelf: Any
) -> None:
    shelf(**{WORDS: better_words(), MATERIAL: stranger()})
    topic = acts.make_topic(alice, acts.make_team(alice, alice.user_id), alice.user_id)
    link = acts.write_to(riverside.visitor(), topic, consent={"version": MATERIAL})
    riverside.visitor().ok("POST", "/talk/withdrawal", {"link": link})
    waiting = dynamodb.query(ThreadRow, queue_pk(riverside.district_id, "withdrawn"), limit=9, index="by_status").items
    (thread_id,) = {item["pk"]["S"].rpartition("#")[2] for item in waiting}
    actor = of_job("retain_district", "1")
    assert retain(riverside.district_id, actor)["withdrawn"] == 1
    assert retain(riverside.district_id, actor)["withdrawn"] == 0
    tables = Tables(riverside.platform, riverside.district_id)
    assert [row for table, row in tables.rows() if table == "dialogues" and thread_id in row["pk"]["S"]] == []
    assert [row for table, row in tables.rows() if table == "consents" and thread_id in row["pk"]["S"]] == []
    assert thread_id in set(erased_subjects(riverside.district_id))
    assert any(f"#K#{thread_id}" in row["pk"]["S"] for table, row in tables.rows() if table == "keys")
    with clock.frozen(clock.now() + timedelta(seconds=STREAM_SECONDS)):
        assert retain(riverside.district_id, actor)["keys"] >= 1
    assert not any(f"#K#{thread_id}" in row["pk"]["S"] for table, row in tables.rows() if table == "keys")
