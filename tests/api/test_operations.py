"""The jobs page: how jobs do, when they are due, and starting one now."""

from local.platform import Platform
from tests.client import District, open_district, wait_for


def runs_of(district: District, job: str) -> list[dict[str, object]]:
    items = district.administrator.ok("GET", "/jobs")["items"]
    runs: list[dict[str, object]] = next(one["last_runs"] for one in items if one["job"] == job)
    return runs


def test_alice_sees_when_jobs_are_due_and_starts_one(platform: Platform) -> None:
    district = open_district(platform, "operations")
    alice = district.administrator
    told = alice.ok("GET", "/jobs")
    assert told["timezone"] == "America/Chicago"
    shown = {one["job"]: one for one in told["items"]}
    assert shown["back_up_daily"]["schedule"]["hour"] == 2
    assert shown["retain_district"]["schedule"] == {
        "kind": "after",
        "hour": None,
        "minute": None,
        "day": None,
        "minutes": None,
        "job": "plan_retention",
        "until": None,
    }
    assert not shown["retain_district"]["may_start"]
    before = {str(run["started_at"]) for run in runs_of(district, "plan_retention")}
    assert alice.api("POST", "/jobs/runs", {"job": "plan_retention"}).status == 202
    wait_for(
        lambda: any(
            str(run["started_at"]) not in before and run["outcome"] == "done"
            for run in runs_of(district, "plan_retention")
        ),
        "the started run",
    )
    verbs = [entry["verb"] for entry in alice.ok("GET", "/audit")["items"]]
    assert "job.started" in verbs


def test_what_runs_by_itself_alone_or_not_at_all_cannot_be_started(platform: Platform) -> None:
    alice = open_district(platform, "operations-refused").administrator
    for job in ("retain_district", "open_district", "nothing", ""):
        refused = alice.api("POST", "/jobs/runs", {"job": job})
        assert refused.status == 400
        assert "job" in refused.json["fields"]


def test_a_job_is_not_started_again_and_again(platform: Platform) -> None:
    alice = open_district(platform, "operations-often").administrator
    statuses = [alice.api("POST", "/jobs/runs", {"job": "sweep_outbox"}).status for _ in range(11)]
    assert statuses == [202] * 10 + [429]
