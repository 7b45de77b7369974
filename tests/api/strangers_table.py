"""What strangers could ask of every public route: pairs of somebody or something that is there, and of what is not."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from chalicelib.kernel.ids import random_bytes, random_id, spelled, token
from chalicelib.privacy import links
from chalicelib.privacy.vault import DistrictKeys
from tests.api import acts, record_acts
from tests.api.acts import A_FILE
from tests.api.strangers_stage import BETTER, Stage
from tests.client import CONSENT, PASSWORD, new_key

WRONG = "not the password at all"
DAY = 86_400
NAMES = ("alice", "suspended", "leaver", "guarded")


class Sent(Struct, frozen=True):
    """One request: where to, what, from which browser, and how many seconds from now."""

    path: str
    body: Any = None
    device: str = ""
    share_pass: str = ""
    elsewhere: str = ""
    cookie: str = ""
    later: int = 0


Value = Callable[[Stage], str]


class Pair(Struct, frozen=True):
    """Somebody or something that is there, or was, and what is nowhere: nobody must be able to tell them apart."""

    what: str
    known: Callable[[Stage], Sent]
    unknown: Callable[[Stage], Sent]


def named(
    path: str, known: Callable[[Stage], str], body: Callable[[Stage, str], Any], what: str, later: int = 0
) -> Pair:
    """A pair in which one value alone differs: the known one is put where the made-up one stands."""

    def sent(value: Value) -> Callable[[Stage], Sent]:
        return lambda stage: Sent(path.format(**ids(stage)), body(stage, value(stage)), later=later)

    return Pair(what, sent(known), sent(made_up_like(known)))


def ids(stage: Stage) -> dict[str, str]:
    return {"survey_id": stage.roster_survey}


def made_up_like(known: Value) -> Value:
    """A value of the same form and length that stands for nothing."""

    def made_up(stage: Stage) -> str:
        value = known(stage)
        if "." in value:
            return forged(stage, value, random_id("xxx"))
        return (spelled(random_bytes(64)) * 9)[: len(value)]

    return made_up


def forged(stage: Stage, token_: str, subject: str) -> str:
    """A link that names something, with a signature that is not the district's."""
    other = DistrictKeys("dst_nowhere", 1, random_bytes(32), random_bytes(32))
    claimed = ("thread", "share", "survey", "participant", "request")
    return links.sign(other, "thread", dict.fromkeys(claimed, subject))


def forging(name: str) -> Value:
    """A forged link that names something that is there."""
    return lambda stage: forged(stage, "", stage.tokens[name])


def kept(name: str) -> Value:
    return lambda stage: stage.tokens[name]


def called(name: str) -> Value:
    return lambda stage: name


def sign_in(name: str, password: str = WRONG, device: Value = lambda stage: "") -> Pair:
    def sent(username: str) -> Callable[[Stage], Sent]:
        return lambda stage: Sent("/session", {"username": username, "password": password}, device=device(stage))

    return Pair(f"{name} and {password}", sent(name), sent("qqqqqqqqq"[: len(name)]))


def came_back(known: Value, what: str, later: int = 0) -> Pair:
    """Coming back from the district's provider with a state, of which one half lies in a cookie."""

    def sent(value: Value) -> Callable[[Stage], Sent]:
        def halves(stage: Stage) -> Sent:
            text = value(stage)
            half = len(text) // 2
            body = {"code": "from-the-provider", "state": text[:half]}
            return Sent("/single-sign-on/finish", body, elsewhere=text[half:], later=later)

        return halves

    return Pair(what, sent(known), sent(made_up_like(known)))


def with_pass(path: str, known: Value, what: str) -> Pair:
    def sent(value: Value) -> Callable[[Stage], Sent]:
        return lambda stage: Sent(path, share_pass=value(stage))

    return Pair(what, sent(known), sent(lambda stage: token()))


def forgotten(stage: Stage, username: str) -> Any:
    return {"username": username}


def reset(stage: Stage, token_: str) -> Any:
    return {"token": token_, "password": BETTER}


def welcome(stage: Stage, invitation: str) -> Any:
    return {"invitation": invitation, "username": "newcomer", "name": "New", "password": BETTER}


def welcome_as(stage: Stage, username: str) -> Any:
    return {"invitation": "a" * 52, "username": username, "name": "New", "password": BETTER}


def only_link(stage: Stage, link: str) -> Any:
    return {"link": link}


def only_token(stage: Stage, token_: str) -> Any:
    return {"token": token_}


