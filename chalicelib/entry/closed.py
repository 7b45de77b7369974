"""What a route still does in a district that has left: the part of the HTTP gate that keeps it as it is.

While the district is terminated, what reads goes on (also signing in, and exports, which say so); what changes
something is refused. Once de-identification has begun nothing is left to read but what says so itself, such as the
certificate.
"""

from enum import StrEnum

from chalicelib.districts.service import District
from chalicelib.identity.permissions import Permission
from chalicelib.kernel.errors import Conflict, Gone


class WhileClosed(StrEnum):
    """What a route does in a district that has left: nothing, what it always did while there is data, or for ever."""

    REFUSED = "refused"
    READS = "reads"
    ALWAYS = "always"


def rule_of(method: str, said: WhileClosed | None) -> WhileClosed:
    """What a route says of itself, or what its method says: only a GET reads."""
    return said or (WhileClosed.READS if method == "GET" else WhileClosed.REFUSED)


def require_open(district: District, rule: WhileClosed, allow: Permission) -> None:
    """Pass, or Gone for the public and for whatever is over, Conflict for the staff of a district that is read-only."""
    if district.is_open or rule is WhileClosed.ALWAYS:
        return
    if not district.is_readable:
        raise Gone("This district has left Parley, and its data is gone.", {"district": "Its certificate remains."})
    if rule is WhileClosed.READS:
        return
    if allow is Permission.PUBLIC:
        raise Gone("This district has left Parley. Nothing can be sent here any more.", {"district": "It has left."})
    until = f"Until {district.closes_at[:10]} everything can be read and exported."
    raise Conflict("The service for this district has ended; nothing can be changed any more.", {"district": until})
