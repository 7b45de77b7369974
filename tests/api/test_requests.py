"""A parent asks what is kept of them: to see it, to correct it, to have it erased; and the district answers in time."""

import json
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from chalicelib.assurance.actor import of_job
from chalicelib.aws import dynamodb
from chalicelib.districts.service import get_district
from chalicelib.entry.job import JobFailed
from chalicelib.identity.service import Account, list_accounts
from chalicelib.identity.store import UserRow
from chalicelib.jobs import requests as jobs
from chalicelib.jobs.requests import remind_requests
from chalicelib.jobs.retention import retain
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Unavailable
from chalicelib.privacy import service as privacy
from chalicelib.privacy.erasure_service import STREAM_SECONDS
from chalicelib.requests import reminder_service
from chalicelib.requests.reminder_service import remind_of_requests
from chalicelib.requests.service import KEPT_SECONDS
from chalicelib.requests.store import RequestNoteRow, notes_pk, timed_sk
from chalicelib.surveys.contribution import RESPONDENTS
from chalicelib.surveys.tally_service import ALL, stored_counters
from tests.api import acts, record_acts
from tests.api.tables import Tables
from tests.client import Browser, District, letters_to, new_key, open_district, wait_for

WORDS = "When does the yellow bus leave?"


@pytest.fixture(scope="module")
def meadow(platform: Any) -> District:
    return open_district(platform, "meadow")


@pytest.fixture(scope="module")
def alice(meadow: District) -> Browser:
    return meadow.administrator


def family(meadow: District, alice: Browser, name: str) -> dict[str, str]:
    """Somebody with an identified and a confidential answer and a thread."""
    email = f"{name}@home.example"
    made = {"email": email}
    for mode in ("identified", "confidential"):
        made[mode] = acts.make_survey(alice, mode)
        acts.invite(alice, made[mode], name)
        link = acts.personal_link(meadow, made[mode], name)
        data = {"safe": "no", "why": f"The gate, says {name}."}
        assert acts.answer(meadow.visitor(), made[mode], data, invitation=link).status == 201
    topic = acts.make_topic(alice, acts.make_team(alice, alice.user_id), alice.user_id)
    acts.write_to(meadow.visitor(), topic, WORDS, email=email, name=name.title())
    made["thread"] = acts.first_waiting(alice, topic)["thread_id"]
    return made


def line_of(browser: Browser, state: str, request_id: str) -> Any:
    return next(
        one for one in browser.ok("GET", f"/requests?state={state}")["items"] if one["request_id"] == request_id
    )


def test_the_public_is_told_the_same_whether_or_not_it_is_known(meadow: District, alice: Browser) -> None:
    family(meadow, alice, "ines")
    told = []
    for email in ("ines@home.example", "nobody-here@home.example"):
        answered = meadow.visitor().api("POST", "/requests", record_acts.asking(email))
        told.append((answered.status, answered.json, sorted(answered.headers)))
    assert told[0] == told[1]
    for email in ("ines@home.example", "nobody-here@home.example"):
        assert record_acts.confirm_link(meadow, email)


def test_a_trap_a_throttle_and_an_address(meadow: District) -> None:
    visitor = meadow.visitor()
    trapped = visitor.api("POST", "/requests", record_acts.asking("a@home.example", website="http://spam.example"))
    assert (trapped.status, list(trapped.json["fields"])) == (400, ["website"])
    told = [visitor.api("POST", "/requests", record_acts.asking("flood@home.example")).status for _ in range(7)]
    assert told == [201] * 5 + [429] * 2
    for change, field in (
        ({"email": "nowhere"}, "email"),
        ({"kind": "else"}, "kind"),
        ({"language": "xx"}, "language"),
        ({"name": ""}, "name"),
    ):
        refused = visitor.api("POST", "/requests", {**record_acts.asking("b@home.example"), **change})
        assert (refused.status, list(refused.json["fields"])) == (400, [field])


def test_the_same_key_is_one_request_and_its_link_counts_once(meadow: District, alice: Browser) -> None:
    body = record_acts.asking("once@home.example", "access")
    visitor = meadow.visitor()
    assert [visitor.api("POST", "/requests", body).status for _ in range(2)] == [201, 201]
    assert visitor.api("POST", "/requests", {**body, "kind": "erasure"}).status == 409
    link = record_acts.confirm_link(meadow, "once@home.example")
    confirmed = visitor.ok("POST", "/requests/confirm", {"link": link})
    assert confirmed["kind"] == "access"
    assert visitor.api("POST", "/requests/confirm", {"link": link}).status == 410
    assert visitor.api("POST", "/requests/confirm", {"link": link + "A"}).status == 404
    assert len(letters_to(meadow.platform, "once@home.example")) == 1


