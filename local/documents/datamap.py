"""The data map in words, from chalicelib/datamap.yaml."""

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from chalicelib.continuity.rules import MAP, Rule
from chalicelib.privacy.notice import Processor, Sentence

INTRODUCTION = """\
# The data map

Everything that Parley stores: why, of which class, who sees it, how long. Made from
[chalicelib/datamap.yaml](../chalicelib/datamap.yaml) by `python -m local.documents write`; the retention job reads the
same file, and a test holds it against the code in both directions. Every table is encrypted at rest; what is called
sealed is encrypted once more in the application.
"""


class Attribute(Struct, frozen=True, rename={"kind": "class"}, forbid_unknown_fields=True):
    """One stored attribute; a sealed one names the shape inside and what that holds."""

    kind: str
    seen_by: str
    purpose: str
    shape: str = ""
    holds: dict[str, str] = {}


class Told(Struct, frozen=True, rename={"purposes": "for"}, forbid_unknown_fields=True):
    """What the public notice says of a row: whom it is about, what for, and what it is."""

    about: list[str]
    purposes: list[str]
    en: str
    es: str


class Kind(Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of row; `kept` is a retention rule or one of the other lives."""

    table: str
    what: str
    kept: str
    attributes: dict[str, Attribute]
    notice: Told | None = None


class NoticeWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What the public notice says beside its rows."""

    people: dict[str, Sentence]
    purposes: dict[str, Sentence]
    classes: dict[str, Sentence]
    readers: dict[str, Sentence]
    lives: dict[str, Sentence]
    processors: dict[str, Processor]
    shared: list[Sentence]
    rights: dict[str, list[Sentence]]
    supplement: dict[str, Sentence]


class DataMap(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole map."""

    retention: dict[str, Rule]
    lives: dict[str, str]
    classes: dict[str, str]
    readers: dict[str, str]
    rows: dict[str, Kind]
    notice: NoticeWords


def read(raw: bytes = b"") -> DataMap:
    """The map of this repository, or of other bytes; msgspec.ValidationError where it is not a map."""
    return msgspec.yaml.decode(raw or MAP.read_bytes(), type=DataMap)


def written(held: DataMap) -> str:
    """The whole document."""
    lives = [_rule(name, rule) for name, rule in held.retention.items()]
    lives += [f"| {name} | | | {said} | |" for name, said in held.lives.items()]
    parts = [
        INTRODUCTION,
        "## How long\n",
        _table(("kept as", "days", "counted from", "because", "by"), lives),
        "## Classes\n",
        _table(("class", "meaning"), (f"| {name} | {said} |" for name, said in held.classes.items())),
        "## Who sees it\n",
        _table(("who", "meaning"), (f"| {name} | {said} |" for name, said in held.readers.items())),
        "## Rows\n",
    ]
    for table in sorted({row.table for row in held.rows.values()}):
        parts.append(f"### Table {table}\n")
        parts += [_row(name, row) for name, row in held.rows.items() if row.table == table]
    return "\n".join(parts)


def _rule(name: str, rule: Rule) -> str:
    bounds = rule.bounds
    chosen = f" ({bounds.least} to {bounds.most}, as the district chooses)" if bounds else ""
    return f"| {name} | {rule.days}{chosen} | {rule.counted_from} | {rule.because} | {rule.by} |"


def _table(heads: tuple[str, ...], rows: Iterator[str] | list[str]) -> str:
    return "\n".join([f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}", *rows, ""])


def _row(name: str, row: Kind) -> str:
    lines = [line for attribute, one in row.attributes.items() for line in _attribute(attribute, one)]
    heading = f"#### {name}\n\n{row.what} Kept: {row.kept}.\n"
    return f"{heading}\n{_table(('attribute', 'class', 'seen by', 'purpose'), lines)}"


def _attribute(name: str, one: Attribute) -> Iterator[str]:
    yield f"| `{name}` | {one.kind} | {one.seen_by} | {one.purpose} |"
    for inner, purpose in one.holds.items():
        yield f"| `{name}`: {inner} | {one.kind} | {one.seen_by} | {purpose} |"
