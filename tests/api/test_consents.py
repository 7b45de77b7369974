"""No answer, message or address is taken without a consent; each leaves a receipt; and it can be withdrawn."""

from typing import Any

import pytest

from chalicelib.aws import dynamodb
from chalicelib.consents import service as consents
from chalicelib.consents.receipt import ANSWER, MESSAGE, REPLY_EMAIL, Receipt
from chalicelib.consents.store import ConsentRow, consents_pk
from chalicelib.privacy import links
from chalicelib.privacy import service as privacy
from chalicelib.surveys.roster_service import PURPOSE, Claim
from chalicelib.surveys.store import ParticipantRow, participants_pk
from tests.api import acts
from tests.api.tables import Tables, changes
from tests.client import CONSENT, Answered, Browser, District, letters_to, new_key, open_district, wait_for

DATA = {"safe": "yes", "school": "north", "score": 4}
OLD = {"version": "2019-01"}


@pytest.fixture(scope="module")
def millbrook(platform: Any) -> District:
    return open_district(platform, "millbrook")


@pytest.fixture(scope="module")
def ada(millbrook: District) -> Browser:
    return millbrook.administrator


@pytest.fixture(scope="module")
def topic(ada: Browser) -> str:
    return acts.make_topic(ada, acts.make_team(ada, ada.user_id), ada.user_id)


@pytest.fixture(scope="module")
def tables(millbrook: District) -> Tables:
    return Tables(millbrook.platform, millbrook.district_id)


def invited(district: District, mode: str, name: str) -> tuple[str, str]:
    """A survey with one invited person, and the token of their link."""
    survey = acts.make_survey(district.administrator, mode)
    acts.invite(district.administrator, survey, name)
    return survey, acts.personal_link(district, survey, name)


def participant_of(district: District, token: str) -> str:
    keys = privacy.open_keys_of(district.district_id)
    return links.check_signed(keys, PURPOSE, token, Claim).participant


def receipt_of(district: District, whose: str, purpose: str) -> tuple[ConsentRow, Receipt]:
    row = consents.find_consent(district.district_id, whose, purpose)
    assert row is not None
    key = privacy.key_of(privacy.open_keys_of(district.district_id), row.subject)
    return row, consents.opened(key, row)


def thread_id_of(district: District, link: str) -> str:
    token = link.partition("#")[2]
    return links.check_signed(privacy.open_keys_of(district.district_id), "thread", token, dict)["thread"]


# --- Nothing without a consent


def refused(answered: Answered, field: str) -> None:
    assert (answered.status, answered.json["error"]) == (403, "consent_needed")
    assert list(answered.json["fields"]) == [field]


@pytest.mark.parametrize("mode", ["anonymous", "confidential", "identified"])
@pytest.mark.parametrize(("consent", "field"), [({}, "consent"), (OLD, "consent.version")])
def test_an_answer_without_a_good_consent_is_refused_and_nothing_is_stored(
    mode: str, consent: dict[str, str], field: str, millbrook: District, ada: Browser, tables: Tables
) -> None:
    extra: dict[str, Any] = {"consent": consent}
    if mode == "anonymous":
        survey = acts.make_survey(ada)
    else:
        survey, extra["invitation"] = invited(millbrook, mode, f"zoe{mode}{len(consent)}")
    before = tables.at_rest()
    refused(acts.answer(millbrook.visitor(), survey, DATA, **extra), field)
    assert not changes(before, tables.at_rest())
    assert acts.answer(millbrook.visitor(), survey, DATA, **{**extra, "consent": CONSENT}).status == 201


def test_an_answer_that_says_nothing_of_consent_is_refused(millbrook: District, ada: Browser) -> None:
    body = {"key": new_key(), "version": 1, "locale": "en", "data": DATA}
    refused(millbrook.visitor().api("POST", f"/surveys/{acts.make_survey(ada)}/responses", body), "consent")


@pytest.mark.parametrize(
    ("extra", "field"),
    [
        ({"consent": {}}, "consent"),
        ({"consent": OLD}, "consent.version"),
        ({"consent": CONSENT, "email": "moe@home.example"}, "consent.reply_email"),
    ],
)
def test_a_message_without_a_consent_is_refused_and_nothing_is_stored(
    extra: dict[str, Any], field: str, millbrook: District, topic: str, tables: Tables
) -> None:
    before = tables.at_rest()
    refused(millbrook.visitor().api("POST", "/threads", acts.message(topic, **extra)), field)
    assert not changes(before, tables.at_rest())
    assert letters_to(millbrook.platform, "moe@home.example") == []


