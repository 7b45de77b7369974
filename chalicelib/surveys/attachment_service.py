"""Files on their way in from a respondent, and out to staff who may read the answer's own words."""

from msgspec import Struct

from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.districts.service import District
from chalicelib.kernel.errors import Gone, Invalid, NotFound
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.surveys.export_service import Shown, is_of
from chalicelib.surveys.protection_service import Viewer, require_may_see
from chalicelib.surveys.response_service import Submission, may_answer, opened_answers
from chalicelib.surveys.service import find_head, get_version
from chalicelib.surveys.store import ResponseRow, response_pk, shard_of
from chalicelib.surveys.upload_service import Uploaded, file_items, read_file, take_in


class Sent(Struct, frozen=True):
    """What a respondent sends for a question, before the answer."""

    key: str
    version: int
    question: str
    name: str
    content: bytes
    consent: str
    invitation: str


class Attachment(Struct, frozen=True):
    """A file, its bytes in base64."""

    name: str
    media_type: str
    content: bytes


def upload_file(district: District, keys: DistrictKeys, survey_id: str, sent: Sent) -> Uploaded:
    """Take in a file of a question of an open survey; refusals are those of an answer, and Invalid for the file."""
    head = find_head(district.id, survey_id, consistent=False)
    about = Submission(sent.key, sent.version, "", {}, sent.consent, sent.invitation)
    participant = may_answer(district, keys, head, about)
    if participant and participant.state == "answered":
        raise Gone("This personal link has been used.", {"invitation": "It counts once."})
    item = file_items(get_version(district.id, survey_id, sent.version).questionnaire).get(sent.question)
    if item is None:
        raise Invalid("The file was not stored.", {"question": "The survey asks for no file by this name."})
    return take_in(keys, survey_id, sent.question, item, key=sent.key, name=sent.name, content=sent.content)


def download_file(
    keys: DistrictKeys, viewer: Viewer, actor: Actor, survey_id: str, response_id: str, upload_id: str, *, shown: Shown
) -> Attachment:
    """A file of an answer of the caller's schools, with an audit entry; NotFound for whoever may not read its words."""
    require_may_see(find_head(keys.district_id, survey_id).security, viewer)
    try:
        pk = response_pk(keys.district_id, survey_id, shard_of(response_id))
    except (IndexError, ValueError):
        raise NotFound from None
    row = dynamodb.get(ResponseRow, pk, response_id)
    opened = opened_answers(keys, [row] if row else [])
    if not opened:
        raise NotFound
    answer = opened[0][1]
    kept = answer.files.get(upload_id)
    if kept is None or not (is_of(shown.schools, answer.groups) and is_of(shown.words, answer.groups)):
        raise NotFound
    return Attachment(kept.name, kept.type, read_file(keys, actor, survey_id, kept))
