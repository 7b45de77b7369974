"""Nobody shares more than they hold, now and at every view; and what does not fit is refused."""

from typing import Any

import pytest

from local.platform import load_app
from tests.api import acts
from tests.api.share_acts import REFUSED, Guest, Stage, filled_survey, look, pass_for, share, shared, somebody, told
from tests.client import Browser, new_key

load_app()
DAY = 86_400


# --- The sharer holds it still


def user_of(sharewood: Stage, browser: Browser) -> dict[str, Any]:
    users = sharewood.district.administrator.ok("GET", "/users")["items"]
    return next(one for one in users if one["user_id"] == browser.user_id)


def test_a_suspended_sharer_shares_nothing(sharewood: Stage, guest: Guest) -> None:
    zoe = somebody(sharewood.district, "zoe", {"role": "author"})
    shared(zoe, survey_id=sharewood.survey, recipient=guest)
    secret = pass_for(sharewood.district, guest["email"])
    assert look(sharewood.district, secret).status == 200
    alice, path = sharewood.district.administrator, f"/users/{zoe.user_id}"
    alice.ok("POST", f"{path}/suspend", {"revision": user_of(sharewood, zoe)["revision"]})
    assert told(look(sharewood.district, secret)) == REFUSED
    alice.ok("POST", f"{path}/resume", {"revision": user_of(sharewood, zoe)["revision"]})
    assert look(sharewood.district, secret).status == 200
    levels = [{"role": "author", "schools": ["north"]}]
    alice.ok("PUT", f"{path}/levels", {"levels": levels, "revision": user_of(sharewood, zoe)["revision"]})
    assert told(look(sharewood.district, secret)) == REFUSED
    line = next(one for one in alice.ok("GET", "/shares?which=all")["items"] if one["shared_by"] == "Zoe")
    assert line["state"] == "paused"


def test_a_survey_with_enhanced_security_is_not_shared_outside(sharewood: Stage, guest: Guest) -> None:
    survey = filled_survey(sharewood.district, {"north": 10})
    shared(sharewood.ann, survey_id=survey, recipient=guest)
    secret = pass_for(sharewood.district, guest["email"])
    assert look(sharewood.district, secret).status == 200
    body = {"key": new_key(), "security": "enhanced", "reason": ""}
    sharewood.district.administrator.ok("PUT", f"/surveys/{survey}/security", body)
    assert told(look(sharewood.district, secret)) == REFUSED
    refused = share(sharewood.ann, survey_id=survey, recipient=guest)
    assert (refused.status, set(refused.json["fields"])) == (409, {"recipient"})
    inside = shared(sharewood.ann, survey_id=survey, recipient={"user_id": sharewood.ida.user_id})
    assert sharewood.ida.api("GET", f"/shares/{inside}/content").json["error"] == "proof_needed"


WHOLE, NORTH = {"role": "author"}, {"role": "author", "schools": ["north"]}
NO_WORDS, NO_EXPORT = {"role": "author", "fields": []}, {"role": "author", "verbs": ["read", "share"]}
ASKS = {"whole": {}, "north": {"schools": ["north"]}, "both": {"schools": ["north", "south"]}}
ASKS |= {"words": {"fields": ["free_text"]}, "export": {"verbs": ["export"]}}
# Who may share what, written by hand: 201, or the field that reaches further.
MAY = {
    "whole": (WHOLE, {"whole": 201, "north": 201, "both": 201, "words": 201, "export": 201}),
    "north": (
        NORTH,
        {"whole": "schools", "north": 201, "both": "schools", "words": "schools", "export": "schools"},
    ),
    "words": (NO_WORDS, {"whole": 201, "north": 201, "both": 201, "words": "fields", "export": 201}),
    "export": (NO_EXPORT, {"whole": 201, "north": 201, "both": 201, "words": 201, "export": "verbs"}),
    "reader": ({"role": "reader"}, dict.fromkeys(ASKS, "kind")),
    "member": ({"role": "member"}, dict.fromkeys(ASKS, "kind")),
    "unshared": ({"role": "author", "verbs": ["read", "export"]}, dict.fromkeys(ASKS, "kind")),
    "elsewhere": ({"role": "author", "surveys": ["svy_a2"]}, dict.fromkeys(ASKS, "")),
}


@pytest.mark.parametrize("who", MAY)
def test_nobody_shares_more_than_they_hold(sharewood: Stage, who: str) -> None:
    level, expected = MAY[who]
    sharer = somebody(sharewood.district, f"sharer-{who}", level)
    recipient = {"user_id": sharewood.ida.user_id}
    got = {
        name: share(sharer, survey_id=sharewood.survey, recipient=recipient, **asked) for name, asked in ASKS.items()
    }
    seen = {name: one.status if one.status == 201 else "".join(one.json["fields"]) for name, one in got.items()}
    assert seen == expected
    assert {one.status for one in got.values()} <= {201, 403, 404}


def test_a_member_shares_the_dialogues_of_their_own_teams_alone(sharewood: Stage, guest: Guest) -> None:
    stranger = somebody(sharewood.district, "stranger", {"role": "member"})
    tied = somebody(sharewood.district, "tied", {"role": "member", "topics": [sharewood.other_topic]})
    asked = {"kind": "dialogues", "recipient": guest}
    assert share(stranger, topic_id=sharewood.topic, **asked).status == 403
    assert share(stranger, thread_ids=sharewood.threads, **asked).status == 404
    assert share(tied, topic_id=sharewood.topic, **asked).status == 404
    assert share(tied, thread_ids=sharewood.threads, **asked).status == 404
    assert share(sharewood.ann, topic_id=sharewood.topic, **asked).status == 403
    assert share(sharewood.mel, topic_id=sharewood.topic, **asked).status == 201


