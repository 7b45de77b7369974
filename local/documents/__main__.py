"""Write the generated documents, or check that they are what the code says: `python -m local.documents write|check`."""

import importlib
import sys
from pathlib import Path

from chalicelib.entry.http import ROUTES
from local.documents import api, datamap, openapi

ROOT = Path(__file__).resolve().parents[2]


def documents() -> dict[str, str]:
    """Every generated document by its path, as it should be."""
    importlib.import_module("app")
    return {
        "docs/api.md": api.written(ROUTES),
        "docs/openapi.json": openapi.written(ROUTES),
        "docs/data-map.md": datamap.written(datamap.read()),
    }


def stale(root: Path = ROOT) -> list[str]:
    """The documents that differ from what the code says."""
    return [path for path, text in documents().items() if _held(root / path) != text]


def _held(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def main(arguments: list[str]) -> int:
    """Write all documents, or name those that are stale and give 1."""
    if arguments == ["write"]:
        for path, text in documents().items():
            (ROOT / path).write_text(text)
        return 0
    if arguments != ["check"]:
        print(__doc__)
        return 2
    differing = stale()
    for path in differing:
        print(f"{path} is not what the code says: run python -m local.documents write")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
