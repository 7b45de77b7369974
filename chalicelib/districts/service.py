"""Opening a district and finding it by its address."""

import re
import zoneinfo
from collections.abc import Collection, Iterator

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Write
from chalicelib.districts.closing import OPEN_TO_READERS, State
from chalicelib.districts.store import CLOSING_SK, DISTRICT_SK, DistrictRow, SlugRow, district_pk, slug_pk
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Invalid, NotFound

CACHED_SECONDS = 60
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])")
LANGUAGES = ("en", "es")
PROOFS = ("passkey", "any")


class District(Struct, frozen=True):
    """A district: its id, its place in every address, its name, languages and time zone; and where it is run from.

    `admin_networks` are those that the administrative plane opens to, none where the list is empty; `admin_proof` is
    "passkey", or "any" where the operator lowered it. `desk_networks` bind the whole desk, where any are named.
    `state` is a state of `closing`; a district that was stored without one is active.
    """

    id: str
    slug: str
    name: str
    timezone: str
    languages: list[str]
    privacy_version: str
    admin_networks: list[str] = []
    admin_proof: str = "passkey"
    desk_networks: list[str] = []
    state: str = State.ACTIVE.value
    terminated_at: str = ""
    closes_at: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it takes changes at all."""
        return self.state == State.ACTIVE

    @property
    def is_readable(self) -> bool:
        """Whether there is still something to read."""
        return self.state in OPEN_TO_READERS


_found: dict[str, tuple[int, District]] = {}


def check_district(slug: str, name: str, timezone: str) -> None:
    """Raises Invalid, naming each field at fault."""
    fields = {}
    if not _SLUG.fullmatch(slug):
        fields["slug"] = "3 to 40 small letters, digits and hyphens, beginning and ending with a letter or digit."
    if not name.strip() or len(name) > 120:  # noqa: PLR2004 - the sentence below says it.
        fields["name"] = "A name of 1 to 120 characters."
    if timezone not in zoneinfo.available_timezones():
        fields["timezone"] = "A time zone such as America/New_York."
    if fields:
        raise Invalid("The district cannot be opened like this.", fields)


def require_free(slug: str) -> None:
    """Pass, or Conflict where a district has this address, or had it. One read."""
    if dynamodb.get(SlugRow, slug_pk(slug), DISTRICT_SK) is not None:
        raise Conflict("This address is in use.", {"slug": "Another district has it."})


def new_district(district: District) -> list[Write]:
    """The writes that open a district; a TakenError at the first means that the slug is in use."""
    check_district(district.slug, district.name, district.timezone)
    row = DistrictRow(
        district_pk(district.id),
        DISTRICT_SK,
        slug=district.slug,
        name=district.name,
        timezone=district.timezone,
        languages=district.languages,
        privacy_version=district.privacy_version,
        admin_networks=district.admin_networks,
        admin_proof=district.admin_proof,
    )
    return [
        dynamodb.put_new(SlugRow(slug_pk(district.slug), DISTRICT_SK, district_id=district.id)),
        dynamodb.put_new(row),
    ]


def move_notice(district: District, version: str) -> Write:
    """The write that moves a district to another privacy notice, only from the one that it has."""
    moved = DistrictRow.privacy_version.set(version)
    held = DistrictRow.privacy_version == district.privacy_version
    return dynamodb.update(DistrictRow, district_pk(district.id), DISTRICT_SK, moved, condition=held)


def change_networks(district: District, actor: Actor, *, admin_networks: list[str], desk_networks: list[str]) -> None:
    """Choose from where a district is administered and worked in. Other processes follow within a minute."""
    actions = [DistrictRow.admin_networks.set(admin_networks), DistrictRow.desk_networks.set(desk_networks)]
    pk, detail = district_pk(district.id), {"admin": str(len(admin_networks)), "desk": str(len(desk_networks))}
    dynamodb.transact(
        dynamodb.update(DistrictRow, pk, DISTRICT_SK, *actions, condition=DistrictRow.pk.exists()),
        assurance.record(district.id, actor, "district.networks_changed", district.id, **detail),
    )
    forget_found_districts()


def find_district(slug: str) -> District:
    """The district at an address; NotFound otherwise. Two reads, then none for a minute."""
    held = _found.get(slug)
    if held and 0 <= clock.seconds() - held[0] < CACHED_SECONDS:
        return held[1]
    directory = dynamodb.get(SlugRow, slug_pk(slug), DISTRICT_SK, consistent=False)
    if directory is None:
        raise NotFound
    district = get_district(directory.district_id)
    _found[slug] = (clock.seconds(), district)
    return district


def get_district(district_id: str) -> District:
    """The district with this id; NotFound otherwise."""
    row = dynamodb.get(DistrictRow, district_pk(district_id), DISTRICT_SK, consistent=False)
    if row is None:
        raise NotFound
    return District(
        district_id,
        row.slug,
        row.name,
        row.timezone,
        list(row.languages),
        row.privacy_version,
        list(row.admin_networks),
        row.admin_proof,
        list(row.desk_networks),
        row.state,
        row.terminated_at,
        row.closes_at,
    )


def forget_found_districts() -> None:
    """Drop the remembered districts of this process."""
    _found.clear()


def every_district() -> Iterator[str]:
    """The ids of all districts, for planners alone."""
    for page in dynamodb.pages_of_table("districts"):
        yield from (one for item in page.items if (one := district_of_slug(item)))


def as_left(item: dict[str, dict[str, str]], gone: Collection[str]) -> dict[str, dict[str, str]] | None:
    """What comes back of a raw row of a district that has left: only that it has left; any other row as it is."""
    parts = item["pk"]["S"].split("#")
    district_id = parts[1] if parts[0] == "D" else item.get("district_id", {}).get("S", "")
    if district_id not in gone or item["pk"]["S"].startswith(slug_pk("")):
        return item
    if item["pk"]["S"] != district_pk(district_id) or item["sk"]["S"] not in {DISTRICT_SK, CLOSING_SK}:
        return None
    return {**item, "state": {"S": State.CERTIFIED.value}} if item["sk"]["S"] == DISTRICT_SK else item


def district_of_slug(item: dict[str, dict[str, str]]) -> str | None:
    """The district that a raw row of the slug directory leads to; None for any other row."""
    is_slug = item["sk"]["S"] == DISTRICT_SK and item["pk"]["S"].startswith(slug_pk(""))
    return item["district_id"]["S"] if is_slug else None


def restore_settings(district_id: str, *, name: str, timezone: str, languages: list[str], privacy_version: str) -> None:
    """Give a district the name, time zone, languages and notice that an archive holds; not its networks or proofs."""
    row = DistrictRow.name.set(name), DistrictRow.timezone.set(timezone)
    actions = [*row, DistrictRow.languages.set(languages), DistrictRow.privacy_version.set(privacy_version)]
    pk = district_pk(district_id)
    dynamodb.transact(dynamodb.update(DistrictRow, pk, DISTRICT_SK, *actions, condition=DistrictRow.pk.exists()))
    forget_found_districts()
