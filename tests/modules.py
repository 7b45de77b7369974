"""All modules of ours, for whatever has to have them imported."""

import importlib
import pkgutil

import chalicelib


def import_all() -> None:
    """Import every module of the package, in whatever order they lie."""
    for found in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        importlib.import_module(found.name)
