"""Many at once: one user name is given once, one invitation makes one account, one link gives one new password."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.districts.service import get_district
from chalicelib.identity import credentials
from chalicelib.identity import invitation_service as invitations
from chalicelib.identity import reset_service as resets
from chalicelib.identity import throttle_service as throttles
from chalicelib.identity.store import UserRow, people_pk
from chalicelib.kernel import clock
from chalicelib.privacy import service as privacy
from local.platform import load_app
from tests.client import PASSWORD, Answered, Browser, District, new_key, open_district

load_app()
NAMESAKES, CLIENTS = 64, 32
SLUG = "oakfield"


@pytest.fixture(scope="module")
def oakfield(platform: Any) -> District:
    return open_district(platform, SLUG)


def at_once(path: str, bodies: list[dict[str, Any]]) -> list[Answered]:
    """Everybody sends at the same time, each from a network of their own."""
    browsers = [Browser(SLUG, address=f"10.1.{number}.1") for number in range(len(bodies))]
    with ThreadPoolExecutor(len(bodies)) as pool:
        return list(pool.map(lambda one: one[0].api("POST", path, one[1]), zip(browsers, bodies, strict=True)))


def statuses(told: list[Answered]) -> Counter[int]:
    return Counter(answered.status for answered in told)


def invitation(district: District, name: str) -> str:
    body = {"key": new_key(), "email": f"{name}@home.example", "levels": [{"role": "member"}]}
    user_id = district.administrator.ok("POST", "/users", body)["user_id"]
    return invitations.invitation_token(privacy.open_keys_of(district.district_id), user_id)


def accounts(district: District, *names: str) -> list[str]:
    users = district.administrator.ok("GET", "/users")["items"]
    return [user["user_id"] for user in users if user["username"] in names]


def test_of_64_creations_of_one_user_name_exactly_one_succeeds(oakfield: District) -> None:
    tokens = [invitation(oakfield, f"namesake{number}") for number in range(NAMESAKES)]
    bodies = [{"invitation": one, "username": "xenia", "name": "Xenia", "password": PASSWORD} for one in tokens]
    told = at_once("/welcome", bodies)
    assert statuses(told) == {200: 1, 409: NAMESAKES - 1}
    (winner,) = (answered.json["user"]["user_id"] for answered in told if answered.status == 200)
    assert accounts(oakfield, "xenia") == [winner]
    assert Browser(SLUG, address="10.2.0.1").sign_in("xenia").user_id == winner
    assert {name for one in told if one.status == 409 for name in one.json["fields"]} <= {"username"}


def test_of_32_clients_with_one_invitation_exactly_one_joins(oakfield: District) -> None:
    token, names = invitation(oakfield, "yves"), [f"yves{number}" for number in range(CLIENTS)]
    bodies = [{"invitation": token, "username": name, "name": "Yves", "password": PASSWORD} for name in names]
    told = statuses(at_once("/welcome", bodies))
    assert told[200] == 1
    assert told.keys() <= {200, 409, 410}
    assert len(accounts(oakfield, *names)) == 1


def test_of_32_clients_with_one_reset_link_exactly_one_sets_the_password(oakfield: District) -> None:
    zora = oakfield.colleague("zora", "member")
    keys, district = privacy.open_keys_of(oakfield.district_id), get_district(oakfield.district_id)
    resets.letter_for(district, keys, Actor("job", "test"), "pwf_race", "zora")
    token = resets.reset_token(keys, "pwf_race")
    passwords = [f"{number} brass kettles under the bridge" for number in range(100, 100 + CLIENTS)]
    told = at_once("/password/reset", [{"token": token, "password": one} for one in passwords])
    assert statuses(told)[200] == 1
    assert statuses(told).keys() <= {200, 409, 410}
    (winner,) = (one for one, answered in zip(passwords, told, strict=True) if answered.status == 200)
    row = dynamodb.get(UserRow, people_pk(oakfield.district_id), zora.user_id)
    assert row is not None
    assert [
        one for one in passwords if credentials.is_password(oakfield.district_id, zora.user_id, one, row.password)
    ] == [winner]
    assert zora.api("GET", "/session").status == 401


def test_of_many_tries_at_once_no_more_are_counted_in_than_the_limit(oakfield: District) -> None:
    wrong = {"username": "nobody", "password": "not the password at all"}
    with ThreadPoolExecutor(CLIENTS) as pool:
        moment = clock.now()

        def one_try(_: int) -> int:
            with clock.frozen(moment):
                return Browser(SLUG, address="10.3.0.1").api("POST", "/session", wrong).status

        told = Counter(pool.map(one_try, range(CLIENTS)))
    assert told.keys() == {401, 429}
    assert told[401] <= throttles.SIGN_IN_PAIR.tries
