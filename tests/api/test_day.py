"""A whole day, by calls alone."""

from tests.api.acts import answer, make_survey, make_team, make_topic
from tests.client import WRITER_CONSENT, Browser, District, new_key, wait_for, wait_for_link


def test_families_answer_and_staff_read_results(alice: Browser, lakeview: District):
    survey_id = make_survey(alice)
    visitor = lakeview.visitor()
    assert visitor.ok("GET", f"/surveys/{survey_id}/form")["accepting"]
    for number in range(12):
        data = {"safe": "yes", "school": "north" if number else "south", "score": 1 + number % 5}
        assert answer(visitor, survey_id, data).status == 201
    results = wait_for(
        lambda: (got := alice.ok("GET", f"/surveys/{survey_id}/results"))["respondents"] == 12 and got, "12 counted"
    )
    assert results["items"][0]["bars"][0]["count"] == 12
    north, south = results["groups"][0]["values"]
    assert north["hidden"]
    assert south["hidden"]
    recount = lakeview.platform.run_job("recount_survey", {"district": "lakeview", "survey_id": survey_id})
    assert recount["differences"] == 0
    csv = alice.ok("GET", f"/surveys/{survey_id}/export")["csv"]
    assert csv.splitlines()[0] == "response,hour,version,language,seed,safe,why,school,score"


def test_a_roster_is_mailed_and_only_the_silent_are_reminded(alice: Browser, lakeview: District):
    survey_id = make_survey(alice, mode="confidential")
    csv = (
        "email,name,language,school,role\nana@home.example,Ana,es,north,parent\nben@home.example,Ben,en,south,parent\n"
    )
    assert alice.ok("POST", f"/surveys/{survey_id}/roster", {"key": new_key(), "csv": csv}) == {"added": 2}
    assert alice.ok("POST", f"/surveys/{survey_id}/roster", {"key": new_key(), "csv": csv}) == {"added": 0}
    alice.ok("POST", f"/surveys/{survey_id}/invitations", {"key": new_key(), "kind": "first"})
    pattern = rf"/s/{survey_id}#i=(\S+)"
    ana, ben = (wait_for_link(lakeview.platform, f"{name}@home.example", pattern) for name in ("ana", "ben"))
    visitor = lakeview.visitor()
    assert visitor.ok("POST", f"/surveys/{survey_id}/invitation", {"invitation": ana}) == {
        "state": "open",
        "language": "es",
        "seed": 0,
    }
    key = new_key()
    first = answer(visitor, survey_id, {"safe": "yes"}, key, invitation=ana)
    again = answer(visitor, survey_id, {"safe": "yes"}, key, invitation=ana)
    assert first.status == again.status == 201
    assert first.json == again.json
    assert answer(visitor, survey_id, {"safe": "no"}, invitation=ana).status == 410
    assert answer(visitor, survey_id, {"safe": "no"}, key, invitation=ana).status == 409
    alice.ok("POST", f"/surveys/{survey_id}/invitations", {"key": new_key(), "kind": "reminder"})
    assert wait_for_link(lakeview.platform, "ben@home.example", pattern, 2) == ben
    wait_for(lambda: alice.ok("GET", f"/surveys/{survey_id}/participation")["answered"] == 1, "participation")
    got = alice.ok("GET", f"/surveys/{survey_id}/participation")
    assert got == {"invited": 2, "mailed": 2, "answered": 1, "not_answered": 1, "response_rate": 0.5}


def test_a_parent_writes_the_team_answers_and_the_parent_rates(alice: Browser, bob: Browser, lakeview: District):
    team_id = make_team(alice, bob.user_id)
    topic_id = make_topic(alice, team_id, bob.user_id)
    visitor = lakeview.visitor()
    body = {
        "key": new_key(),
        "topic_id": topic_id,
        "type": "question",
        "message": "When does bus 7 leave?",
        "language": "en",
        "name": "Dana",
        "email": "dana@home.example",
        "website": "",
        "consent": WRITER_CONSENT,
    }
    started = visitor.ok("POST", "/threads", body)
    assert visitor.ok("POST", "/threads", body) == started
    inbox = bob.ok("GET", f"/inbox?status=unopened&team={team_id}")
    (waiting,) = [item for item in inbox["items"] if item["topic_id"] == topic_id]
    assert waiting["preview"] == "When does bus 7 leave?"
    thread = bob.ok("GET", f"/threads/{waiting['thread_id']}")
    assert thread["writer"] == {"name": "Dana", "email": "dana@home.example"}
    bob.ok("POST", f"/threads/{waiting['thread_id']}/notes", {"key": new_key(), "message": "Ask the garage."})
    bob.ok("POST", f"/threads/{waiting['thread_id']}/replies", {"key": new_key(), "message": "At 7:05."})
    link = wait_for_link(lakeview.platform, "dana@home.example", r"At 7:05.[\s\S]*/talk/thread#(\S+)")
    seen = visitor.ok("POST", "/talk/thread", {"link": link})
    assert [said["from"] for said in seen["messages"]] == ["writer", "district"]
    assert seen["may_rate"]
    visitor.ok("POST", "/talk/rating", {"link": link, "key": new_key(), "score": 9, "comment": "Quick!"})
    assert not visitor.ok("POST", "/talk/thread", {"link": link})["may_rate"]
    visitor.ok("POST", "/talk/messages", {"link": link, "key": new_key(), "message": "Thank you!"})
    thread = bob.ok("GET", f"/threads/{waiting['thread_id']}")
    assert [event["kind"] for event in thread["timeline"]] == ["message", "note", "reply", "rating", "message"]
    bob.ok("PUT", f"/threads/{waiting['thread_id']}/status", {"status": "closed", "revision": thread["revision"]})
    assert (
        bob.api("PUT", f"/threads/{waiting['thread_id']}/owner", {"owner_id": alice.user_id, "revision": 1}).status
        == 409
    )


def test_the_night_backs_up_and_retains(alice: Browser, lakeview: District):
    made = lakeview.platform.run_job("back_up_daily", {})
    assert made["tables"] == 9
    assert made["items"] > 0
    assert lakeview.platform.run_job("plan_retention", {})["districts"] >= 1
    jobs = {job["job"]: job["last_runs"] for job in alice.ok("GET", "/jobs")["items"]}
    assert jobs["back_up_daily"][0]["outcome"] == "done"
    wait_for(lambda: alice.ok("GET", "/jobs")["items"][2]["last_runs"], "retain_district")
