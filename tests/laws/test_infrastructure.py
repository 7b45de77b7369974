"""Law 8: infrastructure in step. What the code stands on is what the templates make, and the other way round."""

import json
from functools import cache

import pytest
from aws_lambda_powertools.metrics import Metrics

from chalicelib.assurance.schedules import SCHEDULES, ByTheClock, Every
from chalicelib.aws.dynamodb import Row
from chalicelib.continuity import escrow_service, log_service, segment
from chalicelib.entry import job
from chalicelib.kernel import errors
from chalicelib.kernel.settings import Settings, settings
from infrastructure.application import application_template, load_app
from infrastructure.targets import aws_target
from infrastructure.templates import HERE, ROOT, of_type, read
from tests.modules import import_all

DATA, ALARMS = read(HERE / "data.yaml"), read(HERE / "alarms.yaml")
CONFIG = json.loads((ROOT / ".chalice" / "config.json").read_text())["stages"]["prod"]["lambda_functions"]
TABLES = {
    resource["Properties"]["TableName"]["Fn::Sub"].removeprefix("${Stage}-"): resource["Properties"]
    for resource in of_type(DATA, "AWS::DynamoDB::Table").values()
}
JOBS = sorted(function.name for function in load_app().pure_lambda_functions)


@cache
def app_template():
    return application_template(load_app(), aws_target())


def functions():
    return of_type(app_template(), "AWS::Serverless::Function")


def function_of(name):
    (found,) = [
        one for one in functions().values() if one["Properties"]["FunctionName"]["Fn::Sub"] == f"${{Stage}}-{name}"
    ]
    return found["Properties"]


def every_row():
    import_all()
    found, waiting = [], [Row]
    while waiting:
        below = waiting.pop().__subclasses__()
        found += below
        waiting += below
    return found


def attributes_of(table):
    return {
        name: attribute for row in every_row() if table == row.TABLE for name, attribute in row.get_attributes().items()
    }


def key_names(schema):
    return {key["KeyType"]: key["AttributeName"] for key in schema}


# --- Tables and rows


def test_every_table_has_rows_and_every_row_has_a_table():
    assert set(TABLES) == {row.TABLE for row in every_row()}


@pytest.mark.parametrize("table", sorted(TABLES))
def test_a_tables_keys_are_those_of_its_rows(table):
    (hash_key,) = {name for name, one in attributes_of(table).items() if one.is_hash_key}
    (range_key,) = {name for name, one in attributes_of(table).items() if one.is_range_key}
    assert key_names(TABLES[table]["KeySchema"]) == {"HASH": hash_key, "RANGE": range_key}


# What a pass of retention needs of an answer or a thread is not its contents; who looks for a person reads the rows.
PROJECTIONS = {
    "by_hour": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["subject", "home_pk"]},
    "by_closed": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["subject", "status"]},
    "by_subject": {"ProjectionType": "KEYS_ONLY"},
    "by_waiting": {"ProjectionType": "KEYS_ONLY"},
    "by_purpose": {"ProjectionType": "KEYS_ONLY"},  # Consents are counted, no more.
}


@pytest.mark.parametrize("table", sorted(TABLES))
def test_a_tables_indexes_are_those_of_its_rows(table):
    declared = {index["IndexName"]: index for index in TABLES[table].get("GlobalSecondaryIndexes", [])}
    rows = attributes_of(table)
    assert set(declared) == {
        name.removesuffix("_pk") for name in rows if name.startswith("by_") and name.endswith("_pk")
    }
    for name, index in declared.items():
        assert key_names(index["KeySchema"]) == {"HASH": f"{name}_pk", "RANGE": "created_sk"}
        assert index["Projection"] == PROJECTIONS.get(name, {"ProjectionType": "ALL"})


@pytest.mark.parametrize("table", sorted(TABLES))
def test_a_tables_key_attributes_are_declared_with_the_rows_types(table):
    declared = {one["AttributeName"]: one["AttributeType"] for one in TABLES[table]["AttributeDefinitions"]}
    used = {name for schema in schemas_of(TABLES[table]) for name in key_names(schema).values()}
    assert declared == {name: attributes_of(table)[name].attr_type for name in used}


def schemas_of(table):
    return [table["KeySchema"], *(index["KeySchema"] for index in table.get("GlobalSecondaryIndexes", []))]


@pytest.mark.parametrize("table", sorted(TABLES))
def test_a_table_expires_what_its_rows_say_expires(table):
    expiring = attributes_of(table).get("expires_at")
    expected = {"AttributeName": "expires_at", "Enabled": True} if expiring else None
    assert TABLES[table].get("TimeToLiveSpecification") == expected
    assert expiring is None or expiring.attr_type == "N"


