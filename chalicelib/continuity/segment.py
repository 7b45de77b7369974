"""The change log's format: a line for each change of a row, segments of lines, headers that form a chain.

Of `minutes` segments each line has the second of its change and the number the stream gave it: of one row, the line
with the highest number is its last state. Lines of answers have neither. They lie in `hour` segments, one line a row,
ordered by nothing but their own hash, so that no answer can be put beside what somebody did in the same minute.
"""

import gzip
import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, Literal

import msgspec
from msgspec import Struct

from chalicelib.continuity import manifest

FOLDER = "log"
SHUFFLED = "responses"  # The one table whose lines keep neither order nor time.
# Keys live only as long as their table; tallies are counted again; whoever reads the log must not read trends; and
# nothing may tell which answer somebody had saved before, and when.
UNLOGGED = frozenset({"closing_keys", "keys", "tallies", "trends", "unfinished"})
LEDGER = "JOB"  # Runs and steps of jobs in `operations`: what a job remembers is no part of what happened.

Kind = Literal["minutes", "hour"]


class Line(Struct, frozen=True, omit_defaults=True):
    """A row after a change, as DynamoDB's own JSON; None where the change removed it."""

    table: str
    pk: str
    sk: str
    item: dict[str, Any] | None
    at: str = ""
    n: str = ""


class Header(Struct, frozen=True, rename={"since": "from"}):
    """What a segment holds, and the SHA-256 of the header before it of the same kind ("" for the first).

    `until` is no earlier than any change in the segment; `sha256` is that of the object as it is stored.
    """

    kind: Kind
    since: str
    until: str
    lines: int
    content_hash: str
    sha256: str
    previous: str
    sealed_at: str


def is_logged(table: str, pk: str) -> bool:
    """Whether changes of a row belong to the log."""
    return table not in UNLOGGED and not (table == "operations" and pk.partition("#")[0] == LEDGER)


def encode_line(line: Line) -> bytes:
    """The one spelling of a line: sorted names, no spaces, binary values in base64."""
    return msgspec.json.encode(line, order="sorted")


def decode_line(raw: bytes) -> Line:
    """The line that `encode_line` wrote; binary values are bytes again."""
    line = msgspec.json.decode(raw, type=Line)
    return line if line.item is None else msgspec.structs.replace(line, item=manifest.typed(line.item))


def in_order(lines: Iterable[Line]) -> list[Line]:
    """Lines by time, then by row and number, each once: a stream may deliver a change again."""
    once = {(line.table, line.pk, line.sk, line.n): line for line in lines}
    return sorted(once.values(), key=lambda line: (line.at, line.table, line.pk, line.sk, int(line.n)))


def folded(lines: Iterable[Line]) -> list[Line]:
    """One line a row, its last state, without time and number; ordered by hash, which tells of nothing else."""
    last: dict[tuple[str, str, str], Line] = {}
    for line in lines:
        key = (line.table, line.pk, line.sk)
        if key not in last or int(line.n) > int(last[key].n):
            last[key] = line
    bare = [msgspec.structs.replace(line, at="", n="") for line in last.values()]
    return sorted(bare, key=lambda line: hashlib.sha256(encode_line(line)).digest())


def pack(lines: Iterable[Line]) -> bytes:
    """The object of a segment or of a piece that waits to be sealed: JSON Lines, gzip, the same bytes every time."""
    return gzip.compress(b"\n".join(encode_line(line) for line in lines), mtime=0)


def unpack(stored: bytes) -> list[Line]:
    """The lines of a packed object; OSError, EOFError, zlib.error or msgspec's errors where it is damaged."""
    plain = gzip.decompress(stored)
    return [decode_line(raw) for raw in plain.split(b"\n")] if plain else []


def name_of(kind: Kind, moment: str) -> str:
    """A segment's name: `2026-11-23/1405` for the minute it was sealed in, `2026-11-23/13-responses` for its hour."""
    day, hour = moment[:10], moment[11:13]
    return f"{day}/{hour}{moment[14:16]}" if kind == "minutes" else f"{day}/{hour}-{SHUFFLED}"


def object_key(name: str) -> str:
    return f"{FOLDER}/{name}.jsonl.gz"


def header_key(name: str) -> str:
    return f"{FOLDER}/{name}.json"


def name_in(key: str) -> str:
    """The name of the segment that a header or an object belongs to."""
    return key.removeprefix(f"{FOLDER}/").partition(".")[0]


def kind_of(name: str) -> Kind:
    """Which chain a segment belongs to, by its name."""
    return "hour" if name.endswith(f"-{SHUFFLED}") else "minutes"


def header_of(
    kind: Kind, span: tuple[str, str], lines: Iterable[Line], stored: bytes, *, previous: str, sealed_at: str
) -> Header:
    """The header of a packed segment; `previous` is the digest of the header before it."""
    raw = [encode_line(line) for line in lines]
    content = manifest.spelled(manifest.hash_of(raw))
    return Header(kind, *span, len(raw), content, hashlib.sha256(stored).hexdigest(), previous, sealed_at)


def encode_header(header: Header) -> bytes:
    return msgspec.json.encode(header, order="sorted")


def decode_header(raw: bytes) -> Header:
    return msgspec.json.decode(raw, type=Header)


def digest(raw_header: bytes) -> str:
    """What the next header of the kind names as `previous`."""
    return hashlib.sha256(raw_header).hexdigest()


def is_intact(header: Header, stored: bytes) -> bool:
    """Whether a stored segment is what its header says."""
    if hashlib.sha256(stored).hexdigest() != header.sha256:
        return False
    plain = gzip.decompress(stored)
    raw = plain.split(b"\n") if plain else []
    return len(raw) == header.lines and manifest.spelled(manifest.hash_of(raw)) == header.content_hash


def broken_links(headers: Iterable[tuple[str, bytes]]) -> Iterator[str]:
    """The names of headers of one kind, in order, that do not follow on the one before; the first is the anchor."""
    before: str | None = None
    for name, raw in headers:
        if before is not None and decode_header(raw).previous != before:
            yield name
        before = digest(raw)
