"""Bodies and queries into shapes: size first, then JSON, then types; every refusal names the field."""

import re
from typing import TypeVar

import msgspec

from chalicelib.kernel.errors import Invalid, TooLarge

T = TypeVar("T")
MOST_EVENT = 256 * 1024
_PLACE = re.compile(r"^(?P<said>.*?)(?: - at `(?P<at>[^`]*)`)?$", re.DOTALL)
_QUOTED = re.compile(r" '.*'", re.DOTALL)


def check_json_type(content_type: str) -> None:
    """Only JSON is read, so that no other site's form can write here."""
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise Invalid("Send JSON.", {"Content-Type": "This must be application/json."})


def read_body(raw: bytes, kind: type[T], most: int) -> T:
    """The body as its shape; TooLarge or Invalid otherwise."""
    if len(raw) > most:
        raise TooLarge("That is too much at once.", {"body": f"At most {most} bytes."})
    try:
        return msgspec.json.decode(raw or b"{}", type=kind)
    except msgspec.ValidationError as error:
        raise _refusal(error, "body") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Invalid("This is not JSON.", {"body": "The text is cut short or is not JSON."}) from None


def read_query(raw: dict[str, str], kind: type[T]) -> T:
    """The query as its shape; Invalid otherwise."""
    try:
        return msgspec.convert(raw, kind, strict=False)
    except msgspec.ValidationError as error:
        raise _refusal(error, "query") from None


def _refusal(error: msgspec.ValidationError, whole: str) -> Invalid:
    found = _PLACE.match(str(error))
    said = _QUOTED.sub("", found["said"] if found else "").replace("`", "")
    place = (found["at"] or "" if found else "").removeprefix("$").removeprefix(".")
    missing = re.search(r"(?:required|unknown) field (\w+)", said)
    if missing:
        place = f"{place}.{missing[1]}".removeprefix(".")
    return Invalid("The request is not what this address takes.", {place or whole: said or "This does not fit."})
