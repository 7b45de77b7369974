"""What a definition holds beside the browser library's own: for the server and for authors, not for respondents."""

from collections.abc import Mapping
from typing import Any, Final

OF_SURVEY: Final = frozenset({"audience", "quotas", "scales"})
OF_QUESTION: Final = frozenset({"bankId", "ppra"})
_INNER: Final = frozenset({"pages", "elements", "templateElements", "columns"})


def shown_to_respondents(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Give a definition without what no respondent's page needs: scoring, quotas, and how questions are tagged."""
    return {name: _shown(name, value) for name, value in definition.items() if name not in OF_SURVEY}


def _shown(key: str, value: Any) -> Any:
    if key not in _INNER or not isinstance(value, list):
        return value
    return [
        {name: _shown(name, part) for name, part in block.items() if name not in OF_QUESTION}
        if isinstance(block, dict)
        else block
        for block in value
    ]
