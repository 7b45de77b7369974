"""How everything of a district is found when it leaves: each kind of row, and the way to it.

No way is a scan: a closing costs what the district stores, whatever others store. tests/laws/test_closing.py holds
this list against all rows that there are, so that no new kind is forgotten.
"""

from enum import StrEnum


class Way(StrEnum):
    """How a kind of row comes to its end."""

    FIXED = "a partition that the district's id names"
    LED_TO = "named by rows that are found so, or by an index of them"
    DERIVED = "its key is computed from what found rows have sealed"
    TIME_TO_LIVE = "short-lived: names nobody, cannot be opened, and is removed by its time to live"
    ROW_BY_ROW = "kept for its own rule, and names nobody"
    TOMBSTONE = "kept: it says that the district has left, and why"
    KEY = "the keys themselves: deleted last, with the KMS key"
    NOBODYS = "belongs to no district"


WAYS: dict[str, Way] = {
    "ApprovalRow": Way.FIXED,
    "AuditMarkRow": Way.ROW_BY_ROW,
    "AuditRow": Way.ROW_BY_ROW,
    "BlindRow": Way.DERIVED,
    "ChallengeRow": Way.TIME_TO_LIVE,
    "ClosingKeyRow": Way.KEY,
    "ClosingRow": Way.TOMBSTONE,
    "ConsentRow": Way.FIXED,
    "CredentialRow": Way.LED_TO,
    "DefinitionRow": Way.LED_TO,
    "DesignationRow": Way.FIXED,
    "DistrictKeyRow": Way.KEY,
    "DistrictRow": Way.TOMBSTONE,
    "DrillRow": Way.NOBODYS,
    "DueRow": Way.NOBODYS,
    "EpochRow": Way.DERIVED,
    "ErasedRow": Way.TIME_TO_LIVE,
    "ErasureRow": Way.FIXED,
    "EventRow": Way.LED_TO,
    "ExportRow": Way.FIXED,
    "HoldRow": Way.FIXED,
    "HoldsRow": Way.FIXED,
    "KeyRow": Way.LED_TO,
    "LetterRow": Way.FIXED,
    "LinkRow": Way.LED_TO,
    "MailingRow": Way.LED_TO,
    "NoticeRow": Way.FIXED,
    "ParticipantRow": Way.LED_TO,
    "PasskeyRow": Way.LED_TO,
    "ProofRow": Way.FIXED,
    "RecoveryRow": Way.LED_TO,
    "RequestLineRow": Way.FIXED,
    "RequestNoteRow": Way.FIXED,
    "RequestRow": Way.LED_TO,
    "ResetRow": Way.TIME_TO_LIVE,
    "ResponseRow": Way.LED_TO,
    "QuotaRow": Way.LED_TO,
    "RuleRow": Way.FIXED,
    "RunRow": Way.NOBODYS,
    "SchoolRow": Way.FIXED,
    "SentRow": Way.TIME_TO_LIVE,
    "SessionRow": Way.DERIVED,
    "ShareCodeRow": Way.LED_TO,
    "ShareEntryRow": Way.LED_TO,
    "SharePassRow": Way.TIME_TO_LIVE,
    "ShareRow": Way.LED_TO,
    "SingleSignOnRow": Way.FIXED,
    "SlugRow": Way.TOMBSTONE,
    "StaffInvitationRow": Way.DERIVED,
    "StepRow": Way.NOBODYS,
    "SurveyRow": Way.FIXED,
    "TallyRow": Way.LED_TO,
    "TeamRow": Way.FIXED,
    "ThreadRow": Way.LED_TO,
    "ThrottleRow": Way.TIME_TO_LIVE,
    "TopicRow": Way.FIXED,
    "TotpRow": Way.LED_TO,
    "TrendRow": Way.NOBODYS,
    "TrendSecretRow": Way.KEY,
    "UnfinishedRow": Way.LED_TO,
    "UploadRow": Way.FIXED,
    "UserRow": Way.FIXED,
}