def test_an_unconfirmed_request_goes_nowhere_and_lapses(meadow: District, alice: Browser) -> None:
    request_id = record_acts.recorded(alice, "lapse@home.example")
    assert alice.api("POST", f"/requests/{request_id}/start").status == 409
    assert alice.ok("GET", f"/requests/{request_id}")["found"] is None
    link = record_acts.confirm_link(meadow, "lapse@home.example")
    with clock.frozen(clock.now() + timedelta(days=14, minutes=1)):
        assert meadow.visitor().api("POST", "/requests/confirm", {"link": link}).status == 410
        assert remind_requests({}, None)["lapsed"] >= 1
    assert line_of(alice, "refused", request_id)["state"] == "refused"


def test_access_gives_all_that_is_kept_and_says_what_nobody_can_find(meadow: District, alice: Browser) -> None:
    person = family(meadow, alice, "rosa")
    alice.ok("POST", f"/threads/{person['thread']}/notes", {"key": new_key(), "message": "Ask the driver."})
    request_id = record_acts.verified(meadow, alice, person["email"])
    shown = alice.ok("GET", f"/requests/{request_id}")
    assert {name: shown["found"][name] for name in ("participations", "answers", "dialogues")} == {
        "participations": 2,
        "answers": 1,
        "dialogues": 1,
    }
    assert 43 <= shown["days_left"] <= 45
    assert record_acts.answered(alice, request_id).json == {"state": "done"}
    link = record_acts.file_link(meadow, person["email"])
    got = meadow.visitor().ok("POST", "/requests/file", {"link": link})
    document = json.dumps(got["document"])
    for words in ("The gate, says rosa.", WORDS, "Ask the driver.", "Rosa", "rosa@home.example"):
        assert words in document
        assert words in got["text"]
    assert len(got["document"]["answers"]) == 1
    assert "anonymous" in got["document"]["not_here"]
    with clock.frozen(clock.now() + timedelta(hours=24, seconds=1)):
        assert meadow.visitor().api("POST", "/requests/file", {"link": link}).status == 410


def test_access_of_somebody_unknown_is_an_empty_file(meadow: District, alice: Browser) -> None:
    request_id = record_acts.verified(meadow, alice, "stranger@home.example")
    assert record_acts.answered(alice, request_id).status == 200
    link = record_acts.file_link(meadow, "stranger@home.example")
    document = meadow.visitor().ok("POST", "/requests/file", {"link": link})["document"]
    assert [document[name] for name in ("participations", "answers", "dialogues")] == [[], [], []]


def test_a_correction_reaches_every_row_and_the_new_address_finds_the_person(meadow: District, alice: Browser) -> None:
    person = family(meadow, alice, "pita")
    request_id = record_acts.verified(meadow, alice, person["email"], "correction")
    alice.ok("POST", f"/requests/{request_id}/start")
    path = f"/requests/{request_id}/answer"
    assert alice.api("POST", path, {}).status == 400
    assert alice.api("POST", path, {"email": "nowhere"}).status == 400
    assert alice.ok("POST", path, {"name": "Pilar", "email": "pilar@home.example"}) == {"state": "done"}
    writer = alice.ok("GET", f"/threads/{person['thread']}")["writer"]
    assert (writer["name"], writer["email"]) == ("Pilar", "pilar@home.example")
    keys = privacy.open_keys_of(meadow.district_id)
    assert privacy.find_blind(keys, "email", "pilar@home.example")
    assert privacy.find_blind(keys, "email", person["email"]) is None
    again = record_acts.verified(meadow, alice, "pilar@home.example")
    assert alice.ok("GET", f"/requests/{again}")["found"]["participations"] == 2


