"""Untrusted XML as small trees: no document types, hence no entities; bounded in bytes, depth and number of nodes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NoReturn
from xml.parsers import expat

from chalicelib.surveys.imports.reading import MAX_BYTES, MAX_DEPTH, refuse

MOST_NODES: Final = 400_000


@dataclass(slots=True)
class Node:
    """An element: its tag without name space, its attributes, its own text, and what stands in it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    children: "list[Node]" = field(default_factory=list)

    def all(self, tag: str) -> "list[Node]":
        """The children of a tag."""
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> "Node | None":
        """The first child of a tag, or nothing."""
        return next((child for child in self.children if child.tag == tag), None)

    def walk(self) -> "Iterator[Node]":
        """This node and everything in it, in the order of the document."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


def read_xml(raw: bytes, what: str = "The file") -> Node:
    """Parse an XML document of at most 5 MB and 64 levels; raise Invalid naming `content`."""
    if len(raw) > MAX_BYTES:
        refuse(f"{what} is larger than {MAX_BYTES // 1_000_000} MB.")
    builder = _Builder(what)
    parser = expat.ParserCreate(namespace_separator=None)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = builder.refuse_document_type
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    try:
        parser.Parse(raw, True)  # noqa: FBT003 - expat takes no keywords.
    except expat.ExpatError as problem:
        where = f"line {problem.lineno}, column {problem.offset + 1}"
        refuse(f"{what} is no complete XML document: it breaks off or goes wrong at {where}.")
    except (LookupError, UnicodeDecodeError, ValueError):
        refuse(f"{what} is written in an encoding that cannot be read; save it as UTF-8.")
    return builder.top.children[0]


class _Builder:
    def __init__(self, what: str) -> None:
        self.what = what
        self.top = Node("", {})
        self.open = [self.top]
        self.count = 0

    def refuse_document_type(self, *_: object) -> NoReturn:
        refuse(f"{self.what} declares a document type; take the line with <!DOCTYPE out.")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_NODES:
            refuse(f"{self.what} holds more than {MOST_NODES:,} elements of XML.")
        if len(self.open) > MAX_DEPTH:
            refuse(f"{self.what} is nested deeper than {MAX_DEPTH} levels.")
        node = Node(tag.rpartition(":")[2], attributes)
        self.open[-1].children.append(node)
        self.open.append(node)

    def end(self, _: str) -> None:
        self.open.pop()

    def text(self, data: str) -> None:
        self.open[-1].text += data
