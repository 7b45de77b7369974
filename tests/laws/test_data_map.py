"""Law 7: the data map is complete both ways, down to what is sealed; and every life has a rule that is kept."""

import importlib

import msgspec
import pytest
import yaml

from chalicelib.assurance import ledger_service
from chalicelib.assurance import run_service as runs
from chalicelib.aws.dynamodb import Row
from chalicelib.continuity.rules import MAP, rules
from chalicelib.identity import invitation_service as invitations
from chalicelib.identity import reset_service as resets
from chalicelib.identity import session_service as sessions
from chalicelib.identity import throttle_service as throttles
from chalicelib.notifications import service as notifications
from chalicelib.privacy import erasure_service as erasure
from chalicelib.requests import service as requests
from chalicelib.sharing import outside_service as outside_shares
from chalicelib.sharing import service as sharing
from chalicelib.surveys import unfinished_service as unfinished
from infrastructure.application import load_app
from infrastructure.templates import HERE, read
from local.documents import datamap
from tests.modules import import_all

HELD = datamap.read()
SEALED = {"personal sealed", "answer sealed"}
TTL, NEVER_STORED = "time to live", "nothing is stored"
DAY = 86_400


def every_row():
    import_all()
    return {row.__name__: row for row in Row.__subclasses__() if row.__module__.startswith("chalicelib.")}


def stored():
    return {f"{name}.{one}" for name, row in every_row().items() for one in row.get_attributes()}


def mapped(held):
    return {f"{name}.{one}" for name, row in held.rows.items() for one in row.attributes}


def test_the_map_has_every_stored_attribute_and_no_other():
    assert mapped(HELD) == stored()


def changed(**paths):
    """The map with something taken out or put in: {"rows.UserRow.attributes.phone": {...}}, None to take out."""
    raw = yaml.safe_load(MAP.read_bytes())
    for path, value in paths.items():
        *way, last = path.split("__")
        place = raw
        for step in way:
            place = place[step]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return datamap.read(yaml.safe_dump(raw).encode())


def test_an_attribute_that_the_map_lacks_would_be_seen():
    without = changed(rows__SessionRow__attributes__seen_at=None)
    assert stored() - mapped(without) == {"SessionRow.seen_at"}


def test_an_entry_for_nothing_would_be_seen():
    phone = {"class": "personal sealed", "seen_by": "staff", "purpose": "Calling."}
    assert mapped(changed(rows__UserRow__attributes__phone=phone)) - stored() == {"UserRow.phone"}


def test_a_row_that_the_map_lacks_would_be_seen():
    missing = stored() - mapped(changed(rows__BlindRow=None))
    assert missing == {"BlindRow.pk", "BlindRow.sk", "BlindRow.subject"}


def test_an_entry_without_a_purpose_is_not_a_map():
    with pytest.raises(msgspec.ValidationError, match="purpose"):
        changed(rows__SessionRow__attributes__seen_at={"class": "internal", "seen_by": "operators"})


@pytest.mark.parametrize("name", sorted(HELD.rows))
def test_a_row_is_mapped_to_its_own_table(name):
    assert HELD.rows[name].table == every_row()[name].TABLE


# --- What is sealed


def shape_of(one):
    module, _, name = one.shape.rpartition(".")
    return getattr(importlib.import_module(module), name)


def sealed():
    rows = HELD.rows.items()
    return [(f"{name}.{at}", one) for name, row in rows for at, one in row.attributes.items() if at == "sealed"]


def holds_all(one):
    return set(one.holds) == set(shape_of(one).__struct_fields__)


@pytest.mark.parametrize(("name", "one"), sealed(), ids=lambda part: part if isinstance(part, str) else "")
def test_what_is_sealed_is_mapped_field_by_field(name, one):
    assert one.kind in SEALED
    assert holds_all(one)


def test_a_sealed_field_that_the_map_lacks_would_be_seen():
    one = HELD.rows["UserRow"].attributes["sealed"]
    assert not holds_all(msgspec.structs.replace(one, holds={"name": "Who."}))


