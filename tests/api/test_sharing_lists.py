"""Whose lists a share stands in, and what of it is written down."""

from datetime import timedelta

from chalicelib.assurance import service as assurance
from chalicelib.aws import dynamodb
from chalicelib.kernel import clock
from chalicelib.privacy.erasure_service import erase_due_keys
from chalicelib.privacy.store import KEY_SK, ErasureRow, KeyRow, erasures_pk, key_pk
from local.platform import load_app
from tests.api.share_acts import Guest, Stage, every, fetch_code, link_to, look, open_with, pass_for, share_with, shared
from tests.api.tables import Tables
from tests.client import Browser

load_app()
DAY = 86_400


# --- Lists


def test_lists_show_whose_they_are(sharewood: Stage, guest: Guest) -> None:
    out = share_with(sharewood, guest)
    inside = shared(sharewood.ann, survey_id=sharewood.survey, recipient={"user_id": sharewood.ida.user_id})
    theirs = shared(
        sharewood.mel, kind="dialogues", topic_id=sharewood.topic, recipient={"user_id": sharewood.ida.user_id}
    )
    alice = sharewood.district.administrator

    def ids(browser: Browser, which: str) -> set[str]:
        return {one["share_id"] for one in every(browser, f"/shares?which={which}")}

    assert {out, inside} <= ids(sharewood.ann, "mine")
    assert theirs not in ids(sharewood.ann, "all")
    assert out in ids(sharewood.ann, "outside")
    assert inside not in ids(sharewood.ann, "outside")
    assert out not in ids(sharewood.mel, "outside") | ids(sharewood.mel, "all") | ids(alice, "mine")
    assert out in ids(alice, "outside")
    assert inside not in ids(alice, "outside")
    assert {out, inside, theirs} <= ids(alice, "all")
    received = every(sharewood.ida, "/shares/received")
    assert {inside, theirs} <= {one["share_id"] for one in received}
    assert all(one["recipient"] == {"name": "Ida", "email": "", "is_outside": False} for one in received)
    assert every(sharewood.mel, "/shares/received") == []


# --- What is written down, and what is not


def test_each_act_has_its_entry(sharewood: Stage, guest: Guest) -> None:
    share_id = share_with(sharewood, guest)
    secret = pass_for(sharewood.district, guest["email"])
    look(sharewood.district, secret)
    sharewood.ann.ok("DELETE", f"/shares/{share_id}")
    today = clock.iso(clock.now())[:10]
    entries = [
        one for one in assurance.entries_of_day(sharewood.district.district_id, today) if one.object_id == share_id
    ]
    assert [(one.verb, one.actor_kind) for one in entries] == [
        ("share.created", "user"),
        ("share.code_sent", "outside"),
        ("share.opened", "outside"),
        ("share.viewed", "outside"),
        ("share.revoked", "user"),
    ]


def test_no_table_holds_the_address_the_code_or_the_pass(sharewood: Stage, guest: Guest) -> None:
    share_with(sharewood, guest)
    token = link_to(sharewood.district, guest["email"])
    code = fetch_code(sharewood.district, guest["email"], token)
    secret = open_with(sharewood, token, code).json["pass"]
    look(sharewood.district, secret)
    stored = repr(list(Tables(sharewood.district.platform, sharewood.district.district_id).rows()))
    assert not [word for word in (guest["email"], guest["name"], secret, f"'{code}'") if word in stored]


def test_the_key_of_a_share_is_ordered_to_go_with_it(sharewood: Stage, guest: Guest) -> None:
    share_id = share_with(sharewood, guest, days=1)
    district_id = sharewood.district.district_id
    (note,) = [row for row in dynamodb.every(ErasureRow, erasures_pk(district_id)) if row.subject == share_id]
    assert 91 * DAY < int(note.key_due) - clock.seconds() <= 92 * DAY + 3600
    erase_due_keys(district_id)
    assert dynamodb.get(KeyRow, key_pk(district_id, share_id), KEY_SK) is not None
    with clock.frozen(clock.now() + timedelta(days=93)):
        erase_due_keys(district_id)
    assert dynamodb.get(KeyRow, key_pk(district_id, share_id), KEY_SK) is None
    line = next(one for one in every(sharewood.ann, "/shares") if one["share_id"] == share_id)
    assert line["recipient"] == {"name": "", "email": "", "is_outside": True}
