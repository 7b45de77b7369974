"""Single sign-on against a real OpenID provider: by its subject alone; good once, in one browser, in one district."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.identity.single_sign_on_service import KEYS_SECONDS, forget_providers
from chalicelib.kernel import clock
from chalicelib.kernel.settings import settings
from local.ministack import free_port
from tests.client import Answered, Browser, District, new_key
from tests.provider import CLIENT_ID, CLIENT_SECRET, Provider, Walker, running


@pytest.fixture(scope="module")
def provider(lakeview: District, hillside: District) -> Iterator[Provider]:
    base_url = settings().base_url
    with running(*(f"{base_url}/desk/d/{one.slug}/single-sign-on" for one in (lakeview, hillside))) as found:
        yield found


def configured(provider: Provider, **change: Any) -> dict[str, Any]:
    body = {"name": "Lakeview ID", "issuer": provider.issuer, "client_id": CLIENT_ID, "is_on": True}
    return {**body, "client_secret": CLIENT_SECRET, **change}


@pytest.fixture(scope="module", autouse=True)
def _configured(provider: Provider, lakeview: District, hillside: District) -> Iterator[None]:
    for district in (lakeview, hillside):
        district.administrator.ok("PUT", "/security/single-sign-on", configured(provider))
    yield
    forget_providers()


@pytest.fixture
def nora(lakeview: District) -> Browser:
    return lakeview.colleague("nora-" + new_key()[:8].lower().replace("_", "a").replace("-", "b"), "author")


class Going:
    """A browser on its way through the provider."""

    def __init__(self, browser: Browser, path: str = "/single-sign-on/start") -> None:
        self.browser = browser
        begun = browser.api("POST", path)
        assert begun.status == 200, begun.body
        self.address = begun.json["address"]
        (found,) = [one for one in begun.cookies if one.startswith("__Host-sso=")]
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(found.split("; "))
        self.cookie = found.partition("=")[2].partition(";")[0]

    def back(self, name: str) -> dict[str, str]:
        came = Walker().sign_in(self.address, name)
        return {"code": came["code"], "state": came["state"]}

    def link(self, came: dict[str, str], browser: Browser | None = None) -> Answered:
        who = browser or self.browser
        cookie = f"__Host-sid={who.cookie}; __Host-sso={self.cookie}"
        return who.api("POST", "/me/single-sign-on/finish", came, cookie=cookie)

    def finish(self, came: dict[str, str], browser: Browser | None = None, cookie: str | None = None) -> Answered:
        sent = self.cookie if cookie is None else cookie
        return (browser or self.browser).api("POST", "/single-sign-on/finish", came, cookie=f"__Host-sso={sent}")


def link(nora: Browser, name: str) -> Answered:
    going = linking(nora)
    return going.link(going.back(name))


def linking(browser: Browser) -> Going:
    return Going(browser, "/me/single-sign-on/start")


def listed(alice: Browser, whom: Browser) -> Any:
    return next(one for one in alice.ok("GET", "/users")["items"] if one["user_id"] == whom.user_id)


def subject() -> str:
    return "person-" + new_key()[:10]


def test_the_button_is_there_for_everybody_and_the_secret_for_nobody(lakeview: District, provider: Provider) -> None:
    assert lakeview.visitor().ok("GET", "/single-sign-on") == {"name": "Lakeview ID", "is_on": True}
    shown = lakeview.administrator.api("GET", "/security/single-sign-on")
    assert shown.json == {
        "name": "Lakeview ID",
        "issuer": provider.issuer,
        "client_id": CLIENT_ID,
        "is_on": True,
        "has_secret": True,
        "redirect_uri": f"{settings().base_url}/desk/d/lakeview/single-sign-on",
    }
    assert CLIENT_SECRET not in shown.body.decode()


def test_somebody_links_signs_out_and_signs_in(nora: Browser) -> None:
    who = subject()
    linked = link(nora, who)
    assert linked.status == 200
    assert "__Host-sso=;" in "".join(linked.cookies)
    assert "single_sign_on" in nora.ok("GET", "/session")["user"]["factors"]
    going = Going(Browser("lakeview"))
    signed_in = going.finish(going.back(who))
    assert (signed_in.json["state"], signed_in.json["proof"]) == ("signed_in", "single_sign_on")
    assert signed_in.json["user"]["user_id"] == nora.user_id
    assert going.browser.api("GET", "/session").status == 200


def test_who_is_not_linked_is_refused_like_any_other_failure(nora: Browser) -> None:
    going = Going(Browser("lakeview"))
    unknown = going.finish(going.back(subject()))
    assert unknown.status == 401
    assert not [one for one in unknown.cookies if one.startswith("__Host-sid=") and not one.startswith("__Host-sid=;")]


def test_a_sign_in_that_fails_does_not_end_the_session_beside_it(nora: Browser) -> None:
    going = Going(nora)
    assert going.finish(going.back(subject())).status == 401
    assert nora.api("GET", "/session").status == 200


def test_a_state_is_good_once_in_one_browser_and_one_district(nora: Browser, hillside: District) -> None:
    who = subject()
    link(nora, who)
    going = Going(Browser("lakeview"))
    came = going.back(who)
    assert going.finish(came, cookie="").status == 401
    assert going.finish(came, cookie="a" * 26).status == 401
    assert going.finish(came, browser=hillside.visitor()).status == 401
    assert going.finish({**came, "state": "a" * 26}).status == 401
    assert going.finish(came).status == 200
    assert going.finish(came).status == 401


def test_a_code_of_another_sign_in_is_refused(nora: Browser) -> None:
    who = subject()
    link(nora, who)
    one, other = Going(Browser("lakeview")), Going(Browser("lakeview"))
    came_one, came_other = one.back(who), other.back(who)
    assert one.finish({"code": came_other["code"], "state": came_one["state"]}).status == 401


def test_a_new_key_of_the_provider_is_asked_for(nora: Browser, provider: Provider) -> None:
    who = subject()
    link(nora, who)
    provider.rotate()
    going = Going(Browser("lakeview"))
    came = going.back(who)
    with clock.frozen(clock.now() + timedelta(seconds=KEYS_SECONDS + 1)):
        assert going.finish(came).status == 200


def test_a_suspended_account_is_refused_like_an_unknown_subject(nora: Browser, alice: Browser) -> None:
    who = subject()
    link(nora, who)
    alice.ok("POST", f"/users/{nora.user_id}/suspend", {"revision": listed(alice, nora)["revision"]})
    suspended, unknown = Going(Browser("lakeview")), Going(Browser("lakeview"))
    told = [one.finish(one.back(name)) for one, name in ((suspended, who), (unknown, subject()))]
    assert [one.status for one in told] == [401, 401]
    assert told[0].json["message"] == told[1].json["message"]


def test_one_subject_is_one_account(nora: Browser, lakeview: District) -> None:
    who = subject()
    assert link(nora, who).status == 200
    other = lakeview.colleague("omar-" + new_key()[:8].lower().replace("_", "a").replace("-", "b"), "author")
    assert link(other, who).status == 400
    assert link(nora, subject()).status == 400  # And one account is one subject.


def test_what_is_unlinked_signs_in_no_more(nora: Browser) -> None:
    who = subject()
    link(nora, who)
    nora.ok("DELETE", "/me/single-sign-on")
    assert nora.api("DELETE", "/me/single-sign-on").status == 404
    assert "single_sign_on" not in nora.ok("GET", "/session")["user"]["factors"]
    going = Going(Browser("lakeview"))
    assert going.finish(going.back(who)).status == 401
    assert link(nora, who).status == 200


def test_a_link_is_finished_by_whoever_began_it_and_in_no_other_way(nora: Browser, lakeview: District) -> None:
    """Somebody lured into finishing another's link would give away their sign-in at the provider."""
    who = subject()
    going = linking(nora)
    came = going.back(who)
    assert going.link(came, lakeview.administrator).status == 400
    assert going.link(came, lakeview.visitor()).status == 401
    stranger = lakeview.visitor()
    assert going.finish(came, stranger).status == 401
    assert going.finish({**came, "state": came["state"].removeprefix("link.")}, stranger).status == 401
    assert going.link(came).status == 200