def test_a_thread_that_moves_out_of_the_sharers_reach_leaves_the_share(sharewood: Stage, guest: Guest) -> None:
    nora = somebody(sharewood.district, "nora", {"role": "member"})
    alice = sharewood.district.administrator
    topic = acts.make_topic(alice, acts.make_team(alice, sharewood.mel.user_id), nora.user_id, "Moving")
    acts.write_to(sharewood.district.visitor(), topic)
    thread = acts.first_waiting(alice, topic)["thread_id"]
    shared(nora, kind="dialogues", thread_ids=[thread], recipient=guest)
    secret = pass_for(sharewood.district, guest["email"])
    assert [one["thread_id"] for one in look(sharewood.district, secret).json["threads"]] == [thread]
    revision = alice.ok("GET", f"/threads/{thread}")["revision"]
    alice.ok("PUT", f"/threads/{thread}/owner", {"owner_id": sharewood.mel.user_id, "revision": revision})
    assert look(sharewood.district, secret).json["threads"] == []
    assert told(look(sharewood.district, secret, f"/shared/content?thread_id={thread}")) == REFUSED


def test_who_leaves_the_team_shares_its_topic_no_more(sharewood: Stage, guest: Guest) -> None:
    tess = somebody(sharewood.district, "tess", {"role": "member"})
    alice = sharewood.district.administrator
    team = acts.make_team(alice, tess.user_id, name="Leavers")
    topic = acts.make_topic(alice, team, sharewood.mel.user_id, "Leaving")
    shared(tess, kind="dialogues", topic_id=topic, recipient=guest)
    secret = pass_for(sharewood.district, guest["email"])
    assert look(sharewood.district, secret).json["threads"] == []
    alice.ok("PUT", f"/teams/{team}", {"name": "Leavers", "member_ids": []})
    assert told(look(sharewood.district, secret)) == REFUSED


# --- What does not fit

BAD: dict[str, tuple[dict[str, Any], set[str]]] = {
    "nothing": ({}, {"survey_id"}),
    "two": ({"survey_id": "svy_a2", "topic_id": "tpc_a2"}, {"topic_id"}),
    "no verb": ({"survey_id": "svy_a2", "verbs": []}, {"verbs"}),
    "another verb": ({"survey_id": "svy_a2", "verbs": ["manage"]}, {"verbs"}),
    "export of dialogues": ({"kind": "dialogues", "topic_id": "tpc_a2", "verbs": ["export"]}, {"verbs"}),
    "contact of results": ({"survey_id": "svy_a2", "fields": ["contact"]}, {"fields"}),
    "no school": ({"survey_id": "svy_a2", "schools": []}, {"schools"}),
    "schools of dialogues": ({"kind": "dialogues", "topic_id": "tpc_a2", "schools": ["north"]}, {"schools"}),
    "91 days": ({"survey_id": "svy_a2", "days": 91}, {"days"}),
    "no day": ({"survey_id": "svy_a2", "days": 0}, {"days"}),
    "no view": ({"survey_id": "svy_a2", "most_views": 0}, {"most_views"}),
    "51 threads": ({"kind": "dialogues", "thread_ids": ["thr_a2"] * 51}, {"thread_ids"}),
    "nobody": ({"survey_id": "svy_a2", "recipient": {}}, {"recipient"}),
    "two people": (
        {"survey_id": "svy_a2", "recipient": {"user_id": "usr_a2", "email": "a@b.example"}},
        {"recipient"},
    ),
    "no address": ({"survey_id": "svy_a2", "recipient": {"email": "a@b"}}, {"recipient"}),
}


@pytest.mark.parametrize("name", BAD)
def test_what_does_not_fit_is_refused(sharewood: Stage, name: str, guest: Guest) -> None:
    said, fields = BAD[name]
    answered = share(sharewood.ann, **{"recipient": guest, **said})
    assert (answered.status, set(answered.json["fields"])) == (400, fields)


def test_a_stranger_or_oneself_is_no_colleague(sharewood: Stage) -> None:
    for user_id in ("usr_a2", sharewood.ann.user_id):
        answered = share(sharewood.ann, survey_id=sharewood.survey, recipient={"user_id": user_id})
        assert (answered.status, set(answered.json["fields"])) == (400, {"recipient"})


def test_things_of_another_district_are_not_there(sharewood: Stage, guest: Guest) -> None:
    alice = sharewood.district.administrator
    for said in ({"topic_id": "tpc_a2"}, {"thread_ids": ["thr_a2"]}, {"thread_ids": [*sharewood.threads, "thr_a2"]}):
        assert share(alice, kind="dialogues", recipient=guest, **said).status == 404
    assert share(alice, survey_id="svy_a2", recipient=guest).status == 404


def test_the_same_key_shares_once(sharewood: Stage, guest: Guest) -> None:
    key = new_key()
    said = {"survey_id": sharewood.survey, "recipient": guest}
    first = shared(sharewood.ann, key=key, **said)
    assert shared(sharewood.ann, key=key, **said) == first
    assert share(sharewood.ann, key=key, **said, days=8).json["fields"].keys() == {"key"}
    assert (
        share(sharewood.ann, key=key, survey_id=sharewood.survey, recipient={**guest, "email": "b@c.example"}).status
        == 409
    )
    assert share(sharewood.district.administrator, key=key, **said).status == 409
