"""What an archive holds of the district itself: its settings, holds, consents of the staff, registers for reading."""

from collections.abc import Iterable, Iterator
from typing import Any

from chalicelib.aws import dynamodb
from chalicelib.consents.archive_service import archived_consents, restored_consents
from chalicelib.consents.archived import ArchivedAllowance
from chalicelib.consents.receipt import FEATURES
from chalicelib.continuity.rule_archive_service import archived_rules, restore_rules
from chalicelib.dialogues import person_service as threads
from chalicelib.districts.service import District, restore_settings
from chalicelib.exports.manifest import Settings
from chalicelib.identity.single_sign_on_service import find_provider
from chalicelib.privacy import service as privacy
from chalicelib.privacy.hold_service import Hold
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.requests import states
from chalicelib.requests.service import Line, list_requests
from chalicelib.surveys import person_service as surveys
from chalicelib.surveys.school_service import list_schools, register_schools


def settings_of(keys: DistrictKeys, district: District) -> Settings:
    """What an archive carries of a district's settings."""
    schools = list_schools(keys)
    rules = archived_rules(district.id, {school.school_id: school.name for school in schools})
    names = [school.name for school in schools]
    languages = list(district.languages)
    return Settings(district.name, district.timezone, languages, district.privacy_version, names, rules)


def take_settings(keys: DistrictKeys, held: Settings) -> None:
    """Give a district the settings of an archive."""
    restore_settings(
        keys.district_id,
        name=held.name,
        timezone=held.timezone,
        languages=held.languages,
        privacy_version=held.privacy_version,
    )
    register_schools(keys, held.schools)
    restore_rules(keys.district_id, held.retention, {one.name: one.school_id for one in list_schools(keys)})


def address_of(keys: DistrictKeys, hold: Hold) -> str:
    """The address under which a held person is known today; else that of the hold; nothing where there is neither."""
    key = privacy.keys_of(keys, [hold.target]).get(hold.target)
    if key is None:
        return hold.email
    found = surveys.find_of_person(keys.district_id, hold.target)
    known = surveys.addresses_of(key, found) | threads.addresses_of(
        key, threads.find_of_person(keys.district_id, hold.target)
    )
    return min(known, default=hold.email)


def allowances(keys: DistrictKeys, users: Iterable[str]) -> list[ArchivedAllowance]:
    """What the staff allow their devices, by account; nobody who was never asked."""
    found = archived_consents(keys.district_id, privacy.keys_of(keys, list(users)), FEATURES)
    return [ArchivedAllowance(user, held) for user, held in sorted(found.items()) if held]


def take_allowances(keys: DistrictKeys, held: list[ArchivedAllowance]) -> int:
    """Keep what the staff allow their devices; what is there is left alone."""
    opened = privacy.keys_of(keys, [one.user for one in held])
    groups = [
        [write]
        for one in held
        if one.user in opened
        for write in restored_consents(opened[one.user], one.user, one.consents)
    ]
    return dynamodb.add_each_once(groups)


def every_request(keys: DistrictKeys) -> Iterator[Line]:
    """The requests about personal information, state by state: for reading."""
    for state in states.STATES:
        after = None
        while True:
            lines, after = list_requests(keys, state, after)
            yield from lines
            if after is None:
                break


def access_of(district: District) -> dict[str, Any]:
    """From where and how the district is entered: for reading, because whoever opens another decides that anew."""
    provider = find_provider(district.id)
    told = {"name": provider.name, "issuer": provider.issuer, "is_on": bool(provider.is_on)} if provider else None
    return {
        "admin_networks": district.admin_networks,
        "desk_networks": district.desk_networks,
        "admin_proof": district.admin_proof,
        "single_sign_on": told,
    }
