"""What a definition holds beside the browser library's own: for the server and for authors, not for respondents."""

from collections.abc import Mapping
from typing import Any, Final

OF_SURVEY: Final = frozenset({"quotas", "scales"})


def shown_to_respondents(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Give a definition without what no respondent's page needs: how answers are scored, how many are taken."""
    return {name: value for name, value in definition.items() if name not in OF_SURVEY}
