"""One botocore client per service, US Regions only, with the time-outs of a request that must end within 29 s."""

from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config

from chalicelib.aws import meter
from chalicelib.kernel.settings import is_local, require_us_region, settings

CONFIG = Config(
    connect_timeout=1,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 3},
    max_pool_connections=16,
)


@cache
def _session() -> Any:
    return botocore.session.Session()


def _of_s3() -> Config:
    """A signed address of what a KMS key encrypts is signed by version 4, in the Region's own name.

    An emulator knows no names below its own.
    """
    told: Any = {"us_east_1_regional_endpoint": "regional", "addressing_style": "path" if is_local() else "virtual"}
    return Config(signature_version="s3v4", s3=told)


@cache
def client(service: str) -> Any:
    """The client of a service ("dynamodb", "kms", …); every call of it is metered."""
    config = CONFIG.merge(_of_s3()) if service == "s3" else CONFIG
    made = _session().create_client(service, region_name=require_us_region(settings().region), config=config)
    made.meta.events.register("after-call", meter.count)
    made.meta.events.register("provide-client-params", meter.write_down)
    return made
