"""Single sign-on: signing in at the district's own identity provider, by OpenID Connect.

An account is linked by whoever is signed in to it, to the subject that the provider then names; never by an e-mail
address, which a provider may give to somebody else. The state of a sign-in is a challenge of which one half travels
through the provider and the other stays in the browser's cookie: neither is good without the other.
"""

import base64
from urllib.parse import quote

import msgspec
from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb, web
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.districts.service import District
from chalicelib.identity import challenge_service as challenges
from chalicelib.identity import oidc
from chalicelib.identity import service as identity
from chalicelib.identity import throttle_service as throttles
from chalicelib.identity.challenge_service import Challenge, Purpose
from chalicelib.identity.factor_service import factors_changed
from chalicelib.identity.oidc import RefusedError
from chalicelib.identity.second_step_service import Coming
from chalicelib.identity.service import Account
from chalicelib.identity.session_service import Proof
from chalicelib.identity.sign_in_service import SignedIn, begin_session
from chalicelib.identity.store import (
    LINK_SK,
    PROVIDER_SK,
    LinkRow,
    SingleSignOnRow,
    factors_pk,
    single_sign_on_pk,
)
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Gone, Invalid, NotFound, Unavailable
from chalicelib.kernel.settings import settings
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.store import BlindRow
from chalicelib.privacy.vault import DataKey, DistrictKeys, Place

KIND, FACTOR = "single_sign_on", "single_sign_on"
CACHED_SECONDS, KEYS_SECONDS = 3600, 60
LINKING = "link."  # How a state begins that links an account; the page that people come back to goes by it.
FAULTS = (RefusedError, Gone, NotFound, TakenError, Invalid, msgspec.DecodeError)
MANY_TENANTS = ("{", "/common/", "/organizations/", "/consumers/")


class Provider(Struct, frozen=True):
    """A district's identity provider, without its secret; and the address to which it has to send people back."""

    name: str
    issuer: str
    client_id: str
    is_on: bool
    has_secret: bool
    redirect_uri: str


class Subject(Struct, frozen=True):
    """What is sealed of a link: whom somebody is at the provider."""

    issuer: str
    subject: str


class Begun(Struct, frozen=True):
    """Where the browser goes, and the half of the state that stays in its cookie."""

    address: str
    cookie: str


_documents: dict[str, tuple[int, dict[str, str]]] = {}
_keys: dict[str, tuple[int, object]] = {}


def forget_providers() -> None:
    """Drop what this process remembers of providers."""
    _documents.clear()
    _keys.clear()


# --- The provider


def find_provider(district_id: str) -> SingleSignOnRow | None:
    """The provider of a district, if it has one. One GetItem."""
    return dynamodb.get(SingleSignOnRow, single_sign_on_pk(district_id), PROVIDER_SK)


def shown_provider(district: District) -> Provider:
    """The provider as an administrator sees it; empty where there is none yet."""
    row = find_provider(district.id)
    if row is None:
        return Provider("", "", "", is_on=False, has_secret=False, redirect_uri=_redirect_uri(district))
    return _shown(district, row)


def _shown(district: District, row: SingleSignOnRow) -> Provider:
    return Provider(
        row.name, row.issuer, row.client_id, row.is_on, has_secret=True, redirect_uri=_redirect_uri(district)
    )


def configure(
    district: District,
    keys: DistrictKeys,
    actor: Actor,
    *,
    name: str,
    issuer: str,
    client_id: str,
    client_secret: str,
    is_on: bool,
) -> Provider:
    """Name the district's provider; switched on, it is asked first who it is.

    An empty secret keeps the held one, which is told to no other provider than the one it came from. Invalid, naming
    the field, for what is missing, an address that is none, or an issuer that stands for many organisations.
    """
    name, issuer, client_id = name.strip(), issuer.strip(), client_id.strip()
    held = find_provider(district.id)
    is_held = held is not None and (held.issuer, held.client_id) == (issuer, client_id)
    _check_whole(name, client_id, has_secret=bool(client_secret) or is_held)
    _check_issuer(issuer)
    if is_on:
        _check_answers(issuer)
    row = SingleSignOnRow(
        single_sign_on_pk(district.id),
        PROVIDER_SK,
        name=name,
        issuer=issuer,
        client_id=client_id,
        is_on=is_on,
        secret=_sealed_secret(keys, client_secret) if client_secret or held is None else held.secret,
    )
    configured = assurance.record(district.id, actor, "single_sign_on.configured", district.id, on=str(is_on))
    dynamodb.transact(dynamodb.put(row), configured)
    return _shown(district, row)


def _check_whole(name: str, client_id: str, *, has_secret: bool) -> None:
    fields = {}
    if not 1 <= len(name) <= 60:  # noqa: PLR2004 - the sentence says it.
        fields["name"] = "1 to 60 characters."
    if not 1 <= len(client_id) <= 255:  # noqa: PLR2004 - the sentence says it.
        fields["client_id"] = "1 to 255 characters."
    if not has_secret:
        fields |= {"client_secret": "The secret that this provider gave you for this client."}
    if fields:
        raise Invalid("Something is missing.", fields)