# --- Receipts


@pytest.mark.parametrize("mode", ["confidential", "identified"])
def test_a_named_answer_leaves_a_receipt_under_its_persons_key(mode: str, millbrook: District) -> None:
    survey, token = invited(millbrook, mode, f"rita{mode}")
    key = new_key()
    for _ in range(2):  # The same answer again writes no other receipt.
        assert acts.answer(millbrook.visitor(), survey, DATA, key, invitation=token, locale="es").status == 201
    row, receipt = receipt_of(millbrook, participant_of(millbrook, token), ANSWER)
    assert (row.state, row.version, receipt.language) == ("given", CONSENT["version"], "es")
    assert row.subject.startswith("sub_")
    is_identified = mode == "identified"
    assert (len(receipt.at) > len("2026-11-25"), bool(receipt.answer)) == (is_identified, is_identified)


def test_an_anonymous_answer_has_its_consent_inside_and_no_receipt_beside(
    millbrook: District, ada: Browser, tables: Tables
) -> None:
    survey = acts.make_survey(ada)
    before = tables.at_rest()
    assert acts.answer(millbrook.visitor(), survey, DATA).status == 201
    assert {table for table, _, _ in changes(before, tables.at_rest())} == {"responses", "keys"}


def test_a_message_and_an_address_leave_a_receipt_each(millbrook: District, topic: str) -> None:
    link = acts.write_to(millbrook.visitor(), topic, email="nia@home.example")
    thread_id = thread_id_of(millbrook, "#" + link)
    for purpose in (MESSAGE, REPLY_EMAIL):
        row, receipt = receipt_of(millbrook, thread_id, purpose)
        assert (row.state, row.version) == ("given", CONSENT["version"])
        assert (receipt.language, receipt.withdrawn_at) == ("en", "")
    bare = thread_id_of(millbrook, "#" + acts.write_to(millbrook.visitor(), topic))
    assert [row.sk for row in consents.consents_of(millbrook.district_id, bare)] == [MESSAGE]


# --- Withdrawal


def withdraw(district: District, survey: str, token: str) -> Any:
    return district.visitor().ok("POST", f"/surveys/{survey}/withdrawal", {"invitation": token})["answer"]


def respondents(district: District, survey: str) -> Any:
    return district.administrator.ok("GET", f"/surveys/{survey}/participation")["answered"]


def test_whoever_withdraws_a_named_answer_takes_it_out_of_the_results(
    millbrook: District, ada: Browser, tables: Tables
) -> None:
    survey, token = invited(millbrook, "identified", "ivy")
    assert acts.answer(millbrook.visitor(), survey, DATA, invitation=token).status == 201
    wait_for(lambda: respondents(millbrook, survey) == 1, "the answer counted")
    assert withdraw(millbrook, survey, token) == "removed"
    wait_for(lambda: respondents(millbrook, survey) == 0, "the answer out of the counts")
    who = participant_of(millbrook, token)
    row, receipt = receipt_of(millbrook, who, ANSWER)
    assert (row.state, receipt.answer) == ("withdrawn", "")
    assert receipt.withdrawn_at
    pk = participants_pk(millbrook.district_id, survey)
    participant = dynamodb.get(ParticipantRow, pk, who)
    assert participant is not None
    assert participant.state == "withdrawn"
    assert [row for table, row in tables.rows() if table == "responses" and f"#{survey}#" in row["pk"]["S"]] == []
    told = acts.answer(millbrook.visitor(), survey, DATA, invitation=token)
    assert (told.status, list(told.json["fields"])) == (410, ["withdrawn"])
    assert withdraw(millbrook, survey, token) == "none"
    seen = millbrook.visitor().ok("POST", f"/surveys/{survey}/invitation", {"invitation": token})
    assert seen["state"] == "withdrawn"


def test_whoever_withdraws_is_not_reminded_nor_invited_again(millbrook: District, ada: Browser) -> None:
    survey, token = invited(millbrook, "confidential", "uma")
    acts.invite(ada, survey, "vic")
    acts.personal_link(millbrook, survey, "vic")
    assert withdraw(millbrook, survey, token) == "none"
    ada.ok("POST", f"/surveys/{survey}/roster", {"key": new_key(), "csv": acts.roster_of("uma")})
    ada.ok("POST", f"/surveys/{survey}/invitations", {"key": new_key(), "kind": "reminder"})
    wait_for(lambda: len(letters_to(millbrook.platform, "vic@home.example")) == 2, "the other's reminder")
    assert len(letters_to(millbrook.platform, "uma@home.example")) == 1


