"""The respondent's pages that the server writes: the first of a survey, and its simple version without scripts."""

from functools import partial

from chalice.app import Blueprint, Request, Response

from chalicelib.districts.service import District
from chalicelib.entry.forms import Sent, Visit, serve_page, wanted_language
from chalicelib.entry.pages import NEVER, serve_shell, serve_written, words_of
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Gone, Invalid, NotFound, ParleyError
from chalicelib.kernel.ids import token
from chalicelib.routes.responding import MOST_ANSWER
from chalicelib.surveys import response_service as responses
from chalicelib.surveys.engine.elements import Questionnaire, in_locale
from chalicelib.surveys.pages import plain_page
from chalicelib.surveys.pages.first_page import Written, first_page, message_page
from chalicelib.surveys.pages.plain_form import fields_of, mistakes_in, read_answers
from chalicelib.surveys.pages.plain_page import CONSENT, INVITATION, Filled
from chalicelib.surveys.pages.words import Words, words_in
from chalicelib.surveys.response_service import Form, Submission
from chalicelib.surveys.service import get_version

routes = Blueprint(__name__)
APP = "respond"
FIRST, PLAIN = "/d/{slug}/s/{survey_id}", "/d/{slug}/s/{survey_id}/plain"
FIELDS = frozenset({CONSENT, INVITATION})
KEY_LENGTH, LONGEST_VERSION = 22, 6


def _words(request: Request) -> Words:
    return words_in(words_of(APP), wanted_language(request))


@routes.route(FIRST, methods=["GET"])
def get_respond_page(slug: str, survey_id: str) -> Response:
    request = routes.current_request

    def written(visit: Visit) -> Response:
        form = responses.get_form(visit.district, survey_id)
        return serve_written(request, APP, first_page(visit.district, form, _words(request)))

    def unwritten(_error: ParleyError, _district: District | None) -> Response:
        return serve_shell(request, APP)  # The page's own script asks again, and says what is wrong.

    return serve_page(FIRST, request, slug, written, unwritten)


@routes.route(PLAIN, methods=["GET"])
def get_plain_page(slug: str, survey_id: str) -> Response:
    request = routes.current_request
    empty = Filled(token()[:KEY_LENGTH])
    return serve_page(PLAIN, request, slug, partial(_form_page, survey_id, filled=empty), partial(_refusal, request))


@routes.route(PLAIN, methods=["POST"], name="send_plain_page", content_types=[])
def send_plain_page(slug: str, survey_id: str) -> Response:
    request = routes.current_request
    work = partial(_accepted, survey_id)
    return serve_page(PLAIN, request, slug, work, partial(_refusal, request), most=MOST_ANSWER)


def _served(request: Request, written: Written, status: int = 200) -> Response:
    return serve_written(request, APP, written, status=status, cache=NEVER, scripts=False)


def _form_page(survey_id: str, visit: Visit, *, filled: Filled, status: int = 200) -> Response:
    """The form, empty or as it was sent; Gone where the survey is closed."""
    form, words = responses.get_form(visit.district, survey_id), _words(visit.request)
    if form.definition is None:
        raise Gone("This survey is closed.", {"survey": "It takes no more answers."})
    if not form.is_simple:
        return _served(visit.request, plain_page.not_plain_page(visit.district, survey_id, words))
    asked = get_version(visit.district.id, survey_id, form.version).questionnaire
    page = plain_page.form_page(
        visit.district, form, _title(form, asked, words), fields_of(asked, words), filled, words
    )
    return _served(visit.request, page, status)


def _title(form: Form, asked: Questionnaire, words: Words) -> str:
    return in_locale(asked.texts, words.language) or str(form.title)


def _accepted(survey_id: str, visit: Visit) -> Response:
    """The thanks for an answer that was taken, or the form again, with what is wrong at its fields."""
    words, sent = _words(visit.request), visit.sent
    key = _one(sent, "key")
    try:
        asked = get_version(visit.district.id, survey_id, _version(sent)).questionnaire
        submission = Submission(
            _key(key),
            _version(sent),
            words.language,
            read_answers(asked, sent),
            _one(sent, CONSENT),
            _one(sent, INVITATION).rpartition("#i=")[2].strip(),
        )
        receipt = responses.submit_response(visit.district, visit.keys, visit.actor, survey_id, submission)
    except (Conflict, Gone):
        raise
    except ParleyError as error:
        mistakes = _mistakes(error, sent, words)
        if not mistakes:
            raise
        if CONSENT in mistakes:  # Whoever forgets the box is told of everything else at once too.
            mistakes = {**mistakes_in(asked, sent, words.language, clock.now()), **mistakes}
        return _form_page(survey_id, visit, filled=Filled(key, sent, mistakes), status=error.status)
    return _served(visit.request, plain_page.thanks_page(visit.district, receipt, words), 201)


def _one(sent: Sent, name: str) -> str:
    return sent.get(name, [""])[-1]


def _version(sent: Sent) -> int:
    version = _one(sent, "version")
    if not version.isdecimal() or not version.isascii() or len(version) > LONGEST_VERSION:
        raise Invalid("The form is broken.", {"version": "Load the page again."})
    return int(version)


def _key(key: str) -> str:
    if len(key) != KEY_LENGTH or not key.replace("-", "").replace("_", "").isalnum() or not key.isascii():
        raise Invalid("The form is broken.", {"key": "Load the page again."})
    return key


def _mistakes(error: ParleyError, sent: Sent, words: Words) -> dict[str, str]:
    """The sentences that stand at fields of the form; none, where the fault is not in a field."""
    if CONSENT in error.fields:
        return {CONSENT: words("agreeNeeded")}
    if isinstance(error, NotFound) and INVITATION in sent:
        return {INVITATION: words("linkMissing")}
    return {name: said for name, said in error.fields.items() if name.startswith("data") or name in FIELDS}


def _refusal(request: Request, error: ParleyError, district: District | None) -> Response:
    """A page that says why not, and what to do."""
    words = _words(request)
    name = _reason(error)
    site = district.name if district else ""
    return _served(request, message_page(site, words, words(name), words(f"{name}Lead")), error.status)


def _reason(error: ParleyError) -> str:
    if isinstance(error, Gone) and "quota" in error.fields:
        return "full"
    if isinstance(error, Gone):
        return "withdrawn" if "withdrawn" in error.fields else "used" if INVITATION in error.fields else "closed"
    if isinstance(error, NotFound):
        return "missing"
    return "sentAlready" if isinstance(error, Conflict) else "notSent"
