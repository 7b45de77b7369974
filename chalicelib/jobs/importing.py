"""Importing an archive into an empty district: an operator's act."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib.assurance.actor import Actor
from chalicelib.districts.service import find_district
from chalicelib.entry.job import Jobs
from chalicelib.exports.import_service import import_archive
from chalicelib.kernel.errors import Conflict
from chalicelib.privacy import service as privacy

functions = Jobs(__name__)
WORKING_SECONDS = 780  # Of the function's 900.


class ImportDistrict(Struct, frozen=True, forbid_unknown_fields=True):
    """Which district, and the archive's key in the work bucket."""

    district: str
    archive: Annotated[str, Meta(min_length=1, max_length=500)]


@functions.job(event=ImportDistrict)
def import_district(event: ImportDistrict, actor: Actor) -> dict[str, Any]:
    """Import an archive into an empty district; where it says that it is not finished, call it again.

    Test event: {"district": "lakeview", "archive": "imports/lakeview.zip"}.
    """
    district = find_district(event.district)
    if not district.is_open:
        raise Conflict("The service for this district has ended; nothing is brought in.")
    keys = privacy.open_keys_of(district.id)
    made = import_archive(keys, actor, event.archive, seconds=WORKING_SECONDS)
    return {"finished": int(made.finished), "rows": made.rows, "content_hash": made.content_hash}
