"""Texts of the source: HTML as plain text, HTML kept to a short list of tags, and piped text."""

import html
import re
from html.parser import HTMLParser

KEPT = frozenset({"p", "br", "b", "strong", "i", "em", "u", "ul", "ol", "li"})
_BREAKING = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN = frozenset({"script", "style", "template", "noscript", "iframe", "object"})
_PIPED = re.compile(r"\$\{[^{}]*\}?")
_PLAIN = frozenset({"p", "br", "div", "span"})
_LINK = re.compile(r"""(?:https?://|mailto:)[^\s\\"'<>]{1,300}""", re.IGNORECASE)
MAX_TEXT = 5_000


class _Reader(HTMLParser):
    """Collects the text, the kept markup and the names of the tags that were left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.kept: list[str] = []
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.dropped: set[str] = set()
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self.hidden += 1
        if tag in _BREAKING:
            self.text.append("\n")
        if tag == "br":
            self.kept.append("<br>")
        elif tag in KEPT or (tag == "a" and _is_link(attrs)):
            self.kept.append(f"<{tag}{_href(attrs) if tag == 'a' else ''}>")
            self.open.append(tag)
        else:
            self.dropped.add(tag)
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        if tag in self.open:
            while (closed := self.open.pop()) != tag:
                self.kept.append(f"</{closed}>")
            self.kept.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.text.append(data)
            self.kept.append(html.escape(data, quote=False))


def _is_link(attrs: list[tuple[str, str | None]]) -> bool:
    return _LINK.fullmatch(dict(attrs).get("href") or "") is not None


def _href(attrs: list[tuple[str, str | None]]) -> str:
    return f' href="{html.escape(dict(attrs)["href"] or "")}"'


def _read(source: str) -> _Reader:
    reader = _Reader()
    try:
        reader.feed(source[:MAX_TEXT])
        reader.close()
    except (ValueError, AssertionError):  # html.parser raises either on some broken declarations.
        reader.dropped.add("broken markup")
        reader.tags.add("broken markup")
    return reader


def plain(source: str) -> str:
    """The text as a person reads it, without markup; line breaks become spaces."""
    return " ".join("".join(_read(source).text).split())


def sanitised(source: str) -> str:
    """The text with no markup but the kept tags, without attributes, every tag closed."""
    reader = _read(source)
    return "".join(reader.kept + [f"</{tag}>" for tag in reversed(reader.open)])


def dropped_tags(source: str, *, is_markup: bool) -> list[str]:
    """The tags that say something and are left out: all in a plain text, those of no short list in markup."""
    reader = _read(source)
    return sorted((reader.dropped if is_markup else reader.tags) - _PLAIN)


def is_piped(source: str) -> bool:
    return "${" in source


def unpiped(source: str) -> str:
    """The text with an ellipsis where the source pipes something in."""
    return _PIPED.sub("…", source)