def test_an_erasure_leaves_nothing_that_finds_or_opens_the_person(meadow: District, alice: Browser) -> None:
    person = family(meadow, alice, "dino")
    keys = privacy.open_keys_of(meadow.district_id)
    subject = privacy.find_blind(keys, "email", person["email"])
    wait_for(lambda: _respondents(keys, person["identified"]) == 1, "the answer counted")
    request_id = record_acts.verified(meadow, alice, person["email"], "erasure")
    assert record_acts.answered(alice, request_id).json == {"state": "done"}
    assert alice.api("GET", f"/threads/{person['thread']}").status == 404
    assert privacy.find_blind(keys, "email", person["email"]) is None
    assert "dino" not in str(_rows(meadow, subject))
    wait_for(lambda: _respondents(keys, person["identified"]) == 0, "the answer taken out of the counters")
    assert _respondents(keys, person["confidential"]) == 1
    participation = alice.ok("GET", f"/surveys/{person['confidential']}/participation")
    assert (participation["invited"], participation["answered"]) == (1, 1)
    assert alice.ok("GET", f"/surveys/{person['identified']}/participation")["invited"] == 0
    assert len(letters_to(meadow.platform, person["email"])) >= 5
    with clock.frozen(clock.now() + timedelta(seconds=STREAM_SECONDS + 60)):
        retain(meadow.district_id, of_job("test"))
    assert privacy.keys_of(keys, [subject, request_id]) == {}
    assert line_of(alice, "done", request_id)["email"] == ""
    proofs = alice.ok("GET", "/retention/purges")["items"]
    assert any(one["kind"] == "erasure" and one["removed"] > 4 for one in proofs)


def _respondents(keys: Any, survey_id: str) -> int:
    return stored_counters(keys, survey_id, 1).get(ALL, {}).get(RESPONDENTS, 0)


def _rows(meadow: District, subject: str | None) -> list[Any]:
    """All rows that name a subject, but for its key and the note of its end."""
    held = Tables(meadow.platform, meadow.district_id).rows()
    return [row for name, row in held if subject and subject in str(row) and name not in {"keys", "operations"}]


def test_whoever_was_erased_comes_back_as_somebody_else(meadow: District, alice: Browser) -> None:
    person = family(meadow, alice, "nora")
    keys = privacy.open_keys_of(meadow.district_id)
    before = privacy.find_blind(keys, "email", person["email"])
    record_acts.answered(alice, record_acts.verified(meadow, alice, person["email"], "erasure"))
    topic = acts.make_topic(alice, acts.make_team(alice, alice.user_id), alice.user_id)
    acts.write_to(meadow.visitor(), topic, "Me again.", email=person["email"])
    after = privacy.find_blind(keys, "email", person["email"])
    assert before
    assert after
    assert before != after
    with clock.frozen(clock.now() + timedelta(seconds=STREAM_SECONDS + 60)):
        retain(meadow.district_id, of_job("test"))
    assert acts.first_waiting(alice, topic)["preview"] == "Me again."


@pytest.mark.parametrize("kind", ["person", "thread", "survey"])
def test_a_hold_refuses_an_erasure_and_nothing_goes(kind: str, meadow: District, alice: Browser) -> None:
    person = family(meadow, alice, f"kept{kind}")
    target = {"person": person["email"], "thread": person["thread"], "survey": person["identified"]}[kind]
    record_acts.hold(alice, kind, target)
    request_id = record_acts.verified(meadow, alice, person["email"], "erasure")
    assert alice.ok("GET", f"/requests/{request_id}")["is_held"]
    refused = record_acts.answered(alice, request_id)
    assert (refused.status, list(refused.json["fields"])) == (409, ["hold"])
    assert alice.ok("GET", f"/threads/{person['thread']}")["writer"]["email"] == person["email"]
    body = {"reason": "A court has ordered us to keep this."}
    assert alice.ok("POST", f"/requests/{request_id}/refuse", body) == {"state": "refused"}
    wait_for(
        lambda: any("A court has ordered" in one for one in letters_to(meadow.platform, person["email"])), "the reason"
    )


def test_a_refusal_has_a_reason_and_a_closed_request_is_closed(meadow: District, alice: Browser) -> None:
    request_id = record_acts.verified(meadow, alice, "closed@home.example")
    assert alice.api("POST", f"/requests/{request_id}/refuse", {"reason": "no"}).status == 400
    alice.ok("POST", f"/requests/{request_id}/refuse", {"reason": "Nobody could be reached."})
    for step in ("start", "answer", "refuse"):
        body = {"reason": "Once more, no."} if step == "refuse" else {} if step == "answer" else None
        assert alice.api("POST", f"/requests/{request_id}/{step}", body).status == 409
    assert alice.ok("GET", f"/requests/{request_id}")["reason"] == "Nobody could be reached."


def test_reminders_come_on_their_days_once_and_an_overdue_request_is_counted(meadow: District, alice: Browser) -> None:
    request_id = record_acts.verified(meadow, alice, "late@home.example")
    start = clock.now()

    def reminded(days: float) -> Any:
        with clock.frozen(start + timedelta(days=days)):
            before = len(_reminders(meadow))
            told = [remind_requests({}, None) for _ in range(2)]
            return told[0], told[1], before

    first, again, _ = reminded(14.1)
    assert first["letters"] >= 1
    assert (again["requests"], again["letters"]) == (0, 0)
    late, again, _ = reminded(45.1)
    assert late["overdue"] >= 1
    assert again["overdue"] == 0
    with clock.frozen(start + timedelta(days=45.2)):
        browser = Browser(meadow.slug).sign_in("alice")
        assert line_of(browser, "verified", request_id)["overdue"]
    wait_for(lambda: any(request_id in one for one in _reminders(meadow)), "the reminder")


