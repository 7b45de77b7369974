"""Which e-mail addresses a letter can be sent to."""

import re

LONGEST = 254
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}")


def is_address(text: str) -> bool:
    """Whether this is an address that a letter's heading can carry: RFC 5321, section 4.1.2, in its dot-string form."""
    return len(text) <= LONGEST and _ADDRESS.fullmatch(text) is not None
