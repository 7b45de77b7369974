"""Ten thousand sessions and tokens: no cookie holds a user's id, name, address or password, however it is spelled."""

import base64
import hashlib
import itertools
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from chalicelib.identity import devices
from chalicelib.identity import service as identity
from chalicelib.identity import session_service as sessions
from chalicelib.identity.permissions import Permission
from chalicelib.identity.service import Account
from chalicelib.identity.session_service import Cookie, Device, Proof
from chalicelib.kernel import ids
from chalicelib.privacy import service as privacy
from local.platform import load_app
from tests.client import PASSWORD, Browser, District
from tests.conftest import Figure

load_app()
SESSIONS, TOKENS, SIGN_INS = 10_000, 1_000, 9
SHORTEST = 8  # What is shorter stands somewhere in 700,000 letters of base64 by chance.
HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")
SHORTENED = 8


@pytest.fixture(scope="module")
def account(lakeview: District) -> Account:
    nadia = lakeview.colleague("nadia.winterbourne", "member", "author")
    return identity.find_account(privacy.open_keys_of(lakeview.district_id), nadia.user_id)


def secrets_of(account: Account) -> list[str]:
    """Whatever says who somebody is."""
    person, user_id = account.person, account.row.sk
    email_name = person.email.partition("@")[0]
    parts = [user_id, user_id.removeprefix("usr_"), person.email, email_name, person.username, person.name, PASSWORD]
    return [*parts, account.key.district_id, account.row.password]


def spellings(text: str) -> Iterator[bytes]:
    """A text in every usual encoding, and its digests, whole and in their first bytes, in every usual encoding."""
    for form in {text, text.lower(), text.upper(), text.title(), text.strip()}:
        raw = form.encode()
        yield from _encoded(raw)
        yield from _encoded(raw[::-1])
        for name in HASHES:
            digest = hashlib.new(name, raw).digest()
            yield from _encoded(digest)
            yield from _encoded(digest[:SHORTENED])


def _encoded(raw: bytes) -> Iterator[bytes]:
    yield raw
    yield quote(raw).encode()
    yield from (raw.hex().encode(), raw.hex().upper().encode(), base64.b32encode(raw).rstrip(b"="))
    yield base64.b85encode(raw)
    for shift in range(3):  # Base64 of a part of something longer begins at any of three places.
        for coded in (base64.b64encode(b"\0" * shift + raw), base64.urlsafe_b64encode(b"\0" * shift + raw)):
            first = -(-shift * 8 // 6)
            yield coded[first : (shift + len(raw)) * 8 // 6]


def needles(account: Account) -> set[bytes]:
    return {one for text in secrets_of(account) for one in spellings(text) if len(one) >= SHORTEST}


def made(account: Account) -> Iterator[tuple[Cookie, str]]:
    """Sessions and tokens as signing in makes them."""
    for number in range(SESSIONS + TOKENS):
        token_for = frozenset({Permission.READ_RESULTS}) if number >= SESSIONS else None
        handle = account.person.handle if number % 2 else sessions.new_handle()
        cookie, _, _ = sessions.start_session(
            account.key, account.access, handle, proof=Proof.PASSWORD, device=Device("Firefox"), token_for=token_for
        )
        yield cookie, cookie.spelled()


def real(account: Account) -> list[str]:
    """The cookies that the API itself sets when somebody signs in."""
    told = []
    for number in range(SIGN_INS):
        browser = Browser("lakeview", address=f"10.40.{number}.1").sign_in(account.person.username)
        told += [browser.cookie, browser.device, browser.csrf]
    return told


def found(spelled: list[str], wanted: set[bytes]) -> set[bytes]:
    """What of the wanted stands in any of the texts, or in what they decode to."""
    raw = b"\n".join([*(one.encode() for one in spelled), *(_decoded(one) for one in spelled)])
    both = raw + b"\n" + raw.lower()
    return {one for one in wanted if one in both}


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_no_cookie_and_no_token_holds_anything_of_its_owner(account: Account, figure: Figure) -> None:
    cookies = list(made(account))
    spelled = [text for _, text in cookies] + real(account)
    assert len(cookies) == SESSIONS + TOKENS
    assert all(len(text) == 64 for _, text in cookies)
    wanted = needles(account)
    assert len(wanted) > 4_000
    assert found(spelled, wanted) == set()
    figure(f"{len(spelled)} cookies, tokens and devices, {len(wanted)} spellings")


def test_a_spelling_that_stood_in_a_cookie_would_be_seen(account: Account) -> None:
    wanted = needles(account)
    for secret in (account.row.sk.encode(), account.person.email.encode(), PASSWORD.encode()):
        for hidden in (secret, *(hashlib.new(name, secret).digest() for name in HASHES)):
            planted = base64.urlsafe_b64encode(b"\x07" + hidden + b"\x09").decode()
            assert found([planted], wanted)


def test_every_secret_half_is_new_and_the_handle_says_nothing(account: Account) -> None:
    cookies = [cookie for cookie, _ in itertools.islice(made(account), 2_000)]
    assert len({cookie.token for cookie in cookies}) == len(cookies)
    assert {len(cookie.handle + cookie.token) for cookie in cookies} == {48}
    assert account.person.handle not in hashlib.sha256(account.row.sk.encode()).digest()


def test_a_cookie_depends_on_randomness_alone(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the same random bytes two people would have the same cookie: nothing of them goes into it."""
    monkeypatch.setattr(ids, "random_bytes", lambda count: bytes(range(count)))
    monkeypatch.setattr(sessions, "random_bytes", lambda count: bytes(range(count)))
    other = account.key.__class__(account.key.district_id, "usr_somebodyelse", 1, bytes(32))
    told = {
        sessions.start_session(key, account.access, sessions.new_handle(), proof=Proof.PASSWORD, device=Device())[0]
        for key in (account.key, other)
    }
    assert len(told) == 1
    assert devices.own_or_new("") == devices.own_or_new("")
