"""Rows of surveys, the people invited to them, the answers, and the counters."""

from typing import ClassVar

from pynamodb.attributes import BinaryAttribute, ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection

from chalicelib.aws.dynamodb import Row
from chalicelib.kernel.ids import LETTERS

RESPONSE_SHARDS = 4


class SurveyRow(Row):
    """A survey's head, as lists show it."""

    TABLE: ClassVar[str] = "surveys"
    title = UnicodeAttribute()
    state = UnicodeAttribute()
    mode = UnicodeAttribute()
    version = NumberAttribute(default=0)
    revision = NumberAttribute(default=1)
    invited = NumberAttribute(default=0)
    mailed = NumberAttribute(default=0)
    updated_at = UnicodeAttribute()
    security = UnicodeAttribute(default="enhanced")
    request_mac = BinaryAttribute(legacy_encoding=False)


class DefinitionRow(Row):
    """A definition, compressed: the draft (sk DRAFT), or an immutable version (sk V#0001)."""

    TABLE: ClassVar[str] = "surveys"
    definition = BinaryAttribute(legacy_encoding=False)
    content_hash = UnicodeAttribute()
    segments: ListAttribute[str] = ListAttribute()
    made_at = UnicodeAttribute()
    parental_notice = UnicodeAttribute(null=True)


class ParticipantsBySubject(GlobalSecondaryIndex["ParticipantRow"]):
    """A person's participations, in all surveys."""

    class Meta:
        index_name = "by_subject"
        projection = KeysOnlyProjection()

    by_subject_pk = UnicodeAttribute(hash_key=True)
    created_sk = UnicodeAttribute(range_key=True)


class ByWaiting(GlobalSecondaryIndex["ParticipantRow"]):
    """Those who have not answered: not yet written to, or written to. Whoever answers leaves it."""

    class Meta:
        index_name = "by_waiting"
        projection = KeysOnlyProjection()

    by_waiting_pk = UnicodeAttribute(hash_key=True)
    created_sk = UnicodeAttribute(range_key=True)


class ParticipantRow(Row):
    """Somebody invited; name and address are sealed under the person's key."""

    TABLE: ClassVar[str] = "surveys"
    by_subject = ParticipantsBySubject()
    by_waiting = ByWaiting()
    by_subject_pk = UnicodeAttribute(null=True)
    by_waiting_pk = UnicodeAttribute(null=True)
    created_sk = UnicodeAttribute(null=True)
    subject = UnicodeAttribute()
    state = UnicodeAttribute()
    language = UnicodeAttribute()
    mailing = UnicodeAttribute(null=True)
    sealed = BinaryAttribute(legacy_encoding=False)


class MailingRow(Row):
    """One mailing to the invited: a first invitation or a reminder."""

    TABLE: ClassVar[str] = "surveys"
    kind = UnicodeAttribute()
    made_at = UnicodeAttribute()


class SchoolRow(Row):
    """A school that answers may be filed under; its name is sealed under a key of the district."""

    TABLE: ClassVar[str] = "surveys"
    label = BinaryAttribute(legacy_encoding=False)


class AnswersBySubject(GlobalSecondaryIndex["ResponseRow"]):
    """A person's identified answers. No other answer is in it."""

    class Meta:
        index_name = "by_subject"
        projection = KeysOnlyProjection()

    by_subject_pk = UnicodeAttribute(hash_key=True)
    created_sk = UnicodeAttribute(range_key=True)


class ByHour(GlobalSecondaryIndex["ResponseRow"]):
    """A district's answers by the hour, of one school and shard: what is due is read without what is not."""

    class Meta:
        index_name = "by_hour"
        projection = IncludeProjection(["subject", "home_pk"])

    by_hour_pk = UnicodeAttribute(hash_key=True)
    created_sk = UnicodeAttribute(range_key=True)


class ResponseRow(Row):
    """One answer, sealed; `hour` is the finest time that an anonymous answer has.

    Within its hour the index goes by the random id, never by what came first.
    """

    TABLE: ClassVar[str] = "responses"
    by_hour = ByHour()
    by_subject = AnswersBySubject()
    by_hour_pk = UnicodeAttribute()
    by_subject_pk = UnicodeAttribute(null=True)
    created_sk = UnicodeAttribute()
    home_pk = UnicodeAttribute(null=True)
    version = NumberAttribute()
    subject = UnicodeAttribute()
    hour = UnicodeAttribute()
    payload_mac = BinaryAttribute(legacy_encoding=False)
    sealed = BinaryAttribute(legacy_encoding=False)