def with_code(stage: Stage, token_: str) -> Any:
    return {"token": token_, "code": "31415926"}


def more_words(stage: Stage, link: str) -> Any:
    return {"link": link, "key": new_key(), "message": "Hello?"}


def rating(stage: Stage, link: str) -> Any:
    return {"link": link, "key": new_key(), "score": 9}


def written_by(stage: Stage, email: str) -> Any:
    return acts.message(stage.topic, email=f"{email}@home.example")


def asked(stage: Stage, email: str) -> Any:
    return record_acts.asking(f"{email}@home.example")


def invitation(stage: Stage, personal: str) -> Any:
    return {"invitation": personal}


def answer(stage: Stage, personal: str) -> Any:
    data = {"key": new_key(), "version": 1, "locale": "en", "data": {"safe": "yes"}, "consent": CONSENT}
    return {**data, "invitation": personal}


def file_sent(stage: Stage, personal: str) -> Any:
    return {"key": new_key(), "version": 1, **A_FILE, "consent": CONSENT, "invitation": personal}


def with_app(stage: Stage, challenge: str) -> Any:
    return {"challenge": challenge, "kind": "totp", "code": "314159"}


def only_challenge(stage: Stage, challenge: str) -> Any:
    return {"challenge": challenge}


def with_passkey(stage: Stage, challenge: str) -> Any:
    return {"challenge": challenge, "credential": assertion(stage.tokens["credential"])}


def by_passkey(stage: Stage, credential: str) -> Any:
    """An answer by a passkey to a challenge of this moment, with a signature that is none."""
    asked = stage.district.visitor().ok("POST", "/session/passkey/options", {})
    return {"challenge": asked["challenge"], "credential": assertion(credential)}


def assertion(credential: str) -> dict[str, Any]:
    data = {"clientDataJSON": "e30", "authenticatorData": "A" * 50, "signature": "A" * 96, "userHandle": "AAAA"}
    return {"id": credential, "rawId": credential, "type": "public-key", "response": data}


def only_device(stage: Stage, device: str) -> Any:
    return {"device": device}


def allowing(stage: Stage, device: str) -> Any:
    return {"device": device, **CONSENT, "language": "en"}


def saved(stage: Stage, name: str) -> Any:
    return {"name": name, "content": "A" * 80, "revision": new_key()}


def only_name(stage: Stage, name: str) -> Any:
    return {"name": name}


