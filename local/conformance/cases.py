"""The files of cases: one JSON object each, with `kind`, `now`, `tz` and `cases`."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = "surveyjs-conformance/1"
Case = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class File:
    """A file of cases of one kind, "surveys" or "expressions"."""

    name: str
    kind: str
    part: str
    now: str
    zone: str
    cases: list[Case]

    def now_of(self, case: Case) -> str:
        return str(case.get("now") or self.now)

    def zone_of(self, case: Case) -> str:
        return str(case.get("tz") or self.zone)


def files_of(folder: Path) -> Iterator[File]:
    """Give the files of a folder that hold cases, by name."""
    for path in sorted(folder.glob("*.json")):
        held = json.loads(path.read_text())
        if isinstance(held, dict) and isinstance(held.get("cases"), list) and held["cases"]:
            yield _file(path.name, held)


def _file(name: str, held: Mapping[str, Any]) -> File:
    is_survey = "definition" in held["cases"][0]
    kind = "surveys" if is_survey else "expressions"
    return File(name, kind, str(held.get("part", "")), str(held["now"]), str(held.get("tz", "UTC")), held["cases"])
