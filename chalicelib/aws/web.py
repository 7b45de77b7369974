"""The one way out: HTTPS to a host that an administrator has named, such as an identity provider.

TLS is verified, redirects are not followed, an answer has at most a megabyte and five seconds. The address is looked up
and judged first, and the connection goes to the address that was judged: no name leads into our own network (OWASP
Server Side Request Forgery Prevention Cheat Sheet). Plain HTTP is for this very machine, in a local stage alone.
"""

import ipaddress
import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from chalicelib.kernel.errors import Invalid, Unavailable
from chalicelib.kernel.settings import settings

SECONDS, MOST_BYTES = 5.0, 1024 * 1024
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1"})


def check_address(address: str, field: str) -> str:
    """The address, where it may be called; Invalid, naming the field, otherwise."""
    parts = urlsplit(address)
    is_local = settings().stage == "local" and parts.scheme == "http" and parts.hostname in LOCAL_HOSTS
    if (parts.scheme != "https" and not is_local) or not parts.hostname or parts.username or parts.fragment:
        raise Invalid("This address cannot be used.", {field: "An address that begins with https://."})
    return address


def fetch(
    method: str, address: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """Status and body of a request; Unavailable where the host does not answer, or answers too much."""
    parts = urlsplit(check_address(address, "address"))
    body = urlencode(form).encode() if form is not None else None
    sent = {"Host": parts.netloc, "Accept": "application/json", **(headers or {})}
    if body is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    target = parts.path + (f"?{parts.query}" if parts.query else "") or "/"
    pool = _pool(parts.scheme, parts.hostname or "", parts.port)
    try:
        with pool.urlopen(
            method, target, body=body, headers=sent, redirect=False, retries=False, preload_content=False
        ) as reply:
            raw: bytes = reply.read(MOST_BYTES + 1)
    except (HTTPError, OSError):
        raise Unavailable("The other side does not answer. Please try again.") from None
    finally:
        pool.close()
    if len(raw) > MOST_BYTES:
        raise Unavailable("The other side answers too much.")
    return int(reply.status), raw


def _pool(scheme: str, host: str, port: int | None) -> Any:
    """A connection to the one address of a host that was judged."""
    timeout = urllib3.Timeout(connect=SECONDS, read=SECONDS)
    address = _judged(host, port or (443 if scheme == "https" else 80))
    if scheme == "http":
        return urllib3.HTTPConnectionPool(address, port or 80, timeout=timeout)
    return urllib3.HTTPSConnectionPool(
        address,
        port or 443,
        timeout=timeout,
        assert_hostname=host,
        server_hostname=host,
        cert_reqs="CERT_REQUIRED",
    )


def _judged(host: str, port: int) -> str:
    """An address of a host that is out on the Internet; Unavailable for one of our own network."""
    try:
        found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError:
        raise Unavailable("The other side cannot be found.") from None
    is_local = settings().stage == "local" and host in LOCAL_HOSTS
    for address in found:
        if is_local or ipaddress.ip_address(address).is_global:
            return address
    raise Unavailable("The other side cannot be reached from here.")