def test_nothing_calls_itself_sealed_and_lies_open():
    open_to_all = {"TallyRow.label"}  # Sealed under a key of the district: a group is not a person.
    found = {
        f"{name}.{at}" for name, row in HELD.rows.items() for at, one in row.attributes.items() if one.kind in SEALED
    }
    assert found - {name for name, _ in sealed()} == open_to_all


# --- Words


def unknown(held):
    attributes = [one for row in held.rows.values() for one in row.attributes.values()]
    return {
        *({one.kind for one in attributes} ^ set(held.classes)),
        *({one.seen_by for one in attributes} ^ set(held.readers)),
    }


def test_every_class_and_every_reader_is_explained_and_used():
    assert unknown(HELD) == set()


def test_a_word_that_is_not_explained_would_be_seen():
    entry = {"class": "secret", "seen_by": "friends", "purpose": "Planted."}
    assert unknown(changed(rows__SlugRow__attributes__pk=entry)) == {"secret", "friends"}


# --- Lives


def unruled(held):
    kept = {row.kept for row in held.rows.values()}
    idle = {name for name, rule in held.retention.items() if rule.by == NEVER_STORED}
    return kept ^ ((set(held.retention) | set(held.lives)) - idle)


def test_every_row_has_a_rule_or_a_life_that_is_explained_and_no_rule_is_idle():
    assert unruled(HELD) == set()


def test_a_row_without_a_rule_would_be_seen():
    assert "for ever" in unruled(changed(rows__ThreadRow__kept="for ever"))
    assert "fashion" in unruled(changed(lives__fashion="While it lasts."))


def test_the_rules_are_those_that_were_decided():
    decided = {"answer": 1827, "dialogue": 731, "audit": 2557, "outbox": 30, "draft": 30, "log": 90, "session": 1}
    assert {kind: rules()[kind].days for kind in decided} == decided


def test_whoever_applies_a_rule_exists():
    jobs = {one.name for one in load_app().pure_lambda_functions}
    assert {rule.by for rule in HELD.retention.values()} <= jobs | {TTL, NEVER_STORED}


@pytest.mark.parametrize("name", sorted(HELD.rows))
def test_a_row_expires_where_its_rule_says_so_and_only_there(name):
    rule = HELD.retention.get(HELD.rows[name].kept)
    assert ("expires_at" in every_row()[name].get_attributes()) == (rule is not None and rule.by == TTL)


LONGEST_THROTTLE = max(one.seconds for one in vars(throttles).values() if isinstance(one, throttles.Limit))


@pytest.mark.parametrize(
    ("kind", "seconds"),
    [
        ("outbox", notifications.KEPT_SECONDS),
        ("log", runs.KEPT_SECONDS),
        ("ledger", ledger_service.KEPT_SECONDS),
        ("erased", erasure.LEDGER_SECONDS),
        ("invitation", invitations.INVITATION_SECONDS),
        ("share", sharing.KEPT_SECONDS),
        ("request", requests.KEPT_SECONDS),
        ("draft", unfinished.KEPT_SECONDS),
    ],
)
def test_what_expires_does_so_when_its_rule_says(kind, seconds):
    assert seconds == rules()[kind].days * DAY


@pytest.mark.parametrize(
    ("kind", "seconds"),
    [
        ("session", sessions.ABSOLUTE_SECONDS),
        ("erasure", erasure.STREAM_SECONDS),
        ("visit", outside_shares.PASS_SECONDS),
        ("throttle", 2 * LONGEST_THROTTLE),
        ("password reset", resets.RESET_SECONDS),
    ],
)
def test_what_ends_sooner_than_its_day_stays_within_its_rule(kind, seconds):
    assert seconds <= rules()[kind].days * DAY


def test_logs_are_kept_as_long_as_their_rule_says():
    assert read(HERE / "app.merge.yaml")["Parameters"]["LogDays"]["Default"] == rules()["log"].days