def test_streams_are_those_that_a_function_reads():
    streams = {
        name: table["StreamSpecification"]["StreamViewType"]
        for name, table in TABLES.items()
        if "StreamSpecification" in table
    }
    assert streams.pop("responses") == "NEW_AND_OLD_IMAGES"
    assert set(streams.values()) == {"NEW_IMAGE"}
    read_by = [one["EventSourceArn"].get("Ref", "") for _, one in mappings()]
    expected = sorted(f"{name.title()}Stream" for name in (*streams, "responses"))
    assert sorted(name for name in read_by if name.endswith("Stream")) == expected


def test_every_table_but_keys_tallies_trends_and_what_is_unfinished_goes_into_the_change_log():
    assert {name for name, table in TABLES.items() if "StreamSpecification" not in table} == segment.UNLOGGED


def test_copies_in_the_second_region_go_when_the_originals_go():
    here, there = (of_type(template, "AWS::S3::Bucket") for template in (DATA, read(HERE / "replica.yaml")))
    for name in ("LifecycleConfiguration", "ObjectLockConfiguration"):
        assert here["BackupBucket"]["Properties"][name] == there["ReplicaBucket"]["Properties"][name]
    for name in ("LifecycleConfiguration", "VersioningConfiguration"):
        assert here["FilesBucket"]["Properties"][name] == there["FilesReplicaBucket"]["Properties"][name]


def test_a_deletion_reaches_the_copies_of_files_and_no_copy_of_a_backup():
    buckets = of_type(DATA, "AWS::S3::Bucket")
    rules = {name: bucket["Properties"].get("ReplicationConfiguration") for name, bucket in buckets.items()}
    copied = {name: found["Fn::If"][1]["Rules"][0] for name, found in rules.items() if found}
    assert {name: rule["DeleteMarkerReplication"]["Status"] for name, rule in copied.items()} == {
        "BackupBucket": "Disabled",
        "FilesBucket": "Enabled",
    }
    roles = of_type(DATA, "AWS::IAM::Role")
    may_delete = {name for name, role in roles.items() if "s3:ReplicateDelete" in json.dumps(role)}
    assert may_delete == {"FilesReplicationRole"}
    assert all(rule["Filter"] == {"Prefix": ""} and rule["Status"] == "Enabled" for rule in copied.values())


def test_each_prefix_of_the_backups_lives_as_long_as_its_calendar_says():
    rules = of_type(DATA, "AWS::S3::Bucket")["BackupBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    days = {rule["Prefix"]: rule["ExpirationInDays"] for rule in rules if "Prefix" in rule}
    assert days == {"daily/": 36, "weekly/": 92, "monthly/": 398, "log/": log_service.KEPT_DAYS, "escrow/": 5}
    assert escrow_service.LOCKED.days == days["escrow/"]
    assert all(rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 1} for rule in rules if "Prefix" in rule)
    assert days["escrow/"] + 1 + 1 <= 7  # To the next midnight, and a day until the version goes.


def test_erased_keys_are_gone_from_history_after_seven_days():
    history = {name: table["PointInTimeRecoverySpecification"] for name, table in TABLES.items()}
    days = {name: one["RecoveryPeriodInDays"] for name, one in history.items() if one["PointInTimeRecoveryEnabled"]}
    assert set(history) - set(days) == {"closing_keys", "unfinished"}
    assert days.pop("keys") == 7
    assert set(days.values()) == {35}


# --- Functions


def test_the_desk_tells_the_schedules_of_the_templates():
    declared = {
        one["Properties"]["Name"]["Fn::Sub"].removeprefix("${Stage}-"): one["Properties"]["ScheduleExpression"]
        for one in of_type(app_template(), "AWS::Scheduler::Schedule").values()
    }
    told = {name: one.expression for name, one in SCHEDULES.items() if isinstance(one, ByTheClock | Every)}
    assert told == declared
    assert set(SCHEDULES) <= set(JOBS)


def test_the_api_may_start_what_runs_by_the_clock_and_nothing_else():
    policy = json.loads((ROOT / ".chalice" / "policies" / "api.json").read_text())["Statement"]
    (started,) = [one["Resource"] for one in policy if one["Action"] == ["lambda:InvokeFunction"]]
    by_the_clock = {name for name, one in SCHEDULES.items() if isinstance(one, ByTheClock | Every)}
    assert {one["Fn::Sub"].rpartition("${Stage}-")[2] for one in started} == by_the_clock


