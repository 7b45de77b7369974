"""Many at once, many times: one code, one challenge and one passkey's answer each let one in; and what a step costs."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest

from chalicelib.aws import dynamodb
from chalicelib.aws.meter import Meter, metered
from chalicelib.identity import challenge_service as challenges
from chalicelib.identity import service as identity
from chalicelib.identity import throttle_service as throttles
from chalicelib.identity.challenge_service import Purpose
from chalicelib.identity.throttle_service import Limit
from chalicelib.kernel.settings import settings
from chalicelib.privacy import service as privacy
from local.platform import load_app
from tests.authenticator import Authenticator
from tests.client import PASSWORD, Answered, Browser, District, new_key, open_district
from tests.secondfactors import add_passkey, code_of, enrol

load_app()
CLIENTS, SLUG = 32, "oakmont"
REFUSED = {400, 409, 410}


@pytest.fixture(scope="module")
def elmwood(platform: Any) -> District:
    return open_district(platform, SLUG)


@pytest.fixture(autouse=True)
def _many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty-two at once would meet the throttles first, which have tests of their own."""
    for name in ("SECOND_STEP", "PROVE_AGAIN"):
        monkeypatch.setattr(throttles, name, Limit(name.lower(), 1000, 3600))


@pytest.fixture
def nora(elmwood: District) -> Browser:
    return elmwood.colleague("nora-" + new_key()[:10].lower().replace("_", "a").replace("-", "b"), "author")


def challenge_for(district: District, user_id: str) -> str:
    """What the right password gives to somebody with a second factor, without the cost of its hash."""
    keys = privacy.open_keys_of(district.district_id)
    revision = int(identity.find_account(keys, user_id).row.revision)
    begun, write = challenges.begin(keys, Purpose.SECOND_STEP, user_id, revision=revision)
    dynamodb.write(write)
    return begun.token


def at_once(send: Callable[[Any], Answered], what: list[Any]) -> Counter[int]:
    with ThreadPoolExecutor(len(what)) as pool:
        return Counter(answered.status for answered in pool.map(send, what))


def with_code(kind: str) -> Callable[[tuple[str, str]], Answered]:
    def send(one: tuple[str, str]) -> Answered:
        body = {"challenge": one[0], "kind": kind, "code": one[1]}
        return Browser(SLUG).api("POST", "/session/second", body)

    return send


def sessions_of(nora: Browser) -> int:
    return len(nora.ok("GET", "/me/sessions")["items"])


def one_came_in(told: Counter[int]) -> bool:
    return told[200] == 1 and told.keys() <= {200, *REFUSED}


def test_of_32_that_send_one_code_of_an_app_one_comes_in(elmwood: District, nora: Browser) -> None:
    secret, _ = enrol(nora)
    code = code_of(secret)
    tokens = [challenge_for(elmwood, nora.user_id) for _ in range(CLIENTS)]
    assert one_came_in(at_once(with_code("totp"), [(token, code) for token in tokens]))
    assert sessions_of(nora) == 2


def test_of_32_that_send_one_recovery_code_one_comes_in(elmwood: District, nora: Browser) -> None:
    _, codes = enrol(nora)
    tokens = [challenge_for(elmwood, nora.user_id) for _ in range(CLIENTS)]
    assert one_came_in(at_once(with_code("recovery"), [(token, codes[3]) for token in tokens]))
    assert sessions_of(nora) == 2
    assert nora.ok("GET", "/me/factors")["recovery_left"] == 9


def test_of_32_that_use_one_challenge_one_comes_in(elmwood: District, nora: Browser) -> None:
    """Each has a good code of their own, of which the others spend none."""
    _, codes = enrol(nora)
    token = challenge_for(elmwood, nora.user_id)
    told = at_once(with_code("recovery"), [(token, code) for code in (codes * 4)[:CLIENTS]])
    assert one_came_in(told)
    assert sessions_of(nora) == 2
    assert nora.ok("GET", "/me/factors")["recovery_left"] == 9


def device() -> Authenticator:
    base_url = settings().base_url
    return Authenticator(base_url, urlsplit(base_url).hostname or "")


def test_of_32_that_replay_one_answer_of_a_passkey_one_comes_in(nora: Browser) -> None:
    phone = device()
    assert add_passkey(nora, phone).status == 200
    asked = Browser(SLUG).ok("POST", "/session/passkey/options", {})
    body = {"challenge": asked["challenge"], "credential": phone.prove(asked["options"])}
    assert one_came_in(at_once(lambda one: Browser(SLUG).api("POST", "/session/passkey", one), [body] * CLIENTS))
    assert sessions_of(nora) == 2


def test_of_32_proofs_by_one_code_one_counts(nora: Browser) -> None:
    secret, _ = enrol(nora)
    body = {"kind": "totp", "code": code_of(secret)}
    told = at_once(lambda one: nora.api("POST", "/session/proof", one), [body] * CLIENTS)
    assert one_came_in(told)


def test_of_32_confirmations_of_one_new_app_one_counts(nora: Browser) -> None:
    begun = nora.ok("POST", "/me/totp")
    body = {"challenge": begun["challenge"], "code": code_of(begun["secret"])}
    assert one_came_in(at_once(lambda one: nora.api("PUT", "/me/totp", one), [body] * CLIENTS))
    assert nora.ok("GET", "/me/factors")["recovery_left"] == 10


def test_however_many_renew_recovery_codes_at_once_ten_are_left(nora: Browser) -> None:
    enrol(nora)
    told = at_once(lambda _: nora.api("POST", "/me/recovery-codes"), list(range(8)))
    assert told[200] >= 1
    assert told.keys() <= {200, 409}
    assert nora.ok("GET", "/me/factors")["recovery_left"] == 10


# --- What a step costs


def cost_of(journey: Callable[[], Any]) -> Meter:
    with metered() as cost:
        journey()
    return cost


def within_budget(cost: Meter, hashes: int = 0) -> bool:
    hashed = [step for step in cost.trace if step.startswith("password.hash")]
    return cost.of("dynamodb") <= 7 and cost.of("kms") <= 2 and len(hashed) == hashes


def test_each_step_of_signing_in_keeps_to_its_budget(elmwood: District, nora: Browser) -> None:
    phone, visitor = device(), Browser(SLUG)
    secret, codes = enrol(nora)
    add_passkey(nora, phone)
    username = nora.ok("GET", "/session")["user"]["name"].lower()
    given = {"username": username, "password": PASSWORD}
    assert within_budget(cost_of(lambda: visitor.ok("POST", "/session", given)), hashes=1)
    for kind, code in (("totp", code_of(secret)), ("recovery", codes[0])):
        body = {"challenge": challenge_for(elmwood, nora.user_id), "kind": kind, "code": code}
        assert within_budget(cost_of(lambda body=body: visitor.ok("POST", "/session/second", body)))
    asked = visitor.ok("POST", "/session/passkey/options", {})
    body = {"challenge": asked["challenge"], "credential": phone.prove(asked["options"])}
    assert within_budget(cost_of(lambda: visitor.ok("POST", "/session/passkey", body)))


def test_a_wrong_code_writes_the_counters_of_tries_alone(elmwood: District, nora: Browser) -> None:
    enrol(nora)
    body = {"challenge": challenge_for(elmwood, nora.user_id), "kind": "totp", "code": "000000"}
    cost = cost_of(lambda: Browser(SLUG).api("POST", "/session/second", body))
    assert cost.calls["dynamodb.TransactWriteItems"] == 1  # The counters of tries, and no session.
