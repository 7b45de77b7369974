"""HTML made of tags and texts: every text and every attribute is escaped, unless it is markup that was made here."""

from html import escape


class Html(str):
    """Markup that was made by `tag` or `joined`; any other text is escaped where it is put."""

    __slots__ = ()


def tag(name: str, /, *children: str, **attributes: str | bool) -> Html:
    """An element. `class_` is "class", `aria_label` is "aria-label"; an attribute that is False is left out."""
    said = "".join(_attribute(pair) for pair in attributes.items() if pair[1] is not False)
    return Html(f"<{name}{said}>{joined(*children)}</{name}>")


def void(name: str, /, **attributes: str | bool) -> Html:
    """An element without an end, such as an input."""
    return Html(tag(name, **attributes).removesuffix(f"</{name}>"))


def joined(*children: str) -> Html:
    return Html("".join(child if isinstance(child, Html) else escape(child) for child in children))


def _attribute(pair: tuple[str, str | bool]) -> str:
    name, value = pair[0].rstrip("_").replace("_", "-"), pair[1]
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