def test_every_function_has_its_own_entry_and_its_own_policy():
    assert set(CONFIG) == {*JOBS, "api_handler"}
    for name, entry in CONFIG.items():
        assert entry["iam_policy_file"] == f"policies/{'api' if name == 'api_handler' else name}.json"
        assert {"lambda_memory_size", "lambda_timeout"} < set(entry)


def test_no_policy_lies_about_unused():
    files = {path.name for path in (ROOT / ".chalice" / "policies").iterdir()}
    assert files == {entry["iam_policy_file"].removeprefix("policies/") for entry in CONFIG.values()} | {"nothing.json"}


def test_a_function_without_an_entry_may_do_nothing():
    nothing = json.loads((ROOT / ".chalice" / "policies" / "nothing.json").read_text())
    assert [one["Effect"] for one in nothing["Statement"]] == ["Deny"]


@pytest.mark.parametrize("name", ["api", *JOBS])
def test_a_policy_names_its_actions_and_its_things(name):
    for statement in policy_of(name):
        assert all(":" in action and not action.endswith(":*") and action != "*" for action in statement["Action"])
        assert statement["Resource"] != "*" or statement["Sid"] in {"SendTracesWhereTracingIsOn", "MakeDistrictKeys"}


def policy_of(name):
    return json.loads((ROOT / ".chalice" / "policies" / f"{name}.json").read_text())["Statement"]


def test_only_the_planners_and_the_backup_may_scan():
    scanning = {name for name in ("api", *JOBS) if "dynamodb:Scan" in json.dumps(policy_of(name))}
    assert scanning == {
        "announce_notice",
        "back_up_daily",
        "continue_restore",
        "escrow_keys",
        "plan_exports",
        "plan_retention",
        "remind_requests",
        "sweep_outbox",
    }


def test_no_backup_ever_reads_the_keys():
    for name in ("back_up_daily", "check_backups", "log_changes", "seal_changes"):
        assert "${Stage}-keys" not in json.dumps(policy_of(name))


def test_the_escrow_writes_the_keys_to_its_own_prefix_and_nowhere_else():
    writing = {json.dumps(one["Resource"]) for one in policy_of("escrow_keys") if "s3:PutObject" in one["Action"]}
    assert writing == {json.dumps([{"Fn::Sub": "arn:${AWS::Partition}:s3:::${BackupBucket}/escrow/*"}])}


def test_no_function_deletes_a_backup():
    for name in ("api", *JOBS):
        for one in policy_of(name):
            if any(action.startswith("s3:Delete") for action in one["Action"]):
                assert "${BackupBucket}" not in json.dumps(one["Resource"])


READING = {"dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:GetRecords"}


def readers_of(table):
    return {name for name in ("api", *JOBS) if actions_on(name, table) & READING}


def test_only_the_report_reads_trends_and_it_reads_nothing_else():
    assert readers_of("trends") == {"report_trends"}
    assert {name for name in ("api", *JOBS) if actions_on(name, "trends")} == {"report_trends", "close_district"}
    assert actions_on("close_district", "trends") == {"dynamodb:PutItem"}
    assert {table for table in TABLES if "report_trends" in readers_of(table)} == {"trends"}


def test_trends_have_no_stream_and_no_index_that_leads_out():
    assert not {"StreamSpecification", "GlobalSecondaryIndexes"} & set(TABLES["trends"])


def test_a_policy_that_names_tables_by_a_pattern_would_be_seen():
    for name in ("api", *JOBS):
        for one in policy_of(name):
            assert "table/${Stage}-*" not in json.dumps(one["Resource"])
            assert "table/*" not in json.dumps(one["Resource"])


def test_whoever_opens_a_districts_key_finds_it_also_when_the_district_leaves():
    opening = {name for name in ("api", *JOBS) if "kms:Decrypt" in actions_of(name, "OwnDistrictKeys")}
    older = {name for name in ("api", *JOBS) if "kms:Decrypt" in actions_of(name, "DistrictKeys")}
    assert older <= opening
    assert opening - older == {"close_district"}  # At the end every district has a KMS key of its own.
    assert all("dynamodb:GetItem" in actions_on(name, "closing_keys") for name in opening)


def actions_of(name, sid):
    return {action for one in policy_of(name) if one["Sid"] == sid for action in one["Action"]}


def test_district_keys_are_told_by_their_tags_and_ended_by_one_job():
    for name in ("api", *JOBS):
        for one in policy_of(name):
            if "key/*" in json.dumps(one["Resource"]):
                asked = one["Condition"]["StringEquals"]
                assert asked["aws:ResourceTag/parley-stage"] == {"Ref": "Stage"}
                assert asked["aws:ResourceTag/parley-use"] == "district"
    ending = {name for name in ("api", *JOBS) if "kms:ScheduleKeyDeletion" in json.dumps(policy_of(name))}
    assert ending == {"close_district"}


