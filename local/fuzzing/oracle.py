"""The browser's form library in one long-lived process of Node, asked line by line."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from local.setup import node_folder

LIBRARY: Final = Path("web/node_modules/survey-core")
NOW: Final = "2026-03-15T12:34:56Z"
_SCRIPT: Final = Path(__file__).with_name("oracle.cjs")

Definition = dict[str, Any]
Answer = dict[str, Any]
Ask = Callable[[Definition, Answer], Mapping[str, Any]]


@contextmanager
def library(folder: Path = LIBRARY) -> Iterator[Ask]:
    """Give a function that tells what the library makes of a definition and an answer: the `expected` of a case."""
    command = [str(node_folder() / "node"), str(_SCRIPT), str(folder)]
    environment = {**os.environ, "TZ": "UTC"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    ) as process:
        asked, answered = process.stdin, process.stdout
        if asked is None or answered is None:
            raise RuntimeError("Node was started without its pipes.")

        def ask(definition: Definition, answer: Answer) -> Mapping[str, Any]:
            asked.write(json.dumps({"definition": definition, "data": answer, "now": NOW}) + "\n")
            asked.flush()
            line = answered.readline()
            if not line:
                raise RuntimeError("Node ended; run `make setup` and see whether web/node_modules is whole.")
            outcome: dict[str, Any] = json.loads(line)
            return outcome

        try:
            ask({}, {})  # The library takes its time to load; a run's seconds begin after that.
            yield ask
        finally:
            asked.close()
            process.wait(timeout=10)
