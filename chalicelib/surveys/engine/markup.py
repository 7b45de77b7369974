"""The HTML that a definition may carry: a short list of tags, checked by a grammar stricter than any browser's."""

import re
from typing import Final

# fmt: off
TAGS: Final = frozenset({
    "a", "b", "blockquote", "br", "caption", "code", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "i", "li", "ol", "p", "pre", "s", "small", "span", "strong", "sub", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
})
# fmt: on
ATTRIBUTES: Final = frozenset({"href", "lang", "dir", "title", "colspan", "rowspan", "scope", "class"})
_TAG = re.compile(r"""</?([a-zA-Z][a-zA-Z0-9]{0,11})((?:\s+[a-zA-Z-]{1,20}="[^"<>]{0,500}")*)\s*/?>""")
_ATTRIBUTE = re.compile(r"""\s+([a-zA-Z-]+)="([^"<>]*)\"""")
_LINK = re.compile(r"(?:https?://|mailto:|#)[^\s\\]*", re.IGNORECASE)


def problem_of_markup(html: str) -> str | None:
    """Give the sentence that says what to take out of a piece of HTML, or None."""
    place = html.find("<")
    while place >= 0:
        found = _TAG.match(html, place)
        if found is None:
            return "Write every tag in full with quoted attributes, and a lone < as &lt;."
        problem = _problem_of_tag(found[1].lower(), found[2])
        if problem:
            return problem
        place = html.find("<", found.end())
    return None


def _problem_of_tag(tag: str, attributes: str) -> str | None:
    if tag not in TAGS:
        return f"Take out the tag <{tag}>, which is not allowed here."
    for name, value in _ATTRIBUTE.findall(attributes):
        if name.lower() not in ATTRIBUTES:
            return f"Take out the attribute {name}, which is not allowed here."
        if name.lower() == "href" and not _LINK.fullmatch(value):
            return "Let links begin with https://, http://, mailto: or #."
    return None
