"""What somebody allows their device: camera, photos, microphone, contacts, and a fingerprint or face to sign in.

The consent comes before the browser's or the phone's own question, one for each feature, and can be withdrawn. Staff
give it with their account; a device of the public under a secret that it alone holds, of which we keep a digest.
"""

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import TakenError, Write
from chalicelib.consents import service as consents
from chalicelib.consents.receipt import BIOMETRIC, FEATURES, GIVEN, WITHDRAWN, Receipt
from chalicelib.consents.store import ConsentRow
from chalicelib.districts.service import District
from chalicelib.identity import factor_service as factors
from chalicelib.identity import service as identity
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, ConsentNeeded, NotFound
from chalicelib.privacy import service as privacy
from chalicelib.privacy.erasure_service import note_erasure
from chalicelib.privacy.notice_versions import is_good
from chalicelib.privacy.vault import DataKey, DistrictKeys

NOT_ASKED = "not_asked"


class Feature(Struct, frozen=True):
    """One feature: "given", "withdrawn" or "not_asked"; times in ISO text, empty where there is none."""

    feature: str
    state: str
    version: str
    language: str
    at: str
    withdrawn_at: str
    is_good: bool


def check_feature(feature: str) -> None:
    """Raises NotFound where no device has such a feature."""
    if feature not in FEATURES:
        raise NotFound


def list_features(district: District, key: DataKey | None, whose: str) -> list[Feature]:
    """Every feature, as one account or device has decided. One Query."""
    held = {row.sk: row for row in consents.consents_of(district.id, whose)} if key else {}
    return [_shown(district, key, feature, held.get(feature)) for feature in FEATURES]


def _shown(district: District, key: DataKey | None, feature: str, row: ConsentRow | None) -> Feature:
    if row is None or key is None:
        return Feature(feature, NOT_ASKED, "", "", "", "", is_good=False)
    receipt = consents.opened(key, row)
    good = row.state == GIVEN and is_good(row.version, district.privacy_version)
    return Feature(feature, row.state, row.version, receipt.language, receipt.at, receipt.withdrawn_at, good)


# --- The staff, with their account


def list_own(district: District, keys: DistrictKeys, user_id: str) -> list[Feature]:
    """What somebody of the staff allows their devices."""
    return list_features(district, privacy.key_of(keys, user_id), user_id)


def allow_own(
    district: District, keys: DistrictKeys, actor: Actor, user_id: str, feature: str, *, version: str, language: str
) -> None:
    """Write down that somebody of the staff allows a feature; ConsentNeeded under an old notice."""
    check_feature(feature)
    consents.check_agreed(district, version)
    key = privacy.key_of(keys, user_id)
    receipt = Receipt(language, clock.iso(clock.now()))
    entry = assurance.record(district.id, actor, "consent.given", user_id, purpose=feature)
    dynamodb.transact(consents.given(key, user_id, feature, version, receipt), entry)


def withdraw_own(keys: DistrictKeys, actor: Actor, user_id: str, feature: str) -> None:
    """Withdraw a feature. Conflict while a passkey still stands on it: that one is removed first."""
    check_feature(feature)
    held = consents.find_consent(keys.district_id, user_id, feature)
    if held is None or held.state == WITHDRAWN:
        return
    account = identity.find_account(keys, user_id)
    if feature == BIOMETRIC and factors.held_of(account.key).passkeys:
        raise Conflict("Your passkeys stand on this.", {"feature": "Remove your passkeys first, then withdraw."})
    entry = assurance.record(keys.district_id, actor, "consent.withdrawn", user_id, purpose=feature)
    at = clock.iso(clock.now())
    dynamodb.transact(consents.withdrawn(account.key, user_id, feature, held, at), entry)


def require_own(district: District, user_id: str, feature: str) -> None:
    """Raises ConsentNeeded where somebody of the staff has not allowed a feature under the notice in force."""
    held = consents.find_consent(district.id, user_id, feature)
    if held is None or held.state != GIVEN or not is_good(held.version, district.privacy_version):
        raise ConsentNeeded("Please read first what this is for, and agree.", {"consent": feature})


# --- A device of the public, under its own secret


def device_of(keys: DistrictKeys, secret: str) -> str:
    """The pseudonym under which a device's consents lie: a digest that says nothing about it."""
    return privacy.id_from(keys, "dev", secret)


def list_of_device(district: District, keys: DistrictKeys, secret: str) -> list[Feature]:
    """What a device has allowed; a device that never wrote anything is like one that does not exist."""
    device = device_of(keys, secret)
    return list_features(district, privacy.keys_of(keys, [device]).get(device), device)


def allow_on_device(
    district: District, keys: DistrictKeys, secret: str, feature: str, *, version: str, language: str
) -> None:
    """Write down that a device's owner allows a feature. No audit entry: there is nobody to name."""
    check_feature(feature)
    consents.check_agreed(district, version)
    device = device_of(keys, secret)
    key, made = _device_key(keys, device)
    try:
        dynamodb.transact(consents.given(key, device, feature, version, Receipt(language, _day())), *made)
    except TakenError:
        raise Conflict("This device is writing twice at once. Please try again.") from None


def withdraw_on_device(keys: DistrictKeys, secret: str, feature: str) -> None:
    """Withdraw a feature of a device; nothing where there was none."""
    check_feature(feature)
    device = device_of(keys, secret)
    held = consents.find_consent(keys.district_id, device, feature)
    if held is not None and held.state != WITHDRAWN:
        dynamodb.transact(consents.withdrawn(privacy.key_of(keys, device), device, feature, held, _day()))


def _device_key(keys: DistrictKeys, device: str) -> tuple[DataKey, list[Write]]:
    held = privacy.keys_of(keys, [device]).get(device)
    if held is not None:
        return held, []
    key, write = privacy.new_key(keys, device)
    return key, [write, note_erasure(keys.district_id, device, rows_go_in=consents.KEPT_SECONDS)]


def _day() -> str:
    return clock.iso(clock.now())[:10]