def test_a_link_that_was_begun_ends_with_the_session_that_began_it(nora: Browser, alice: Browser) -> None:
    going = linking(nora)
    came = going.back(subject())
    nora.ok("DELETE", "/session")
    assert going.link(came).status == 401
    assert listed(alice, nora)["factors"] == []


def test_a_link_that_was_begun_ends_where_every_other_session_was_ended(nora: Browser, alice: Browser) -> None:
    going = linking(nora)
    came = going.back(subject())
    nora.ok("DELETE", "/me/sessions")
    nora.csrf = nora.ok("GET", "/session")["csrf"]
    refused = going.link(came)
    assert (refused.status, list(refused.json["fields"])) == (400, ["state"])
    assert listed(alice, nora)["factors"] == []


def test_a_link_that_was_begun_ends_with_a_suspension(nora: Browser, alice: Browser) -> None:
    going = linking(nora)
    came = going.back(subject())
    for act in ("suspend", "resume"):
        alice.ok("POST", f"/users/{nora.user_id}/{act}", {"revision": listed(alice, nora)["revision"]})
    assert going.link(came).status == 401
    assert listed(alice, nora)["factors"] == []


def test_linking_asks_for_a_fresh_proof(nora: Browser) -> None:
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        refused = nora.api("POST", "/me/single-sign-on/start")
    assert (refused.status, refused.json["error"]) == (403, "proof_needed")


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("issuer", {"issuer": "http://idp.example.org"}),
        ("issuer", {"issuer": "ftp://127.0.0.1"}),
        ("issuer", {"issuer": "https://login.microsoftonline.com/common/v2.0"}),
        ("issuer", {"issuer": "https://login.microsoftonline.com/{tenantid}/v2.0"}),
        ("issuer", {"issuer": "https://user@idp.example.org"}),
        ("name", {"name": " "}),
    ],
)
def test_what_is_no_provider_is_refused(
    field: str, change: dict[str, Any], lakeview: District, provider: Provider
) -> None:
    refused = lakeview.administrator.api("PUT", "/security/single-sign-on", configured(provider, **change))
    assert refused.status == 400
    assert field in refused.json["fields"]