def _check_answers(issuer: str) -> None:
    """Invalid, naming the issuer, where it does not answer or is not what it says."""
    try:
        _document(issuer, is_new=True)
    except Unavailable as error:
        raise Invalid("The provider cannot be used.", {"issuer": str(error)}) from None


def _check_issuer(issuer: str) -> None:
    web.check_address(issuer, "issuer")
    if any(part in f"{issuer}/" for part in MANY_TENANTS):
        sentence = "This issuer stands for every organisation. Name your own tenant in its place."
        raise Invalid("This issuer cannot be used.", {"issuer": sentence})


def _secret(keys: DistrictKeys) -> bytes:
    return vault.derive(keys.index, "single-sign-on")


def _sealed_secret(keys: DistrictKeys, client_secret: str) -> bytes:
    return vault.encrypt(_secret(keys), client_secret.encode(), keys.district_id.encode())


def _document(issuer: str, *, is_new: bool = False) -> dict[str, str]:
    """The provider's endpoints, asked for once an hour; Unavailable or Invalid where it is not what it says."""
    held = _documents.get(issuer)
    if held and not is_new and 0 <= clock.seconds() - held[0] < CACHED_SECONDS:
        return held[1]
    status, raw = web.fetch("GET", issuer.rstrip("/") + "/.well-known/openid-configuration")
    try:
        document = oidc.check_discovery(msgspec.json.decode(raw) if status == 200 else None, issuer)  # noqa: PLR2004 - OK.
    except (RefusedError, msgspec.DecodeError) as error:
        raise Invalid("The provider cannot be used.", {"issuer": str(error)}) from None
    for name in oidc.NEEDED:
        web.check_address(document[name], "issuer")
    _documents[issuer] = (clock.seconds(), document)
    return document


def _key(document: dict[str, str], key_id: str) -> oidc.Json:
    """The key that a token names; the set is asked for again, once a minute at most, when it lacks the key."""
    address = document["jwks_uri"]
    held = _keys.get(address)
    found = oidc.find_key(held[1], key_id) if held else None
    if found is None and (held is None or clock.seconds() - held[0] >= KEYS_SECONDS):
        status, raw = web.fetch("GET", address)
        _keys[address] = (clock.seconds(), msgspec.json.decode(raw) if status == 200 else {})  # noqa: PLR2004 - OK.
        found = oidc.find_key(_keys[address][1], key_id)
    if found is None:
        raise RefusedError("The token names a key that the provider does not have.")
    return found


# --- Going there and coming back


def start_sign_in(district: District, keys: DistrictKeys, address: str) -> Begun:
    """Send a browser to the provider to sign in. NotFound while it is off; TooMany from one address or network."""
    row = _provider_on(district.id)
    throttles.count_tries(keys, throttles.begin_tries(address))
    return _begun(district, row, "", *challenges.begin(keys, Purpose.SIGN_IN_ELSEWHERE))


def start_link(district: District, keys: DistrictKeys, user_id: str) -> Begun:
    """Send a browser to the provider to link the account that is signed in, as it stands now. NotFound while off."""
    row = _provider_on(district.id)
    revision = int(identity.find_account(keys, user_id).row.revision)
    begun = challenges.begin(keys, Purpose.LINK_ELSEWHERE, user_id, revision=revision)
    return _begun(district, row, LINKING, *begun)


def _begun(district: District, row: SingleSignOnRow, mark: str, begun: Challenge, write: Write) -> Begun:
    document = _document(row.issuer)
    dynamodb.write(write)
    half = len(begun.token) // 2
    address = oidc.authorization_address(
        document["authorization_endpoint"],
        client_id=row.client_id,
        redirect_uri=_redirect_uri(district),
        state=mark + begun.token[:half],
        nonce=_nonce(begun),
        verifier=begun.verifier,
    )
    return Begun(address, begun.token[half:])


def _provider_on(district_id: str) -> SingleSignOnRow:
    row = find_provider(district_id)
    if row is None or not row.is_on:
        raise NotFound
    return row


def _redirect_uri(district: District) -> str:
    return f"{settings().base_url}/desk/d/{district.slug}/single-sign-on"


def _nonce(challenge: Challenge) -> str:
    return challenge.nonce.hex()


def finish_sign_in(
    district: District, keys: DistrictKeys, *, code: str, state: str, cookie: str, coming: Coming
) -> SignedIn:
    """Sign in whoever the provider names; Unauthenticated, the same whatever was wrong."""
    row = _provider_on(district.id)
    try:
        taken = challenges.take_up(keys, state + cookie, Purpose.SIGN_IN_ELSEWHERE)
        return _sign_in(keys, taken, _subject(district, keys, row, taken, code), coming)
    except FAULTS:
        raise oidc.refused() from None


