"""The versions of the privacy notice that were ever in force: what each said, and which consents are still good.

`chalicelib/notices/versions.json` lists them, newest first; each notice lies beside it under its version. They are
made by `python -m local.documents write`, and never changed once they are released.
"""

from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from chalicelib.kernel.errors import NotFound
from chalicelib.privacy.notice import Change, Notice, changes, is_material

FOLDER = Path(__file__).parents[1] / "notices"
LIST = "versions.json"


class Version(Struct, frozen=True, forbid_unknown_fields=True):
    """A version: the day it was made, a part of its content's hash, and whether it may change before a release."""

    version: str
    day: str
    content_hash: str
    draft: bool = False


class VersionTold(Struct, frozen=True):
    """A version, what changed from the one before it, and whether that asks for a new consent."""

    version: str
    day: str
    changes: list[Change]
    material: bool


def versions(folder: Path | None = None) -> list[Version]:
    """Every version, newest first."""
    return _versions(folder or FOLDER)


@cache
def _versions(folder: Path) -> list[Version]:
    return msgspec.json.decode((folder / LIST).read_bytes(), type=list[Version])


@cache
def _notice(folder: Path, version: str) -> Notice:
    return msgspec.json.decode((folder / f"{version}.json").read_bytes(), type=Notice)


def current_version() -> str:
    """The version that this installation's software brings."""
    return versions()[0].version


def is_known(version: str) -> bool:
    """Whether this version was ever in force here."""
    return any(one.version == version for one in versions())


def get_notice(version: str) -> Notice:
    """What a version said; NotFound where there was none such."""
    if not is_known(version):
        raise NotFound
    return _notice(FOLDER, version)


def is_good(agreed: str, in_force: str) -> bool:
    """Whether a consent to one version covers what is done under another: nothing material lies between them."""
    if agreed == in_force:
        return True
    return is_known(agreed) and is_known(in_force) and not is_material(get_notice(agreed), get_notice(in_force))


def history() -> list[VersionTold]:
    """Every version with what changed, newest first; the first of all changed nothing."""
    known = versions()
    return [_told(one, known[place + 1] if place + 1 < len(known) else None) for place, one in enumerate(known)]


def _told(one: Version, before: Version | None) -> VersionTold:
    found = changes(get_notice(before.version), get_notice(one.version)) if before else []
    return VersionTold(one.version, one.day, found, any(change.material for change in found))
