"""What of the demo is done, in one small file: an interrupted start goes on where it was."""

import json
import os
from pathlib import Path
from typing import Any


class Ledger:
    """Facts by name, on disk before the next step begins."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._facts: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}

    def get(self, name: str, default: Any = None) -> Any:
        return self._facts.get(name, default)

    def put(self, name: str, value: Any) -> Any:
        """Write down a fact and give it back."""
        self._facts[name] = value
        unfinished = self._path.with_suffix(".new")
        unfinished.write_text(json.dumps(self._facts, indent=1))
        os.replace(unfinished, self._path)  # noqa: PTH105 - a rename over the old file is atomic either way.
        return value