def test_only_the_api_may_use_the_password_key():
    assert [name for name in ("api", *JOBS) if "PasswordKey" in json.dumps(policy_of(name))] == ["api"]


def test_the_audit_log_can_be_added_to_and_only_retention_removes():
    may = {name: actions_on(name, "audit") for name in ("api", *JOBS)}
    assert {name for name, actions in may.items() if "dynamodb:DeleteItem" in actions} == {"retain_district"}
    assert not any("dynamodb:UpdateItem" in actions for actions in may.values())


def actions_on(name, table):
    return {
        action
        for one in policy_of(name)
        if f'table/${{Stage}}-{table}"' in json.dumps(one["Resource"])
        for action in one["Action"]
    }


@pytest.mark.parametrize("name", JOBS)
def test_a_job_has_a_dead_letter_queue_it_may_write_to(name):
    queue = f"${{Stage}}-dead-{name}"
    queues = [one["Properties"] for one in of_type(DATA, "AWS::SQS::Queue").values()]
    assert queue in [one["QueueName"]["Fn::Sub"] for one in queues]
    assert function_of(name)["DeadLetterQueue"]["TargetArn"]["Fn::Sub"].endswith(f":{queue}")
    allowed = [one["Resource"]["Fn::Sub"] for one in policy_of(name) if one["Sid"] == "PutAsideWhatFailed"]
    assert [arn.rpartition(":")[2] for arn in allowed] == [queue]


@pytest.mark.parametrize("name", JOBS)
def test_what_a_job_puts_aside_raises_an_alarm(name):
    assert [one["MetricName"] for one in alarms_on("QueueName", f"${{Stage}}-dead-{name}")] == [
        "ApproximateNumberOfMessagesVisible"
    ]


def alarms_on(dimension, value):
    properties = [one["Properties"] for one in of_type(ALARMS, "AWS::CloudWatch::Alarm").values()]
    return [one for one in properties if {"Name": dimension, "Value": {"Fn::Sub": value}} in one["Dimensions"]]


def mappings():
    return [
        (source["Properties"]["FunctionName"]["Ref"], source["Properties"])
        for source in of_type(app_template(), "AWS::Lambda::EventSourceMapping").values()
    ]


def sources():
    return dict(mappings())


def logical(name):
    return "".join(part.capitalize() for part in name.split("_"))


def scheduled():
    return {
        one["Properties"]["Target"]["Arn"]["Fn::GetAtt"][0]
        for one in of_type(app_template(), "AWS::Scheduler::Schedule").values()
    }


def beating():
    """Jobs that must run of themselves: by the clock, or by the queue that such a job fills."""
    by_queue = {name for name, source in sources().items() if source["EventSourceArn"] == {"Ref": "RetentionQueueArn"}}
    # Districts leave seldom: the silence of `close_district` says nothing; a late closing fails the sweep.
    return [name for name in JOBS if logical(name) in scheduled() | by_queue]


def of_people():
    """Jobs whose queue people fill, when they like: these cannot be silent, only fail."""
    return [
        name for name in JOBS if sources().get(logical(name), {}).get("EventSourceArn") == {"Ref": "ExportsQueueArn"}
    ]


def following():
    streams = {name for name, one in sources().items() if one["EventSourceArn"]["Ref"].endswith("Stream")}
    return [name for name in JOBS if logical(name) in streams and name not in {*beating(), *of_people()}]


@pytest.mark.parametrize("name", beating())
def test_a_job_that_must_run_has_an_alarm_on_its_silence(name):
    (alarm,) = [
        one["Properties"]
        for one in of_type(ALARMS, "AWS::CloudWatch::Alarm").values()
        if one["Properties"]["AlarmName"]["Fn::Sub"] == f"${{Stage}}-heartbeat-{name}"
    ]
    assert (alarm["Namespace"], alarm["MetricName"]) == ("Parley", "JobHeartbeat")
    assert {"Name": "job", "Value": name} in alarm["Dimensions"]
    assert alarm["TreatMissingData"] == "breaching"
    assert alarm["Period"] * alarm["EvaluationPeriods"] <= 26 * 3600


