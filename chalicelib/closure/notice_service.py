"""Letters to a district's administrators about its closing: that it ends, that a request came, that it begins now."""

from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Write
from chalicelib.districts.closing import Closing, latest
from chalicelib.districts.service import District
from chalicelib.identity import service as identity
from chalicelib.identity.permissions import Role
from chalicelib.kernel import clock
from chalicelib.kernel.settings import settings
from chalicelib.notifications.letters import Letter
from chalicelib.notifications.store import waiting_pk
from chalicelib.privacy import service as privacy
from chalicelib.privacy.post_service import post_letter
from chalicelib.privacy.vault import DistrictKeys

MOST_ADDRESSED = 40  # With the closing's own writes they stay within one transaction.
TERMINATED, REQUESTED, REINSTATED, CLOSING = (
    "district_terminated",
    "erasure_requested",
    "district_reinstated",
    "district_closing",
)


def notices(district: District, keys: DistrictKeys, kind: str, closing: Closing, certificate_id: str) -> list[Write]:
    """A letter to each administrator, of a kind; the same letter is promised once. Sent like any other."""
    parts = {
        "district": district.name,
        "date": clock.iso(latest(closing))[:10],
        "link": certificate_address(district, certificate_id),
        "desk": f"{settings().base_url}/desk/d/{district.slug}",
    }
    people = [user for user in identity.list_users(keys) if _is_told(user)][:MOST_ADDRESSED]
    opened = privacy.keys_of(keys, [user.user_id for user in people])
    made = [(opened[user.user_id], Letter(kind, user.email, "en", parts)) for user in people]
    return [post_letter(key, letter_id(kind, certificate_id, key.subject), letter) for key, letter in made]


def _is_told(user: identity.User) -> bool:
    return Role.ADMINISTRATOR.value in user.roles and user.state == identity.ACTIVE


def letter_id(kind: str, certificate_id: str, user_id: str) -> str:
    """The name of a notice: one of a kind, a closing and a person."""
    return f"{prefix_of(kind)}{certificate_id}_{user_id}"


def prefix_of(kind: str) -> str:
    return f"{kind}_"


def certificate_address(district: District, certificate_id: str) -> str:
    """Where the certificate will be read, before and after it exists."""
    return f"{settings().base_url}/d/{district.slug}/certificate#{certificate_id}"


def are_letters_waiting(district_id: str) -> bool:
    """Whether a last letter is still on its way: its address must not go before it."""
    return any(dynamodb.places_under("outbox", waiting_pk(district_id), begins=prefix_of(CLOSING)))