class UploadRow(Row):
    """A file that no answer has claimed yet: the row goes with the claim, or after a day.

    `hour` is the finest time there is, and nothing tells who sent it.
    """

    TABLE: ClassVar[str] = "responses"
    subject = UnicodeAttribute()
    hour = UnicodeAttribute()
    sealed = BinaryAttribute(legacy_encoding=False)


class UnfinishedRow(Row):
    """An answer that is not finished, as its respondent's browser locked it; `revision` tells one saving from the next.

    Its table has no stream, no history and no backup: what is removed here is gone, and nothing tells when it was.
    """

    TABLE: ClassVar[str] = "unfinished"
    revision = UnicodeAttribute()
    sealed = BinaryAttribute(legacy_encoding=False)
    expires_at = NumberAttribute()


class TallyRow(Row):
    """All counters of one (version, segment, shard), and the stream position up to which they count."""

    TABLE: ClassVar[str] = "tallies"
    counters = BinaryAttribute(legacy_encoding=False)
    label = BinaryAttribute(legacy_encoding=False)
    upto = UnicodeAttribute()
    revision = NumberAttribute()


class QuotaRow(Row):
    """How many places of a quota (sk) are taken, and nothing else."""

    TABLE: ClassVar[str] = "tallies"
    taken = NumberAttribute()


def surveys_pk(district_id: str) -> str:
    return f"D#{district_id}#SURVEYS"


def survey_pk(district_id: str, survey_id: str) -> str:
    return f"D#{district_id}#S#{survey_id}"


def participants_pk(district_id: str, survey_id: str) -> str:
    return f"D#{district_id}#S#{survey_id}#P"


def version_sk(version: int) -> str:
    return f"V#{version:04d}"


def shard_of(row_id: str) -> int:
    """Which of the shards a row lies in, by its random id. The last letter but one carries five random bits."""
    return LETTERS.index(row_id[-2]) % RESPONSE_SHARDS


def response_pk(district_id: str, survey_id: str, shard: int) -> str:
    return f"D#{district_id}#S#{survey_id}#{shard}"


def unfinished_pk(district_id: str, survey_id: str, shard: int) -> str:
    """What was saved to be finished later, of a survey, in one of as many shards as its answers."""
    return f"D#{district_id}#S#{survey_id}#U#{shard}"


def hours_pk(district_id: str, shard: int, school_id: str = "") -> str:
    """Where retention finds answers of a school, or of none that is known."""
    return f"D#{district_id}#HOURS#{school_id}#{shard}" if school_id else f"D#{district_id}#HOURS#{shard}"


def held_hours_pk(district_id: str, hold_id: str, shard: int) -> str:
    """Where answers lie that would have gone but for a hold."""
    return f"D#{district_id}#HELD#{hold_id}#{shard}"


def subject_pk(district_id: str, subject: str) -> str:
    """What is a person's, in an index."""
    return f"D#{district_id}#OF#{subject}"


def waiting_pk(district_id: str, survey_id: str, mailed: str) -> str:
    """Who has not answered, among those not yet written to ("new") or written to ("mailed")."""
    return f"D#{district_id}#S#{survey_id}#W#{mailed}"


def schools_pk(district_id: str) -> str:
    return f"D#{district_id}#SCHOOLS"


def uploads_pk(district_id: str, shard: int) -> str:
    """Where the files wait that no answer has claimed."""
    return f"D#{district_id}#UPLOADS#{shard}"


def is_of_uploads(pk: str) -> bool:
    """Whether a row tells of an unclaimed file, which no counter counts."""
    return pk.split("#")[2:3] == ["UPLOADS"]


def tally_pk(district_id: str, survey_id: str, version: int) -> str:
    return f"D#{district_id}#S#{survey_id}#{version_sk(version)}"


def quotas_pk(district_id: str, survey_id: str) -> str:
    return f"D#{district_id}#S#{survey_id}#QUOTAS"


DRAFT_SK = "DRAFT"