def test_a_district_whose_reminders_fail_keeps_no_other_from_theirs(
    meadow: District, lakeview: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    others: list[str] = []
    real = jobs.remind_of_requests

    def remind(district: Any, *more: Any) -> Any:
        if district.id == meadow.district_id:
            raise Unavailable("The store does not answer.")
        others.append(district.id)
        return real(district, *more)

    monkeypatch.setattr(jobs, "remind_of_requests", remind)
    monkeypatch.setattr(jobs, "every_district", lambda: [meadow.district_id, lakeview.district_id])
    with pytest.raises(JobFailed, match="unavailable"):
        remind_requests({}, None)
    assert others == [lakeview.district_id]


def test_a_note_that_is_not_the_requests_own_reminds_nobody_and_goes(meadow: District, alice: Browser) -> None:
    ours = record_acts.verified(meadow, alice, "stray@home.example")
    closed = record_acts.recorded(alice, "stray-too@home.example")
    alice.ok("POST", f"/requests/{closed}/refuse", {"reason": "Nobody could be reached."})
    long_ago = "2020-01-01T00:00:00.000Z"
    strays = [
        RequestNoteRow(notes_pk(meadow.district_id), timed_sk(long_ago, one), expires_at=clock.seconds() + 9_000)
        for one in (ours, closed, "rqs_of_nobody")
    ]
    dynamodb.transact(*map(dynamodb.put, strays))
    keys = privacy.open_keys_of(meadow.district_id)
    district = get_district(meadow.district_id)
    told = remind_of_requests(district, keys, of_job("test"), "http://localhost")
    assert (told.requests, told.letters, told.lapsed) == (0, 0, 0)
    assert [dynamodb.get(RequestNoteRow, one.pk, one.sk) for one in strays] == [None] * 3
    assert line_of(alice, "verified", ours)


def test_more_are_told_than_one_transaction_has_room_for(
    meadow: District, alice: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_id = record_acts.verified(meadow, alice, "crowd@home.example")
    keys, district = privacy.open_keys_of(meadow.district_id), get_district(meadow.district_id)
    (one, *_) = [account for account in list_accounts(keys) if account.row.sk == alice.user_id]
    crowd = [named(one, f"usr_crowd{number}") for number in range(12)]
    assert reminder_service.MOST_LETTERS + 4 <= dynamodb.MOST_WRITES
    monkeypatch.setattr(reminder_service, "MOST_LETTERS", 5)
    monkeypatch.setattr(reminder_service, "_readers", lambda _keys: crowd)
    with clock.frozen(clock.now() + timedelta(days=14.5)):
        before = len(_reminders(meadow))
        told = remind_of_requests(district, keys, of_job("test"), "http://localhost")
        assert told.letters == told.requests * 12
        assert remind_of_requests(district, keys, of_job("test"), "http://localhost").letters == 0
    wait_for(lambda: sum(request_id in one for one in _reminders(meadow)[before:]) == 12, "every reminder")


def named(account: Account, user_id: str) -> Account:
    row = UserRow.from_raw_data(account.row.serialize())
    row.sk = user_id
    return msgspec.structs.replace(account, row=row)


def _reminders(meadow: District) -> list[str]:
    return letters_to(meadow.platform, f"admin@{meadow.slug}.example")


def test_a_request_is_kept_three_years_after_its_end_and_no_longer(meadow: District, alice: Browser) -> None:
    request_id = record_acts.recorded(alice, "years@home.example")
    alice.ok("POST", f"/requests/{request_id}/refuse", {"reason": "Nobody confirmed who asks."})
    rows = [
        row for _, row in Tables(meadow.platform, meadow.district_id).rows() if f"#REQUEST#{request_id}" in str(row)
    ]
    (expires,) = {int(row["expires_at"]["N"]) for row in rows if row["sk"]["S"] == "REQUEST"}
    assert abs(expires - clock.seconds() - KEPT_SECONDS) < 60
    wait_for(lambda: letters_to(meadow.platform, "years@home.example"), "the link")
    Tables(meadow.platform, meadow.district_id).at_rest()
    assert len(letters_to(meadow.platform, "years@home.example")) == 1  # No letter to an address that nobody confirmed.
