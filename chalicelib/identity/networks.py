"""Networks in CIDR notation (RFC 4632, RFC 4291): which addresses a rule allows.

Only the gateway's own source address is ever judged; what a header says of an address is not.
"""

import ipaddress
from collections.abc import Sequence

from chalicelib.kernel.errors import Invalid

MOST_NETWORKS = 50
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def check_networks(networks: Sequence[str], field: str = "networks") -> list[str]:
    """Networks in their canonical form; Invalid, naming each that is none or is the whole Internet."""
    found, problems = [], {}
    for number, text in enumerate(networks):
        try:
            network = ipaddress.ip_network(text.strip())
        except ValueError:
            problems[f"{field}.{number}"] = "A network such as 198.51.100.0/24 or 2001:db8::/48."
            continue
        if network.prefixlen == 0:
            problems[f"{field}.{number}"] = "This is the whole Internet. Name the district's own networks."
        found.append(str(network))
    if len(networks) > MOST_NETWORKS:
        problems[field] = f"At most {MOST_NETWORKS} networks."
    if problems:
        raise Invalid("These networks cannot be allowed.", problems)
    return list(dict.fromkeys(found))


def _address(text: str) -> Address | None:
    """An address; one of version 4 in the clothes of version 6 (::ffff:192.0.2.1) is the one that it is."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def is_within(address: str, networks: Sequence[str]) -> bool:
    """Whether one of the networks holds the address; none does for a text that is no address, or an empty list."""
    found = _address(address)
    return found is not None and any(found in ipaddress.ip_network(network) for network in networks)


def neighbourhood(address: str) -> str:
    """The network that an address is throttled and shown by: /24 for version 4, /48 for version 6."""
    found = _address(address)
    if found is None:
        return ""
    prefix = 24 if found.version == 4 else 48  # noqa: PLR2004 - the version of the Internet Protocol.
    return str(ipaddress.ip_network((found, prefix), strict=False))


def are_distant(one: str, other: str) -> bool:
    """Whether two neighbourhoods are so far apart that hardly one person is in both at once: other /16, other /32.

    One of version 4 and one of version 6 may be the same place, and an unknown one may be any.
    """
    if not one or not other:
        return False
    first, second = ipaddress.ip_network(one), ipaddress.ip_network(other)
    if first.version != second.version:
        return False
    prefix = 16 if first.version == 4 else 32  # noqa: PLR2004 - the version of the Internet Protocol.
    return first.supernet(new_prefix=prefix) != second.supernet(new_prefix=prefix)


def subscriber(address: str) -> str:
    """What one line to the Internet has: the whole address for version 4, its /64 for version 6 (RFC 6177)."""
    found = _address(address)
    if found is None:
        return ""
    prefix = 32 if found.version == 4 else 64  # noqa: PLR2004 - the version of the Internet Protocol.
    return str(ipaddress.ip_network((found, prefix), strict=False))