def test_a_confidential_answer_stays_among_the_counts_and_the_person_is_told(millbrook: District) -> None:
    survey, token = invited(millbrook, "confidential", "kim")
    assert acts.answer(millbrook.visitor(), survey, DATA, invitation=token).status == 201
    assert withdraw(millbrook, survey, token) == "kept"
    wait_for(lambda: respondents(millbrook, survey) == 1, "the count")


def test_a_letter_that_waits_is_not_sent_after_a_withdrawal(millbrook: District, topic: str) -> None:
    from chalicelib.jobs.posting import _carried_out  # noqa: PLC0415 - the sender's own step, without its lease.
    from chalicelib.notifications.store import LetterRow  # noqa: PLC0415

    link = acts.write_to(millbrook.visitor(), topic, email="leo@home.example")
    thread_id = thread_id_of(millbrook, "#" + link)
    wait_for(lambda: letters_to(millbrook.platform, "leo@home.example"), "the thanks")
    millbrook.visitor().ok("POST", "/talk/withdrawal", {"link": link})
    late = LetterRow("D#x", "rpl_late", kind="reply", subject="sub_x", about=thread_id, sealed=b"-")
    assert _carried_out(millbrook.district_id, late) == "withdrawn"


def test_a_withdrawn_conversation_is_closed_to_everybody_and_waits_for_erasure(
    millbrook: District, ada: Browser, topic: str
) -> None:
    link = acts.write_to(millbrook.visitor(), topic, "Please forget this.", email="joy@home.example")
    thread_id = thread_id_of(millbrook, "#" + link)
    visitor = millbrook.visitor()
    for _ in range(2):
        visitor.ok("POST", "/talk/withdrawal", {"link": link})
    reply = {"key": new_key(), "message": "Hello?"}
    assert visitor.api("POST", "/talk/thread", {"link": link}).status == 410
    assert visitor.api("POST", "/talk/messages", {"link": link, **reply}).status == 410
    assert ada.api("GET", f"/threads/{thread_id}").status == 410
    assert ada.api("POST", f"/threads/{thread_id}/replies", reply).status == 410
    for status in ("unopened", "in_progress", "pending", "closed"):
        assert thread_id not in str(ada.ok("GET", f"/inbox?status={status}&topic={topic}"))
    states = {row.sk: row.state for row in consents.consents_of(millbrook.district_id, thread_id)}
    assert states == {MESSAGE: "withdrawn", REPLY_EMAIL: "withdrawn"}


# --- What is counted


@pytest.fixture
def proved(ada: Browser) -> None:
    """Whoever administers has proved who they are in the last minutes."""
    ada.sign_in("alice")


def test_an_administrator_sees_how_many_consents_there_are(millbrook: District, ada: Browser, proved: None) -> None:
    def counts() -> dict[str, Any]:
        return {one["purpose"]: one for one in ada.ok("GET", "/consents")["counts"]}

    before = counts()
    survey, token = invited(millbrook, "identified", "gus")
    assert acts.answer(millbrook.visitor(), survey, DATA, invitation=token).status == 201
    wait_for(lambda: counts()["answer"]["given"] == before["answer"]["given"] + 1, "one more")
    withdraw(millbrook, survey, token)
    wait_for(lambda: counts()["answer"]["withdrawn"] == before["answer"]["withdrawn"] + 1, "one withdrawn")
    assert counts()["answer"]["given"] == before["answer"]["given"]
    shown = ada.ok("GET", "/consents")["versions"]
    assert [one["in_force"] for one in shown][:1] == [True]


def test_a_receipt_says_nothing_in_the_open_but_purpose_state_and_version(tables: Tables) -> None:
    rows = [row for table, row in tables.rows() if table == "consents"]
    assert rows
    open_parts = {name for row in rows for name in row} - {"pk", "sk", "by_purpose_pk", "created_sk", "sealed"}
    assert open_parts == {"subject", "state", "version", "expires_at"}
    assert consents_pk("dst_a", "par_b") == "D#dst_a#CONSENT#par_b"
