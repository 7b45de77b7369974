"""Archives that were damaged, or changed by hand: what was done to them, and where a refusal has to point."""

import re
from collections.abc import Callable

from msgspec import Struct

from tests import exporting


class Damage(Struct, frozen=True):
    """A change of one file, and what the refusal names; `honest` where the manifest was changed with the file."""

    path: str
    change: Callable[[bytes], bytes]
    told: str
    honest: bool = True


ANSWERS, DEFINITION = "answers.jsonl", "definition-v0001.json"


def _swapped(raw: bytes) -> bytes:
    lines = raw.splitlines(keepends=True)
    return b"".join([lines[1], lines[0], *lines[2:]])


def _put(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda raw: raw.replace(old, new, 1)


DAMAGE = {
    "a word of an answer": Damage(ANSWERS, _put(b"Reason 3", b"Reason 4"), "answers.jsonl", honest=False),
    "a hand-edited line": Damage(ANSWERS, _put(b'"response"', b"response"), "answers.jsonl line 1", honest=False),
    "a line that is cut": Damage(ANSWERS, lambda raw: raw[:-20], "answers.jsonl line 6"),
    "a field too many": Damage(ANSWERS, _put(b'{"response"', b'{"x":1,"response"'), "answers.jsonl line 1"),
    "a minute of an answer": Damage(ANSWERS, _put(b":00:00.000Z", b":07:00.000Z"), "answers.jsonl line 1"),
    "an unknown version": Damage(ANSWERS, _put(b'"version":1', b'"version":7'), "answers.jsonl line 1"),
    "lines in another order": Damage(ANSWERS, _swapped, "answers.jsonl line 2"),
    "a line twice": Damage(ANSWERS, lambda raw: raw.splitlines(keepends=True)[0] + raw, "answers.jsonl line 2"),
    "a name in an anonymous survey": Damage(
        ANSWERS, _put(b'"participant":""', b'"participant":"ana@a.example"'), "line 1"
    ),
    "a level that is none": Damage("people.jsonl", _put(b'"member"', b'"king"'), "people.jsonl line"),
    "a thread without words": Damage(
        "dialogues/threads.jsonl", lambda raw: re.sub(rb'"events":\[.*?\]', b'"events":[]', raw, count=1), "line 1"
    ),
    "a record of the log": Damage("records/audit.jsonl", lambda raw: raw[1:], "records/audit.jsonl", honest=False),
    "a wrong definition": Damage(DEFINITION, _put(b'"radiogroup"', b'"radiogrope"'), "definition-v0001"),
    "another survey's head": Damage("survey.json", _put(b'"svy_', b'"svy_a'), "survey.json"),
    "a version too many": Damage("survey.json", _put(b'"version": 1', b'"version": 2'), "survey.json"),
}


def damaged(name: str, archive: bytes, survey_id: str) -> tuple[bytes, str]:
    """The archive with this damage, and what the refusal has to name."""
    damage, held = DAMAGE[name], exporting.files(archive)
    path = damage.path if damage.path in held else f"surveys/{survey_id}/{damage.path}"
    held[path] = damage.change(held[path])
    if damage.honest:
        held["manifest.json"] = exporting.remade(held)
    return exporting.packed(held), damage.told
