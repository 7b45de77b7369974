"""Files of answers: a respondent sends one before the answer, staff who may read the answer's words fetch it."""

from typing import Annotated, Any

from msgspec import Meta

from chalicelib.approvals import service as approvals
from chalicelib.entry.call import Call, Reply
from chalicelib.entry.http import Gate
from chalicelib.identity.permissions import Field, Permission
from chalicelib.routes.shapes import Body, Consent, Key, Short, Token
from chalicelib.surveys import attachment_service as attachments
from chalicelib.surveys.attachment_service import Attachment, Sent
from chalicelib.surveys.engine.profile.limits import LARGEST_FILE
from chalicelib.surveys.export_service import Shown
from chalicelib.surveys.upload_service import Uploaded

routes = Gate(__name__)
MOST_UPLOAD = LARGEST_FILE * 4 // 3 + 16 * 1024


class NewUpload(Body, frozen=True):
    """A file of a question, its bytes in base64."""

    key: Key
    version: Annotated[int, Meta(ge=1)]
    question: Short
    name: Annotated[str, Meta(max_length=500)]
    content: bytes
    consent: Consent = Consent()
    invitation: Token = ""


@routes.on(
    "POST",
    "/surveys/{survey_id}/uploads",
    allow=Permission.PUBLIC,
    body=NewUpload,
    reply=Uploaded,
    status=201,
    most=MOST_UPLOAD,
)
def upload_file(call: Call[NewUpload, Any]) -> Uploaded:
    """Send a file of a question before the answer; the same key again gives the same reference."""
    body = call.body
    sent = Sent(body.key, body.version, body.question, body.name, body.content, body.consent.version, body.invitation)
    return attachments.upload_file(call.district, call.keys, call.params["survey_id"], sent)


@routes.on(
    "GET",
    "/surveys/{survey_id}/responses/{response_id}/files/{upload_id}",
    allow=Permission.EXPORT_RESPONSES,
    reply=Attachment,
    fresh=True,
)
def download_file(call: Call[Any, Any]) -> Reply:
    """A file of an answer, for whoever may export its free text; the reading is written down."""
    survey_id, access = call.params["survey_id"], call.session.access
    shown = Shown(
        access.schools(Permission.EXPORT_RESPONSES, survey=survey_id),
        access.schools(Permission.EXPORT_RESPONSES, survey=survey_id, field=Field.FREE_TEXT),
    )
    approvals.require_export_approved(call.keys, call.session.user_id, survey_id)
    params = call.params
    found = attachments.download_file(
        call.keys, call.viewer, call.actor, survey_id, params["response_id"], params["upload_id"], shown=shown
    )
    return Reply(found, {"Content-Disposition": "attachment"})
