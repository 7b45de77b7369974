"""What a page is about: the district whose page it is, and the form of a survey."""

from typing import Any, Protocol


class Host(Protocol):
    """The district: its place in every address, and its name."""

    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...


class Asked(Protocol):
    """The form of a published survey; no definition where no answer is taken."""

    @property
    def survey_id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def title(self) -> str | dict[str, str]: ...
    @property
    def definition(self) -> dict[str, Any] | None: ...
    @property
    def mode(self) -> str: ...
    @property
    def is_simple(self) -> bool: ...
    @property
    def privacy(self) -> dict[str, str]: ...
