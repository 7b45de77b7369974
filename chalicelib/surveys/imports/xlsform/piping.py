"""Answers piped into texts: `${name}` of a form as `{name}` of a definition."""

import re
from collections.abc import Mapping

from chalicelib.surveys.imports.xlsform.xpath import Reference

_PIPED = re.compile(r"\$\{\s*([^{}]+?)\s*\}")


def piped(text: str, known: Mapping[str, Reference]) -> str:
    """The text with the names of the definition; an ellipsis stands for what is not known."""
    return _PIPED.sub(lambda found: f"{{{known[found[1]].name}}}" if found[1] in known else "…", text)
