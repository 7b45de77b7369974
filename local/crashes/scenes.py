"""What is killed: for each job a district made alike each time, the order to run, and what must be left at the end."""

from collections.abc import Callable
from types import MappingProxyType

from local.crashes.closing import Leaving
from local.crashes.retention import Retention
from local.crashes.saving import Backup, Export
from local.crashes.stage import Scene

SCENES: MappingProxyType[str, Callable[[], Scene]] = MappingProxyType(
    {
        "back_up_daily": Backup,
        "close_district": Leaving,
        "export_district": Export,
        "retain_district": Retention,
    }
)
