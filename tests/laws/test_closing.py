"""Law: a district that has left is kept as it is, by every route; and all of it is found when it goes."""

import json

import pytest

from chalicelib.aws.dynamodb import Row
from chalicelib.closure.certificate import COPIES
from chalicelib.closure.certificate_service import PREFIX
from chalicelib.closure.lattice import ANY, LATTICE
from chalicelib.closure.reach import WAYS, Way
from chalicelib.districts.service import District
from chalicelib.entry.closed import WhileClosed, require_open, rule_of
from chalicelib.entry.http import ROUTES, Gate
from chalicelib.identity.permissions import Permission
from chalicelib.kernel.errors import Conflict, Gone
from infrastructure.application import load_app
from infrastructure.templates import HERE, of_type, read
from local.documents import datamap
from tests.modules import import_all

load_app()

# Written by hand: what may be sent to a district that can only be read. Signing in and out, proving who one is, reading
# by a link that is sent, asking for an export and agreeing to it, and taking back what was shared. And what a law gives
# or orders, which does not wait until everything goes: withdrawing, answering who has asked already, and legal holds.
SENT_WHILE_READING = {
    "approve",
    "refuse",
    "ask_passkey",
    "ask_proof",
    "begin_passkey",
    "add_passkey",
    "change_password",
    "end_own_session",
    "end_all_others",
    "ask_export",
    "finish_single_sign_on",
    "finish_with_code",
    "finish_with_passkey",
    "forgotten",
    "leave_share",
    "prove",
    "read_own_thread",
    "reset",
    "revoke_share",
    "sign_in",
    "sign_out",
    "start_single_sign_on",
    "withdraw_from_survey",
    "drop_unfinished",
    "withdraw_thread",
    "withdraw_own_consent",
    "withdraw_device_consent",
    "list_device_consents",
    "confirm",
    "open_file",
    "start_request",
    "answer_request",
    "refuse_request",
    "place_hold",
    "ask_release",
    "order_export",
    "ask_approval",
    "fetch_export",
    "cancel_export",
}
READ_BY_NOBODY = {"get_form", "list_topics"}  # They lead to answering and writing alone.
FOR_EVER = {"get_district", "get_certificate", "get_signing_key"}


def district(state):
    made = District("dst_x", "lakeview", "Lakeview", "America/New_York", ["en"], "1", state=state)
    assert made.closes_at == ""
    return made


def names(rule, *, reading):
    return {one.name for one in ROUTES if one.while_closed is rule and (one.method == "GET") == reading}


def test_what_changes_something_is_refused_unless_it_is_on_the_list():
    assert names(WhileClosed.READS, reading=False) == SENT_WHILE_READING
    assert names(WhileClosed.REFUSED, reading=True) == READ_BY_NOBODY
    assert names(WhileClosed.ALWAYS, reading=True) == FOR_EVER
    assert names(WhileClosed.ALWAYS, reading=False) == set()


def test_a_route_that_says_nothing_changes_nothing_in_a_closed_district():
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert rule_of(method, None) is WhileClosed.REFUSED
    assert rule_of("GET", None) is WhileClosed.READS
    before = len(ROUTES)
    Gate("planted").on("POST", "/planted", allow=Permission.PUBLIC, reply=District)(lambda _call: None)
    assert ROUTES.pop().while_closed is WhileClosed.REFUSED
    assert len(ROUTES) == before


@pytest.mark.parametrize("state", ["active", "terminated", "de-identifying", "de-identified", "certified"])
def test_every_route_in_every_state_does_what_its_rule_says(state):
    for one in ROUTES:
        expected = None
        if state not in {"active", "terminated"} and one.while_closed is not WhileClosed.ALWAYS:
            expected = Gone
        elif state == "terminated" and one.while_closed is WhileClosed.REFUSED:
            expected = Gone if one.allow is Permission.PUBLIC else Conflict
        if expected is None:
            require_open(district(state), one.while_closed, one.allow)
        else:
            with pytest.raises(expected):
                require_open(district(state), one.while_closed, one.allow)


# --- What is found


def every_row():
    import_all()
    return {row.__name__: row for row in Row.__subclasses__() if row.__module__.startswith("chalicelib.")}


def test_every_kind_of_row_has_a_way_to_its_end():
    assert set(WAYS) == set(every_row())


def test_only_what_expires_is_left_to_its_time_to_live():
    left = {name for name, way in WAYS.items() if way is Way.TIME_TO_LIVE}
    assert all("expires_at" in every_row()[name].get_attributes() for name in left)


def test_what_is_left_holds_nothing_that_can_be_opened_or_names_anybody():
    held = datamap.read()
    for name, way in WAYS.items():
        if way in {Way.TIME_TO_LIVE, Way.ROW_BY_ROW, Way.TOMBSTONE, Way.NOBODYS}:
            kinds = {one.kind for one in held.rows[name].attributes.values()}
            assert not kinds & {"personal sealed", "answer sealed"}, name


# --- What is certified, and what is kept


def test_the_certificate_names_how_long_copies_live():
    data = read(HERE / "data.yaml")
    history = {
        one["Properties"]["PointInTimeRecoverySpecification"].get("RecoveryPeriodInDays", 0)
        for one in of_type(data, "AWS::DynamoDB::Table").values()
    }
    rules = data["Resources"]["BackupBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    assert list(COPIES.values()) == [max(history), max(one.get("ExpirationInDays", 0) for one in rules), 2]


def test_no_certificate_ever_expires():
    bucket = read(HERE / "data.yaml")["Resources"]["BackupBucket"]["Properties"]
    for rule in bucket["LifecycleConfiguration"]["Rules"]:
        if "ExpirationInDays" in rule:
            assert rule["Prefix"]
            assert not PREFIX.startswith(rule["Prefix"])


def test_nothing_that_is_kept_says_who_or_where_or_what():
    kept = {one.name for attributes in LATTICE.values() for one in attributes}
    assert kept == {"week", "language", "mode", "item", "length", "type", "by"}
    for attributes in LATTICE.values():
        assert all(one.levels[-1]("anything") == ANY for one in attributes)


def test_no_route_reads_trends():
    assert "trend" not in json.dumps([one.path for one in ROUTES])