FORGED = "a forged link to what is there"
NEARLY, AS_NEARLY = "K" * 21 + "L", "K" * 21 + "M"
NEARLY_SAVED, NEARLY_THE_NAME = "N" * 42 + "O", "a name one letter away from that of something that is saved"
NEAR = "a secret one letter away from that of a device that has allowed something"
# By hand: each public route, with whatever somebody could ask it about; nothing, where it takes no name, token or link.
TABLE: dict[str, list[Pair]] = {
    "GET /privacy": [],
    "GET /privacy/versions": [],
    "GET /privacy/versions/{version}": [],
    "GET /privacy/processors": [],
    "GET /privacy/supplement": [],
    "POST /device/consents": [named("/device/consents", called(NEARLY), only_device, NEAR)],
    "PUT /device/consents/{feature}": [named("/device/consents/camera", called(NEARLY), allowing, NEAR)],
    "POST /device/consents/{feature}/withdrawal": [
        named("/device/consents/camera/withdrawal", called(AS_NEARLY), only_device, NEAR)
    ],
    "GET": [],  # The district's own name and languages.
    "GET /topics": [],  # What everybody may write about.
    "GET /surveys/{survey_id}/form": [],  # An open survey is public; test_foreign_ids.py swaps its id.
    "POST /session": [
        sign_in("alice"),
        sign_in("suspended", PASSWORD),
        sign_in("leaver", PASSWORD),
        sign_in("guarded"),
        sign_in(" ALICE "),
        sign_in("alice", device=lambda stage: stage.people["suspended"].device),
        sign_in("suspended", PASSWORD, device=lambda stage: stage.people["suspended"].device),
    ],
    "POST /session/second": [
        named("/session/second", kept("used_step"), with_app, "a challenge that was used"),
        named("/session/second", kept("open_step"), with_app, "an old challenge", later=300),
        named("/session/second", kept("other_challenge"), with_app, "a challenge for something else"),
    ],
    "POST /session/passkey/options": [
        named("/session/passkey/options", kept("used_step"), only_challenge, "a challenge that was used"),
        named("/session/passkey/options", kept("open_step"), only_challenge, "an old challenge", later=300),
    ],
    "POST /session/passkey": [
        named("/session/passkey", kept("used_step"), with_passkey, "a challenge that was used"),
        named("/session/passkey", kept("open_step"), with_passkey, "an old challenge", later=300),
        named("/session/passkey", kept("credential"), by_passkey, "a passkey that is known, without its signature"),
        named("/session/passkey", kept("suspended_credential"), by_passkey, "the passkey of a suspended account"),
    ],
    "GET /single-sign-on": [],  # What stands on the button, the same for everybody.
    "POST /single-sign-on/start": [],  # Takes nothing.
    "POST /single-sign-on/finish": [
        came_back(kept("used_step"), "a state that was used"),
        came_back(kept("open_step"), "an old state", later=300),
        came_back(kept("other_challenge"), "a challenge for something else"),
    ],
    "POST /welcome": [
        named("/welcome", kept("used_invitation"), welcome, "a used invitation"),
        named("/welcome", kept("open_invitation"), welcome, "an old invitation", later=DAY),
        named("/welcome", called("alice"), welcome_as, "a name that is taken, without an invitation"),
    ],
    "POST /password/forgotten": [named("/password/forgotten", called(name), forgotten, name) for name in NAMES],
    "POST /password/reset": [
        named("/password/reset", kept("used_reset"), reset, "a used link"),
        named("/password/reset", kept("old_reset"), reset, "an old link", later=3600),
        named("/password/reset", kept("dead_reset"), reset, "the link of a suspended account"),
    ],
    "POST /threads": [named("/threads", called("dana"), written_by, "the address of somebody who wrote before")],
    "GET /signing-key": [],  # The same for everybody.
    "GET /certificates/{certificate_id}": [],  # Its id is 128 random bits; test_foreign_ids.py swaps it.
    "GET /status": [],  # The same for everybody.
    "POST /requests": [named("/requests", called("dana"), asked, "the address of somebody who wrote before")],
    "POST /requests/confirm": [named("/requests/confirm", forging("request"), only_link, FORGED)],
    "POST /requests/file": [named("/requests/file", forging("request"), only_link, FORGED)],
    "POST /talk/thread": [named("/talk/thread", forging("thread"), only_link, FORGED)],
    "POST /talk/messages": [named("/talk/messages", forging("thread"), more_words, FORGED)],
    "POST /talk/rating": [named("/talk/rating", forging("thread"), rating, FORGED)],
    "POST /talk/withdrawal": [named("/talk/withdrawal", forging("thread"), only_link, FORGED)],
    "POST /surveys/{survey_id}/invitation": [
        named("/surveys/{survey_id}/invitation", forging("participant"), invitation, FORGED)
    ],
    "POST /surveys/{survey_id}/responses": [
        named("/surveys/{survey_id}/responses", forging("participant"), answer, FORGED)
    ],
    "POST /surveys/{survey_id}/uploads": [
        named("/surveys/{survey_id}/uploads", forging("participant"), file_sent, FORGED)
    ],
    "POST /surveys/{survey_id}/withdrawal": [
        named("/surveys/{survey_id}/withdrawal", forging("participant"), invitation, FORGED)
    ],
    "PUT /surveys/{survey_id}/unfinished": [
        named("/surveys/{survey_id}/unfinished", called(NEARLY_SAVED), saved, NEARLY_THE_NAME)
    ],
    "POST /surveys/{survey_id}/unfinished": [
        named("/surveys/{survey_id}/unfinished", called("N" * 42 + "P"), only_name, NEARLY_THE_NAME)
    ],
    "POST /surveys/{survey_id}/unfinished/removal": [
        named("/surveys/{survey_id}/unfinished/removal", called(NEARLY_SAVED), only_name, NEARLY_THE_NAME)
    ],
    "POST /shared/code": [
        named("/shared/code", forging("share"), only_token, FORGED),
        named("/shared/code", kept("revoked_share"), only_token, "the link of a share that was revoked"),
    ],
    "POST /shared/open": [
        named("/shared/open", forging("share"), with_code, FORGED),
        named("/shared/open", kept("revoked_share"), with_code, "the link of a share that was revoked"),
    ],
    "GET /shared/content": [with_pass("/shared/content", kept("old_pass"), "a pass that was given back")],
    "GET /shared/export": [with_pass("/shared/export", kept("old_pass"), "a pass that was given back")],
    "DELETE /shared": [with_pass("/shared", kept("old_pass"), "a pass that was given back")],
}
