"""Sharing with somebody outside: link, code and pass; and every refusal looks the same."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from chalicelib.kernel import clock
from chalicelib.privacy import service as privacy
from chalicelib.sharing import outside_service as outside
from chalicelib.sharing.outside_service import CODE_SECONDS, PASS_SECONDS
from chalicelib.sharing.service import link_of
from local.platform import load_app
from tests.api.share_acts import (
    REFUSED,
    Guest,
    Stage,
    codes_to,
    fetch_code,
    link_to,
    look,
    open_with,
    pass_for,
    refreshed,
    share_with,
    shared,
    told,
)
from tests.client import letters_to, new_key, wait_for

load_app()
DAY = 86_400


# --- The whole way of somebody outside


def test_a_link_a_code_and_a_pass_lead_to_the_results(sharewood: Stage, guest: Guest) -> None:
    share_id = share_with(sharewood, guest)
    secret = pass_for(sharewood.district, guest["email"])
    seen = look(sharewood.district, secret)
    assert seen.status == 200
    content = seen.json
    assert (content["kind"], content["title"], content["views"]) == ("results", "Climate", 1)
    assert content["results"]["respondents"] == 41
    assert content["results"]["response_rate"] is None
    line = next(one for one in sharewood.ann.ok("GET", "/shares")["items"] if one["share_id"] == share_id)
    assert line["views"] == 1
    assert line["last_viewed_at"] > 0
    assert line["recipient"] == {**guest, "is_outside": True}


def test_leaving_ends_the_pass(sharewood: Stage, guest: Guest) -> None:
    share_with(sharewood, guest)
    secret = pass_for(sharewood.district, guest["email"])
    assert look(sharewood.district, secret).status == 200
    assert sharewood.district.visitor().api("DELETE", "/shared", None, parley_share=secret).status == 200
    assert told(look(sharewood.district, secret)) == REFUSED


def test_a_letter_in_spanish(sharewood: Stage, guest: Guest) -> None:
    share_with(sharewood, {**guest, "language": "es"})
    token = link_to(sharewood.district, guest["email"])
    sharewood.district.visitor().ok("POST", "/shared/code", {"token": token})
    wait_for(
        lambda: any("Su código" in text for text in letters_to(sharewood.district.platform, guest["email"])), "a code"
    )


# --- Every refusal, the same way


def test_a_forwarded_link_opens_nothing(sharewood: Stage, guest: Guest) -> None:
    share_with(sharewood, guest)
    token = link_to(sharewood.district, guest["email"])
    assert told(open_with(sharewood, token, "00000000")) == REFUSED
    assert told(look(sharewood.district, token)) == REFUSED
    assert told(sharewood.district.visitor().api("GET", "/shared/content")) == REFUSED
    sharewood.district.visitor("192.0.2.99").ok("POST", "/shared/code", {"token": token})
    wait_for(lambda: codes_to(sharewood.district, guest["email"]), "a code, to the named address alone")


def test_every_link_is_told_the_same(sharewood: Stage, guest: Guest) -> None:
    share_id = share_with(sharewood, guest)
    token = link_to(sharewood.district, guest["email"])
    sharewood.ann.ok("DELETE", f"/shares/{share_id}")
    visitor = sharewood.district.visitor("192.0.2.98")
    answers = {visitor.api("POST", "/shared/code", {"token": one}).body for one in (token, "nonsense", "a.b")}
    assert answers == {b"{}"}
    assert codes_to(sharewood.district, guest["email"]) == []


def test_the_code_of_another_share_opens_nothing(sharewood: Stage, guest: Guest) -> None:
    share_with(sharewood, guest)
    other = {"email": "other@elsewhere.example", "name": ""}
    share_with(sharewood, other)
    mine, theirs = link_to(sharewood.district, guest["email"]), link_to(sharewood.district, other["email"])
    code = fetch_code(sharewood.district, guest["email"], mine)
    fetch_code(sharewood.district, other["email"], theirs)
    assert told(open_with(sharewood, theirs, code)) == REFUSED
    assert open_with(sharewood, mine, code).status == 200


def test_a_code_is_good_once_for_ten_minutes_and_five_tries(sharewood: Stage, guest: Guest) -> None:
    share_with(sharewood, guest)
    token = link_to(sharewood.district, guest["email"])
    code = fetch_code(sharewood.district, guest["email"], token)
    with clock.frozen(clock.now() + timedelta(seconds=CODE_SECONDS)):
        assert told(open_with(sharewood, token, code)) == REFUSED
    assert open_with(sharewood, token, code).status == 200
    assert told(open_with(sharewood, token, code)) == REFUSED
    code = fetch_code(sharewood.district, guest["email"], token)
    for number in range(5):
        wrong = f"{(int(code) + 1 + number) % 10**8:08d}"
        assert told(open_with(sharewood, token, wrong)) == REFUSED
    assert told(open_with(sharewood, token, code)) == REFUSED


def test_a_newer_code_makes_the_older_void(sharewood: Stage, guest: Guest) -> None:
    share_with(sharewood, guest)
    token = link_to(sharewood.district, guest["email"])
    older = fetch_code(sharewood.district, guest["email"], token)
    newer = fetch_code(sharewood.district, guest["email"], token)
    assert told(open_with(sharewood, token, older)) == REFUSED
    assert open_with(sharewood, token, newer).status == 200


def test_a_code_used_by_32_at_once_opens_once(sharewood: Stage, guest: Guest) -> None:
    share_with(sharewood, guest)
    token = link_to(sharewood.district, guest["email"])
    code = fetch_code(sharewood.district, guest["email"], token)
    with ThreadPoolExecutor(32) as pool:
        statuses = Counter(pool.map(lambda _: open_with(sharewood, token, code).status, range(32)))
    assert statuses[200] == 1
    assert statuses.keys() <= {200, 404, 409, 429}


def test_a_pass_ends_after_thirty_minutes(sharewood: Stage, guest: Guest) -> None:
    share_with(sharewood, guest)
    secret = pass_for(sharewood.district, guest["email"])
    with clock.frozen(clock.now() + timedelta(seconds=PASS_SECONDS)):
        assert told(look(sharewood.district, secret)) == REFUSED


def test_nothing_opens_after_the_end(sharewood: Stage, guest: Guest) -> None:
    inside = shared(sharewood.ann, survey_id=sharewood.survey, recipient={"user_id": sharewood.ida.user_id}, days=1)
    share_with(sharewood, guest, days=1)
    token = link_to(sharewood.district, guest["email"])
    with clock.frozen(clock.now() + timedelta(seconds=DAY - 60)):
        secret = pass_for(sharewood.district, guest["email"], token)
        assert look(sharewood.district, secret).status == 200
    with clock.frozen(clock.now() + timedelta(seconds=DAY + 1)):
        assert told(look(sharewood.district, secret)) == REFUSED
        assert told(refreshed(sharewood.ida, "ida").api("GET", f"/shares/{inside}/content")) == REFUSED
        before = codes_to(sharewood.district, guest["email"])
        sharewood.district.visitor().ok("POST", "/shared/code", {"token": token})
        assert codes_to(sharewood.district, guest["email"]) == before
    refreshed(sharewood.ida, "ida")


def test_a_revoked_share_is_refused_at_the_very_next_request(sharewood: Stage, guest: Guest) -> None:
    share_id = share_with(sharewood, guest)
    inside = shared(sharewood.ann, survey_id=sharewood.survey, recipient={"user_id": sharewood.ida.user_id})
    secret = pass_for(sharewood.district, guest["email"])
    path = f"/shares/{inside}/content"
    assert look(sharewood.district, secret).status == 200
    assert sharewood.ida.api("GET", path).status == 200
    sharewood.ann.ok("DELETE", f"/shares/{share_id}")
    assert told(look(sharewood.district, secret)) == REFUSED
    sharewood.ann.ok("DELETE", f"/shares/{inside}")
    assert told(sharewood.ida.api("GET", path)) == REFUSED
    sharewood.ann.ok("DELETE", f"/shares/{inside}")


def test_an_administrator_revokes_what_others_share_and_nobody_else_does(sharewood: Stage, guest: Guest) -> None:
    share_id = share_with(sharewood, guest)
    assert sharewood.mel.api("DELETE", f"/shares/{share_id}").status == 404
    assert sharewood.ida.api("DELETE", f"/shares/{share_id}").status == 404
    sharewood.district.administrator.ok("DELETE", f"/shares/{share_id}")
    line = next(one for one in sharewood.ann.ok("GET", "/shares")["items"] if one["share_id"] == share_id)
    assert line["state"] == "revoked"


def test_another_persons_share_is_refused(sharewood: Stage) -> None:
    inside = shared(sharewood.ann, survey_id=sharewood.survey, recipient={"user_id": sharewood.ida.user_id})
    for browser in (sharewood.ann, sharewood.mel, sharewood.district.administrator):
        assert told(browser.api("GET", f"/shares/{inside}/content")) == REFUSED
    assert sharewood.ida.api("GET", f"/shares/{inside}/content").status == 200


def test_an_inside_share_has_no_door_outside(sharewood: Stage) -> None:
    inside = shared(sharewood.ann, survey_id=sharewood.survey, recipient={"user_id": sharewood.ida.user_id})
    token = link_of(privacy.open_keys_of(sharewood.district.district_id), inside)
    assert told(open_with(sharewood, token, "12345678")) == REFUSED


def test_a_request_cannot_ask_for_another_survey(sharewood: Stage, guest: Guest) -> None:
    share_with(sharewood, guest)
    secret = pass_for(sharewood.district, guest["email"])
    for name, value in (("survey_id", sharewood.other_survey), ("share_id", "shr_a2"), ("schools", "small")):
        assert look(sharewood.district, secret, f"/shared/content?{name}={value}").json["fields"].keys() == {name}


# --- Guessing


def test_codes_are_not_asked_for_without_end(sharewood: Stage, guest: Guest) -> None:
    share_with(sharewood, guest)
    token = link_to(sharewood.district, guest["email"])
    visitor = sharewood.district.visitor("192.0.2.77")
    for sent in (token, f"nonsense{new_key()}"):
        statuses = [visitor.api("POST", "/shared/code", {"token": sent}).status for _ in range(7)]
        assert statuses == [200] * 6 + [429], sent


def test_spelling_a_link_otherwise_makes_no_new_tries(sharewood: Stage, guest: Guest) -> None:
    share_with(sharewood, guest)
    token = link_to(sharewood.district, guest["email"])
    visitor = sharewood.district.visitor("192.0.2.78")
    spellings = [token + "=" * number for number in range(8)]
    statuses = [visitor.api("POST", "/shared/code", {"token": one}).status for one in spellings]
    assert statuses == [200] * outside.CODE_BY_SHARE.tries + [429] * 2