def test_only_what_is_missing_is_named(lakeview: District, provider: Provider) -> None:
    body = configured(provider, client_id=" ")
    refused = lakeview.administrator.api("PUT", "/security/single-sign-on", body)
    assert (refused.status, list(refused.json["fields"])) == (400, ["client_id"])


@pytest.mark.parametrize("change", [{"issuer": "https://idp.example.org"}, {"client_id": "another"}])
def test_a_held_secret_is_kept_for_its_own_provider_alone(
    change: dict[str, Any], lakeview: District, provider: Provider
) -> None:
    body = configured(provider, client_secret="", is_on=False, **change)
    refused = lakeview.administrator.api("PUT", "/security/single-sign-on", body)
    assert (refused.status, list(refused.json["fields"])) == (400, ["client_secret"])


def test_a_provider_that_does_not_answer_is_refused_at_its_issuer(lakeview: District, provider: Provider) -> None:
    body = configured(provider, issuer=f"http://127.0.0.1:{free_port()}")
    refused = lakeview.administrator.api("PUT", "/security/single-sign-on", body)
    assert (refused.status, list(refused.json["fields"])) == (400, ["issuer"])


def test_a_provider_that_names_itself_otherwise_is_refused(lakeview: District, provider: Provider) -> None:
    body = configured(provider, issuer=provider.issuer.replace("127.0.0.1", "localhost"))
    assert lakeview.administrator.api("PUT", "/security/single-sign-on", body).status == 400


def test_switched_off_there_is_no_button_and_no_way(hillside: District, provider: Provider) -> None:
    alice = hillside.administrator
    alice.ok("PUT", "/security/single-sign-on", configured(provider, is_on=False, client_secret=""))
    assert hillside.visitor().ok("GET", "/single-sign-on") == {"name": "", "is_on": False}
    assert hillside.visitor().api("POST", "/single-sign-on/start").status == 404
    alice.ok("PUT", "/security/single-sign-on", configured(provider, client_secret=""))
    assert hillside.visitor().ok("GET", "/single-sign-on")["is_on"] is True
