"""The one door to the environment. Nothing secret has a default, and no Region outside the US is accepted."""

import os
from functools import cache
from typing import Any

from msgspec import Struct

US_REGIONS = ("us-east-1", "us-east-2", "us-west-1", "us-west-2")


class MissingSettingError(Exception):
    """The installation lacks a setting; the message names it."""


class ForeignRegionError(Exception):
    """The installation was pointed outside the United States."""


class Settings(Struct, frozen=True):
    """What an installation decides: names of its tables, keys, buckets and queues."""

    stage: str
    region: str
    table_prefix: str
    data_key: str
    password_key: str
    signing_key: str
    backup_bucket: str
    work_bucket: str
    files_bucket: str
    retention_queue: str
    closing_queue: str
    exports_queue: str
    restore_queue: str
    mail_from: str
    base_url: str
    time_zone: str
    software: str
    escrow_key: str


def require_us_region(region: str) -> str:
    """The Region, or ForeignRegionError: all data stays in the United States."""
    if region not in US_REGIONS:
        raise ForeignRegionError(f"Parley stores data in {', '.join(US_REGIONS)} only.")
    return region


def is_local() -> bool:
    """Whether this process talks to an emulator on its own machine."""
    return "AWS_ENDPOINT_URL" in os.environ  # noqa: TID251 - this is the door.


def _read(name: str) -> str:
    value = os.environ.get(f"PARLEY_{name.upper()}")  # noqa: TID251 - this is the door.
    if not value:
        raise MissingSettingError(f"PARLEY_{name.upper()} is not set.")
    return value


@cache
def settings() -> Settings:
    """The settings of this process, read once; raises MissingSettingError or ForeignRegionError."""
    values: dict[str, Any] = {name: _read(name) for name in Settings.__struct_fields__}
    require_us_region(values["region"])
    return Settings(**values)
