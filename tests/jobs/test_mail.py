"""The outbox: each letter is leased, sent and marked; what a crash leaves is swept up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from chalicelib.aws import dynamodb, ses
from chalicelib.jobs.mail import sweep_outbox
from chalicelib.jobs.posting import send_letter
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Invalid, NotFound
from chalicelib.kernel.ids import random_id
from chalicelib.notifications import service as outbox
from chalicelib.notifications.letters import Letter
from chalicelib.notifications.store import LetterRow, SentRow, sent_pk
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DistrictKeys, Place
from chalicelib.streams.mail import send_mail
from tests.client import District, letters_to, wait_for

LATER = datetime(2032, 1, 5, 12, tzinfo=UTC)
HELD_UNTIL = int(LATER.timestamp())


def waiting(keys: DistrictKeys, to: str, *, kind: str = "reply", sealed: bytes = b"", keyless: bool = False) -> str:
    """A letter that nobody else touches, since it is leased until 2032."""
    letter_id = random_id("let")
    key, key_write = privacy.new_key(keys, random_id("sub"))
    place = Place("outbox", *outbox.letter_place(keys.district_id, letter_id))
    parts = {"district": "Riverside", "reference": "AB-12", "message": "At seven.", "link": "https://x.example"}
    words = sealed or vault.seal(key, place, Letter("reply", to, "en", parts))
    row = LetterRow(
        place.pk,
        place.sk,
        kind=kind,
        subject=key.subject,
        created_at=clock.iso(clock.now()),
        lease_until=HELD_UNTIL,
        expires_at=HELD_UNTIL * 2,
        sealed=words,
    )
    dynamodb.transact(*([] if keyless else [key_write]), dynamodb.put_new(row))
    return letter_id


def outcome(keys: DistrictKeys, letter_id: str) -> str | None:
    row = dynamodb.get(SentRow, sent_pk(keys.district_id, letter_id), "SENT")
    return row.outcome if row else None


def row_of(keys: DistrictKeys, letter_id: str) -> LetterRow | None:
    return dynamodb.get(LetterRow, *outbox.letter_place(keys.district_id, letter_id))


def swept(seconds: int = 0) -> dict[str, int]:
    with clock.frozen(LATER + timedelta(seconds=seconds)):
        return sweep_outbox({}, None)


def mails(riverside: District, to: str) -> list[str]:
    return wait_for(lambda: letters_to(riverside.platform, to), "the letter")


def test_a_leased_letter_is_left_alone_until_its_lease_ends(keys: DistrictKeys, riverside: District) -> None:
    letter_id = waiting(keys, "fay@home.example")
    assert swept(-1)["waiting"] >= 1
    assert outcome(keys, letter_id) is None
    assert swept()["sent"] == 1
    assert outcome(keys, letter_id) == "sent"
    assert row_of(keys, letter_id) is None
    assert "At seven." in mails(riverside, "fay@home.example")[0]
    assert swept()["sent"] == 0


def test_a_crash_between_sending_and_marking_sends_the_same_letter_again(
    keys: DistrictKeys, riverside: District
) -> None:
    letter_id = waiting(keys, "gil@home.example")
    with clock.frozen(LATER):
        assert outbox.claim_letter(keys.district_id, letter_id)
        ses.send("gil@home.example", "An answer", "At seven.", letter_id)
    assert swept(outbox.LEASE_SECONDS - 1) == {"sent": 0, "waiting": 1}
    assert swept(outbox.LEASE_SECONDS) == {"sent": 1, "waiting": 0}
    wait_for(lambda: len(letters_to(riverside.platform, "gil@home.example")) == 2, "both letters")
    assert len(message_ids(riverside, "gil@home.example")) == 1


def message_ids(riverside: District, to: str) -> set[str]:
    """What marks the letters to an address as one and the same."""
    found = [message_from_bytes(path.read_bytes()) for path in Path(riverside.platform.aws.mail).glob("*.eml")]
    return {letter["Message-ID"] for letter in found if letter["To"] == to}


def test_one_of_many_senders_gets_the_lease(keys: DistrictKeys) -> None:
    letter_id = waiting(keys, "hal@home.example")

    def claim(_: int) -> bool:
        with clock.frozen(LATER):
            return outbox.claim_letter(keys.district_id, letter_id) is not None

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(claim, range(8))).count(True) == 1
    assert swept(outbox.LEASE_SECONDS)["sent"] == 1


def test_a_letter_to_somebody_erased_ends_there(keys: DistrictKeys) -> None:
    letter_id = waiting(keys, "ivy@home.example", keyless=True)
    assert swept()["sent"] == 1
    assert outcome(keys, letter_id) == "erased"


def test_a_spoilt_letter_blocks_no_other(keys: DistrictKeys, riverside: District) -> None:
    spoilt = waiting(keys, "jon@home.example", sealed=b"-")
    nowhere = waiting(keys, "a,b@home.example")
    good = waiting(keys, "jon@home.example")
    assert swept()["sent"] == 3
    assert [outcome(keys, one) for one in (spoilt, nowhere, good)] == ["undeliverable", "undeliverable", "sent"]
    assert len(mails(riverside, "jon@home.example")) == 1


def test_an_order_that_fails_is_tried_again_and_given_up_in_the_end(keys: DistrictKeys) -> None:
    letter_id = waiting(keys, "-", kind="mailing")
    with clock.frozen(LATER), pytest.raises(NotFound):
        send_letter(keys.district_id, letter_id)
    row = row_of(keys, letter_id)
    assert row is not None
    assert (row.attempt, row.lease_until) == (1, 0)
    for _ in range(outbox.MOST_ATTEMPTS - 1):
        assert swept() == {"sent": 0, "waiting": 1}
    with clock.frozen(LATER):
        assert outbox.claim_letter(keys.district_id, letter_id) is None
    dynamodb.write(dynamodb.delete(LetterRow, *outbox.letter_place(keys.district_id, letter_id)))


def test_the_stream_sends_new_letters_and_leaves_failures_to_the_sweep(keys: DistrictKeys, riverside: District) -> None:
    good, bad = waiting(keys, "kim@home.example"), waiting(keys, "-", kind="mailing")
    with clock.frozen(LATER):
        told = send_mail({"Records": [record(keys, bad), record(keys, good), record(keys, good, "REMOVE")]}, None)
    assert told == {"batchItemFailures": []}
    assert (outcome(keys, good), outcome(keys, bad)) == ("sent", None)
    dynamodb.write(dynamodb.delete(LetterRow, *outbox.letter_place(keys.district_id, bad)))


def record(keys: DistrictKeys, letter_id: str, name: str = "INSERT") -> dict[str, Any]:
    pk, sk = outbox.letter_place(keys.district_id, letter_id)
    image = {"Keys": {"pk": {"S": pk}, "sk": {"S": sk}}, "NewImage": {"sealed": {"B": ""}}, "SequenceNumber": "1"}
    source = "arn:aws:dynamodb:us-east-1:000000000000:table/local-outbox/stream/2026"
    at = {"ApproximateCreationDateTime": 1.7e9}
    return {"eventName": name, "eventSourceARN": source, "dynamodb": {**image, **at}}


def test_nobody_can_have_such_an_address() -> None:
    with pytest.raises(Invalid):
        ses.send("two words@home.example", "Hello", "Hello", "id")
