"""The gate of pages that the server writes: finds the district, reads a form, logs one line, and never raises.

No session is looked at: whatever passes here is the public's. A form of another site is refused, although nobody's
rights could be used by one, so that no other page sends answers in a visitor's name.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from chalice.app import Request, Response
from msgspec import Struct

from chalicelib.assurance.actor import Actor
from chalicelib.aws import meter
from chalicelib.districts.service import District, find_district
from chalicelib.entry import log
from chalicelib.entry.closed import WhileClosed, require_open
from chalicelib.entry.http import cost_of
from chalicelib.identity.permissions import Permission
from chalicelib.kernel.errors import Forbidden, Invalid, ParleyError, TooLarge, Unavailable
from chalicelib.kernel.settings import settings
from chalicelib.privacy import service as privacy
from chalicelib.privacy.vault import DistrictKeys

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 5_000
Sent = Mapping[str, list[str]]


class Visit(Struct, frozen=True):
    """A request for a page of a district, or a form that was sent to one."""

    request: Request
    district: District
    actor: Actor
    sent: Sent

    @property
    def keys(self) -> DistrictKeys:
        """The district's keys, opened when first needed."""
        return privacy.open_keys_of(self.district.id)


def wanted_language(request: Request) -> str:
    """The language asked for in the address, else the first that the browser names."""
    query: Any = request.query_params or {}
    return str(query.get("lang") or request.headers.get("accept-language", "").partition(",")[0].partition(";")[0])


def serve_page(
    path: str,
    request: Request,
    slug: str,
    work: Callable[[Visit], Response],
    refuse: Callable[[ParleyError, District | None], Response],
    *,
    most: int = 0,
) -> Response:
    """A page through the gate; a refusal becomes a page too. Only what is sent to be at most `most` bytes is read."""
    started, request_id = time.perf_counter(), str(request.context.get("requestId", ""))
    line: dict[str, Any] = {"route": path, "method": request.method, "request_id": request_id}
    district: District | None = None
    with meter.metered() as cost:
        try:
            district = find_district(slug)
            line["district"] = district.id
            require_open(district, WhileClosed.REFUSED, Permission.PUBLIC)
            sent = _form_of(request, most) if most else {}
            response = work(Visit(request, district, Actor("public", "public", request_id), sent))
        except ParleyError as error:
            line["code"] = error.code
            response = refuse(error, district)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the visitor gets a page.
            line["fault"], line["at"] = log.fault_of(error)
            response = refuse(Unavailable("Something went wrong on our side."), district)
    log.write_line("request", status=response.status_code, **line, **cost_of(cost, started))
    return response


def _form_of(request: Request, most: int) -> Sent:
    headers = request.headers
    # A page that tells nobody where it was sent from says "null".
    is_ours = headers.get("origin", "null") in {"null", settings().base_url}
    if not is_ours or headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise Forbidden("This form did not come from our own page.", {"form": "Load the page again."})
    if headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Invalid("Send a form.", {"Content-Type": f"This must be {FORM}."})
    raw = request.raw_body
    body = raw.encode() if isinstance(raw, str) else raw
    if len(body) > most:
        raise TooLarge("That is too much at once.", {"body": f"At most {most} bytes."})
    try:
        return parse_qs(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:  # Not UTF-8, or too many fields.
        raise Invalid("This is not a form.", {"body": "The form is broken or has too many fields."}) from None
