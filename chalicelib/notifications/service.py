"""The outbox: a business write stores its letters in its own transaction; the sender claims, sends and marks."""

from collections.abc import Iterator

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.kernel import clock
from chalicelib.notifications.store import LetterRow, SentRow, sent_pk, subject_pk, waiting_pk

ORDER = "mailing"  # An order to write many letters, which is nobody's.
LEASE_SECONDS = 120
MOST_ATTEMPTS = 20
KEPT_SECONDS = 30 * 86_400


def letter_place(district_id: str, letter_id: str) -> tuple[str, str]:
    """The key of a waiting letter, which its sealed words are bound to."""
    return waiting_pk(district_id), letter_id


def post(district_id: str, letter_id: str, kind: str, subject: str, sealed: bytes, *, about: str = "") -> Write:
    """The write that promises a letter, good for 30 days; the same letter id is promised once.

    `about` names whose consent it rests on, a participant's or a thread's: once withdrawn, it is not sent.
    """
    pk, sk = letter_place(district_id, letter_id)
    now = clock.iso(clock.now())
    row = LetterRow(
        pk,
        sk,
        by_subject_pk=subject_pk(district_id, subject) if kind != ORDER and subject != letter_id else None,
        created_sk=f"{now}#{letter_id}",
        kind=kind,
        subject=subject,
        about=about or None,
        created_at=now,
        expires_at=clock.seconds() + KEPT_SECONDS,
        sealed=sealed,
    )
    return dynamodb.put_new(row)


def claim_letter(district_id: str, letter_id: str) -> LetterRow | None:
    """The letter, leased to this caller for two minutes; None where it is gone, leased, or tried too often."""
    pk, sk = letter_place(district_id, letter_id)
    row = dynamodb.get(LetterRow, pk, sk)
    now = clock.seconds()
    if row is None or row.lease_until > now or row.attempt >= MOST_ATTEMPTS:
        return None
    actions = [LetterRow.attempt.set(row.attempt + 1), LetterRow.lease_until.set(now + LEASE_SECONDS)]
    try:
        dynamodb.write(dynamodb.update(LetterRow, pk, sk, *actions, condition=LetterRow.attempt == row.attempt))
    except TakenError:
        return None
    return row


def mark_sent(district_id: str, letter: LetterRow, outcome: str = "sent") -> None:
    """Remove the letter and keep only that it was sent ("sent") or why not ("undeliverable", "erased", "withdrawn")."""
    now = clock.now()
    done = SentRow(
        sent_pk(district_id, letter.sk),
        "SENT",
        kind=letter.kind,
        outcome=outcome,
        sent_at=clock.iso(now),
        expires_at=clock.seconds() + KEPT_SECONDS,
    )
    dynamodb.transact(dynamodb.delete(LetterRow, letter.pk, letter.sk), dynamodb.put(done))


def release_letter(letter: LetterRow) -> None:
    """Give the letter back at once, so that the next sweep tries again."""
    dynamodb.write(dynamodb.update(LetterRow, letter.pk, letter.sk, LetterRow.lease_until.set(0)))


def letters_of(district_id: str, subject: str) -> list[LetterRow]:
    """The letters that wait for one person. One Query, and one BatchGetItem for up to 100."""
    places = dynamodb.every(LetterRow, subject_pk(district_id, subject), index="by_subject")
    rows = dynamodb.batch_get([(LetterRow, one.pk, one.sk) for one in places])
    return [row for row in rows if isinstance(row, LetterRow)]


def waiting_letters(district_id: str) -> Iterator[LetterRow]:
    """Letters that wait, oldest first."""
    return dynamodb.every(LetterRow, waiting_pk(district_id))
