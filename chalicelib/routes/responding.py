"""What a respondent does: open the form, look whether a personal link is still good, send the answer."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib.entry.call import Call
from chalicelib.entry.closed import WhileClosed
from chalicelib.entry.http import Gate
from chalicelib.identity.permissions import Permission
from chalicelib.routes.shapes import Body, Consent, Done, Key, Token
from chalicelib.surveys import response_service as responses
from chalicelib.surveys import roster_service as roster
from chalicelib.surveys import unfinished_service as unfinished
from chalicelib.surveys import withdrawal_service as withdrawals
from chalicelib.surveys.engine.ordering import LARGEST_SEED, NO_SEED
from chalicelib.surveys.response_service import Form, Submission
from chalicelib.surveys.service import find_head
from chalicelib.surveys.unfinished_service import MOST_LOCKED, Unfinished

routes = Gate(__name__)
MOST_ANSWER = 256 * 1024
MOST_UNFINISHED = MOST_LOCKED * 4 // 3 + 1024  # In base64, and what stands around it.
Name = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}$", description="256 bits made from a secret, base64url")]


class NewResponse(Body, frozen=True):
    key: Key
    version: Annotated[int, Meta(ge=1)]
    locale: Annotated[str, Meta(max_length=10)]
    data: dict[str, Any]
    consent: Consent = Consent()
    invitation: Token = ""
    seed: Annotated[int, Meta(ge=0, le=LARGEST_SEED)] = NO_SEED


class Receipt(Struct, frozen=True):
    receipt: str


class Invitation(Body, frozen=True):
    invitation: Token


class InvitationShown(Struct, frozen=True):
    """The link is "open", "used" or "withdrawn"; the order to ask in, where an answer carries a name."""

    state: str
    language: str
    seed: int


class Withdrawn(Struct, frozen=True):
    """What became of the answer: "removed", "kept" among the counts, or "none" where there was none."""

    answer: str


@routes.on("GET", "/surveys/{survey_id}/form", allow=Permission.PUBLIC, reply=Form, while_closed=WhileClosed.REFUSED)
def get_form(call: Call[Any, Any]) -> Form:
    """The form of a published survey."""
    return responses.get_form(call.district, call.params["survey_id"])


@routes.on("POST", "/surveys/{survey_id}/invitation", allow=Permission.PUBLIC, body=Invitation, reply=InvitationShown)
def look_at_invitation(call: Call[Invitation, Any]) -> InvitationShown:
    """Whether a personal link is still good. Looking spends nothing."""
    survey_id = call.params["survey_id"]
    row = roster.find_participant(call.keys, survey_id, call.body.invitation)
    states = {"invited": "open", roster.WITHDRAWN: roster.WITHDRAWN}
    seed = responses.seed_for(
        call.keys, find_head(call.district.id, survey_id, consistent=False).mode, survey_id, row.sk
    )
    return InvitationShown(states.get(row.state, "used"), row.language, seed)


@routes.on(
    "POST",
    "/surveys/{survey_id}/responses",
    allow=Permission.PUBLIC,
    body=NewResponse,
    reply=Receipt,
    status=201,
    most=MOST_ANSWER,
)
def submit_response(call: Call[NewResponse, Any]) -> Receipt:
    """Send an answer; the same key again gives the same receipt."""
    body = call.body
    sent = Submission(body.key, body.version, body.locale, body.data, body.consent.version, body.invitation, body.seed)
    receipt = responses.submit_response(call.district, call.keys, call.actor, call.params["survey_id"], sent)
    return Receipt(receipt)


@routes.on(
    "POST",
    "/surveys/{survey_id}/withdrawal",
    allow=Permission.PUBLIC,
    body=Invitation,
    reply=Withdrawn,
    while_closed=WhileClosed.READS,
)
def withdraw_from_survey(call: Call[Invitation, Any]) -> Withdrawn:
    """Withdraw by a personal link: no more letters, and an answer that carries a name is removed."""
    survey_id, token = call.params["survey_id"], call.body.invitation
    return Withdrawn(withdrawals.withdraw_participant(call.keys, call.actor, survey_id, token))


class Saved(Body, frozen=True):
    """An unfinished answer that its browser has locked, which saving this is, and which it follows ("" for none)."""

    name: Name
    content: Annotated[bytes, Meta(min_length=29, max_length=MOST_LOCKED)]
    revision: Key
    follows: Annotated[str, Meta(pattern=r"^([A-Za-z0-9_-]{22})?$")] = ""


class SavedUntil(Struct, frozen=True):
    """When an unfinished answer goes by itself."""

    until: str


class NameOfSaved(Body, frozen=True):
    name: Name


@routes.on(
    "PUT",
    "/surveys/{survey_id}/unfinished",
    allow=Permission.PUBLIC,
    body=Saved,
    reply=SavedUntil,
    most=MOST_UNFINISHED,
)
def keep_unfinished(call: Call[Saved, Any]) -> SavedUntil:
    """Save an unfinished answer, which its browser has locked: nobody without the link can read it."""
    body, survey_id = call.body, call.params["survey_id"]
    until = unfinished.keep_unfinished(
        call.keys, survey_id, body.name, body.content, revision=body.revision, follows=body.follows
    )
    return SavedUntil(until)


@routes.on("POST", "/surveys/{survey_id}/unfinished", allow=Permission.PUBLIC, body=NameOfSaved, reply=Unfinished)
def open_unfinished(call: Call[NameOfSaved, Any]) -> Unfinished:
    """What was saved to be finished later. Looking changes nothing."""
    return unfinished.open_unfinished(call.keys, call.params["survey_id"], call.body.name)


@routes.on(
    "POST",
    "/surveys/{survey_id}/unfinished/removal",
    allow=Permission.PUBLIC,
    body=NameOfSaved,
    reply=Done,
    while_closed=WhileClosed.READS,
)
def drop_unfinished(call: Call[NameOfSaved, Any]) -> Done:
    """Remove what was saved to be finished later, at once and for good."""
    unfinished.drop_unfinished(call.keys, call.params["survey_id"], call.body.name)
    return Done()