def test_the_alarms_listen_to_the_metric_that_a_heartbeat_sends(nowhere, capsys, monkeypatch):
    monkeypatch.setattr(Metrics, "_dimensions", {})
    job.beat("back_up_daily")
    sent = json.loads(capsys.readouterr().out.splitlines()[-1])
    (metric,) = sent["_aws"]["CloudWatchMetrics"]
    alarm = of_type(ALARMS, "AWS::CloudWatch::Alarm")["BackUpDailyHeartbeat"]["Properties"]
    assert (metric["Namespace"], metric["Metrics"][0]["Name"]) == (alarm["Namespace"], alarm["MetricName"])
    assert [{one["Name"] for one in alarm["Dimensions"]}] == [set(names) for names in metric["Dimensions"]]
    assert {one["Name"]: one["Value"] for one in alarm["Dimensions"]} == {
        "job": sent["job"],
        "service": {"Ref": "Stage"},
    }
    assert sent["service"] == settings().stage


@pytest.mark.parametrize("name", following())
def test_a_job_that_follows_a_stream_has_an_alarm_on_its_lag(name):
    assert "IteratorAge" in [one["MetricName"] for one in alarms_on("FunctionName", f"${{Stage}}-{name}")]


@pytest.mark.parametrize("name", sorted({*JOBS} - {*beating()} - {*following()}))
def test_an_operators_function_has_an_alarm_on_its_failure(name):
    assert "Errors" in [one["MetricName"] for one in alarms_on("FunctionName", f"${{Stage}}-{name}")]


def test_a_stream_reports_failures_one_by_one_and_puts_them_aside():
    for name, source in [(one, source) for one in following() for of, source in mappings() if of == logical(one)]:
        assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert source["BisectBatchOnFunctionError"] is True
        # The log takes any record, so it tries for as long as the stream remembers; others put a bad one aside.
        assert name == "log_changes" or 0 < source["MaximumRetryAttempts"] <= 10
        assert 0 < source["MaximumRecordAgeInSeconds"] <= 86_400
        assert source["DestinationConfig"]["OnFailure"]["Destination"]["Fn::Sub"].endswith(f"-dead-{name}")


@pytest.mark.parametrize(
    ("queue", "job"),
    [("RetentionQueue", "retain_district"), ("ExportsQueue", "export_district"), ("ClosingQueue", "close_district")],
)
def test_a_queue_hides_a_message_for_six_times_as_long_as_its_job_may_take(queue, job):
    queue = of_type(DATA, "AWS::SQS::Queue")[queue]["Properties"]
    assert queue["VisibilityTimeout"] >= 6 * CONFIG[job]["lambda_timeout"]
    assert queue["RedrivePolicy"]["maxReceiveCount"] == 5


def test_a_schedule_has_a_time_zone_and_a_place_for_what_did_not_start():
    schedules = of_type(app_template(), "AWS::Scheduler::Schedule").values()
    assert len(schedules) == sum(isinstance(one, ByTheClock | Every) for one in SCHEDULES.values())
    for schedule in schedules:
        assert schedule["Properties"]["ScheduleExpressionTimezone"] == {"Ref": "TimeZone"}
        assert "-dead-" in schedule["Properties"]["Target"]["DeadLetterConfig"]["Arn"]["Fn::Sub"]


# --- What the code is told, and how the gateway speaks


def test_a_function_is_told_exactly_the_settings_it_reads():
    told = app_template()["Globals"]["Function"]["Environment"]["Variables"]
    assert set(told) == {f"PARLEY_{name.upper()}" for name in Settings.__struct_fields__}


def test_the_gateway_refuses_in_the_applications_own_shape():
    codes = {
        kind.code for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.ParleyError)
    }
    refusals = app_template()["Resources"]["RestAPI"]["Properties"]["GatewayResponses"]
    assert {"DEFAULT_4XX", "DEFAULT_5XX", "THROTTLED"} < set(refusals)
    for refusal in refusals.values():
        body = json.loads(refusal["ResponseTemplates"]["application/json"])
        assert list(body) == ["error", "message", "fields", "request_id"]
        assert body["error"] in codes
        assert body["request_id"] == "$context.requestId"


def test_the_access_log_names_nobody():
    wanted = json.loads(app_template()["Resources"]["RestAPI"]["Properties"]["AccessLogSetting"]["Format"])
    assert not {"$context.identity.sourceIp", "$context.identity.userAgent", "$context.path"} & set(wanted.values())
    assert {"$context.tlsVersion", "$context.cipherSuite"} < set(wanted.values())


def test_every_function_runs_the_bundle_on_the_targets_python():
    for function in functions().values():
        assert function["Properties"]["Runtime"] == "python3.13"
        assert function["Properties"]["CodeUri"] == {"Bucket": {"Ref": "ArtifactBucket"}, "Key": {"Ref": "BundleKey"}}
