"""Write the generated documents, or check that they are what the code says: `python -m local.documents write|check`.

`release` ends the draft of the privacy notice: from then on a change of it is a new version.
"""

import importlib
import json
import sys
from pathlib import Path

from chalicelib.entry.http import ROUTES
from chalicelib.surveys.engine import profile
from chalicelib.surveys.engine.profile.schema import schema
from local.documents import api, builder, datamap, notice, openapi

ROOT = Path(__file__).resolve().parents[2]


def documents() -> dict[str, str]:
    """Every generated document by its path, as it should be."""
    importlib.import_module("app")
    held = datamap.read()
    return {
        "docs/api.md": api.written(ROUTES),
        "docs/openapi.json": openapi.written(ROUTES),
        "docs/surveys/profile.schema.json": json.dumps(schema(profile.VERSION), indent=1) + "\n",
        "docs/data-map.md": datamap.written(held),
        "web/desk/builder/profile.json": builder.written(),
        **notice.documents(notice.built(held)),
    }


def stale(root: Path = ROOT) -> list[str]:
    """The documents that differ from what the code says, and notices that no version names any more."""
    wanted = documents()
    differing = [path for path, text in wanted.items() if _held(root / path) != text]
    return differing + notice.left_over(wanted, root)


def _held(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def main(arguments: list[str]) -> int:
    """Write all documents, or name those that are stale and give 1."""
    if arguments == ["write"]:
        for path, text in documents().items():
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(text)
        for path in notice.left_over(documents(), ROOT):
            (ROOT / path).unlink()
        return 0
    if arguments == ["release"]:
        for path, text in notice.released().items():
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