def finish_link(
    district: District, keys: DistrictKeys, actor: Actor, user_id: str, *, code: str, state: str, cookie: str
) -> None:
    """Link whoever the provider names to the account that began this and is still signed in, unchanged.

    Invalid, the same whatever was wrong; nothing of it is asked of the provider for anybody else.
    """
    row = _provider_on(district.id)
    try:
        taken = challenges.take_up(keys, state.removeprefix(LINKING) + cookie, Purpose.LINK_ELSEWHERE)
        account = identity.find_account(keys, user_id)
        if taken.user_id != user_id:
            raise NotFound
        challenges.require_unchanged(taken, int(account.row.revision))
        _link(keys, actor, account, taken, _subject(district, keys, row, taken, code))
    except FAULTS:
        raise Invalid("The connection was not made. Please begin it again.", {"state": "It does not fit."}) from None


def _subject(district: District, keys: DistrictKeys, row: SingleSignOnRow, taken: Challenge, code: str) -> Subject:
    document = _document(row.issuer)
    token = _exchanged(district, keys, row, document, taken, code)
    key = _key(document, oidc.key_id_of(token))
    named = oidc.subject_of(
        token, key, issuer=row.issuer, client_id=row.client_id, nonce=_nonce(taken), now=clock.seconds()
    )
    return Subject(row.issuer, named)


def _exchanged(
    district: District,
    keys: DistrictKeys,
    row: SingleSignOnRow,
    document: dict[str, str],
    taken: Challenge,
    code: str,
) -> str:
    """The identity token for a code; RefusedError where the provider gives none."""
    secret = vault.decrypt(_secret(keys), row.secret, keys.district_id.encode()).decode()
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": _redirect_uri(district),
        "code_verifier": taken.verifier,
        "client_id": row.client_id,
    }
    headers = {}
    if document["way"] == "client_secret_basic":
        pair = f"{quote(row.client_id, safe='')}:{quote(secret, safe='')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        form["client_secret"] = secret
    status, raw = web.fetch("POST", document["token_endpoint"], form=form, headers=headers)
    given = msgspec.json.decode(raw) if status == 200 else None  # noqa: PLR2004 - OK.
    token = given.get("id_token") if isinstance(given, dict) else None
    if not isinstance(token, str):
        raise RefusedError("The provider gave no token.")
    return token


def _blind_of(subject: Subject) -> str:
    return f"{subject.issuer}|{subject.subject}"


def _sign_in(keys: DistrictKeys, taken: Challenge, subject: Subject, coming: Coming) -> SignedIn:
    user_id = privacy.find_blind(keys, KIND, _blind_of(subject))
    if user_id is None:
        raise NotFound
    account = identity.find_account(keys, user_id)
    if account.row.state != identity.ACTIVE:
        raise NotFound
    return begin_session(
        account,
        Proof.SINGLE_SIGN_ON,
        coming.device,
        coming.request_id,
        challenges.spent(taken.row),
        browser=coming.browser,
    )


def _link(keys: DistrictKeys, actor: Actor, account: Account, taken: Challenge, subject: Subject) -> None:
    pk = factors_pk(keys.district_id, taken.user_id)
    sealed = vault.seal(account.key, Place(LinkRow.TABLE, pk, LINK_SK), subject)
    dynamodb.transact(
        challenges.spent(taken.row),
        privacy.claim_blind(keys, KIND, _blind_of(subject), taken.user_id),
        dynamodb.put_new(LinkRow(pk, LINK_SK, added_at=clock.seconds(), sealed=sealed)),
        factors_changed(account, [*account.row.factors, FACTOR]),
        assurance.record(keys.district_id, actor, "single_sign_on.linked", taken.user_id),
    )


def unlink(keys: DistrictKeys, actor: Actor, user_id: str) -> None:
    """Part somebody's account from the provider; NotFound where it is not linked."""
    account = identity.find_account(keys, user_id)
    writes = unlink_writes(keys, account.key)
    if not writes:
        raise NotFound
    left = [one for one in account.row.factors if one != FACTOR]
    unlinked = assurance.record(keys.district_id, actor, "single_sign_on.unlinked", user_id)
    try:
        dynamodb.transact(*writes, factors_changed(account, left), unlinked)
    except TakenError:
        raise Conflict("Your account has changed. Please load the page again.") from None


def linked_place(keys: DistrictKeys, key: DataKey) -> tuple[str, str] | None:
    """The key of the row by which a linked account is looked up; None where it is not linked. One GetItem."""
    pk = factors_pk(keys.district_id, key.subject)
    row = dynamodb.get(LinkRow, pk, LINK_SK)
    if row is None:
        return None
    subject = vault.unseal(key, Place(LinkRow.TABLE, pk, LINK_SK), row.sealed, Subject)
    return privacy.blind_place(keys, KIND, _blind_of(subject))


def unlink_writes(keys: DistrictKeys, key: DataKey) -> list[Write]:
    """The writes that part an account from the provider; none where it is not linked. One GetItem."""
    blind = linked_place(keys, key)
    if blind is None:
        return []
    pk = factors_pk(keys.district_id, key.subject)
    return [dynamodb.delete(BlindRow, *blind), dynamodb.delete(LinkRow, pk, LINK_SK, LinkRow.pk.exists())]
