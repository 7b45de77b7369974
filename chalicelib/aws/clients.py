"""One botocore client per service, US Regions only, with the time-outs of a request that must end within 29 s."""

from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config

from chalicelib.aws import meter
from chalicelib.kernel.settings import require_us_region, settings

CONFIG = Config(
    connect_timeout=1,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 3},
    max_pool_connections=16,
)
# A signed address of an object that a KMS key encrypts has to be signed by version 4, in the Region's own name.
OF_SERVICE = {"s3": CONFIG.merge(Config(signature_version="s3v4", s3={"us_east_1_regional_endpoint": "regional"}))}


@cache
def _session() -> Any:
    return botocore.session.Session()


@cache
def client(service: str) -> Any:
    """The client of a service ("dynamodb", "kms", …); every call of it is metered."""
    config = OF_SERVICE.get(service, CONFIG)
    made = _session().create_client(service, region_name=require_us_region(settings().region), config=config)
    made.meta.events.register("after-call", meter.count)
    made.meta.events.register("provide-client-params", meter.write_down)
    return made
