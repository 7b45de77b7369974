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
    survey: str = "anonymous"


ANSWERS, DEFINITION, FILES = "answers.jsonl", "definition-v0001.json", "files.jsonl"


def _of_files(change: Callable[[bytes], bytes], told: str, path: str = FILES, *, honest: bool = True) -> Damage:
    return Damage(path, change, told, honest, "filed")


def _again(raw: bytes) -> bytes:
    """The index with the first file given to a second id of the same answer."""
    return raw.splitlines(keepends=True)[0] + raw


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
    "a byte of a file": _of_files(lambda raw: raw[:-1] + b"!", ".png", ".png", honest=False),
    "another file in its place": _of_files(lambda raw: raw[:-1] + b"!", "files.jsonl line", ".png"),
    "a file of another answer": _of_files(_put(b'"response":"rsp_', b'"response":"rsp_a'), "files.jsonl line 1"),
    "a file that no answer names": _of_files(_put(b'"upload":"upl_', b'"upload":"upl_a'), "files.jsonl line 1"),
    "a file of another question": _of_files(_put(b'"question":"proof"', b'"question":"p"'), "files.jsonl line 1"),
    "a file at another path": _of_files(_put(b'"path":"surveys', b'"path":"/surveys'), "files.jsonl line 1"),
    "a file too large": _of_files(lambda raw: re.sub(rb'"size":\d+', b'"size":3145729', raw), "3145728 bytes"),
    "a file with two lines": _of_files(_again, "files.jsonl line 2"),
    "a version too many": Damage("survey.json", _put(b'"version": 1', b'"version": 2'), "survey.json"),
}


def damaged(name: str, archive: bytes, surveys: dict[str, str]) -> tuple[bytes, str]:
    """The archive with this damage, and what the refusal has to name."""
    damage, held = DAMAGE[name], exporting.files(archive)
    folder = f"surveys/{surveys[damage.survey]}/"
    within = [path for path in held if path.startswith(folder) and path.endswith(damage.path)]
    path = damage.path if damage.path in held else within[0]
    held[path] = damage.change(held[path])
    if damage.honest:
        held["manifest.json"] = exporting.remade(held)
    return exporting.packed(held), damage.told
