"""What a definition is made of once compiled: options, items, the panels and pages around them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any, Final

from chalicelib.surveys.engine.comparison import loosely_equal
from chalicelib.surveys.engine.expressions import Environment, Run
from chalicelib.surveys.engine.values import Value, to_text

Texts = Mapping[str, str]
DEFAULT_LOCALE: Final = "default"

SINGLE: Final = frozenset({"radiogroup", "dropdown"})
CHOOSING: Final = frozenset({"radiogroup", "dropdown", "checkbox", "ranking"})
TABLES: Final = frozenset({"matrix", "matrixdropdown"})
OTHER: Final = "other"
NONE: Final = "none"
COMMENT: Final = "-Comment"


def in_locale(texts: Texts, locale: str) -> str:
    """Give a text in a language, or in the definition's own."""
    return texts.get(locale) or texts.get(DEFAULT_LOCALE) or next(iter(texts.values()), "")


def holds(condition: Run, env: Environment) -> bool:
    """Tell whether a condition is met, which in the browser means `== true`."""
    result = condition(env)
    return result is True or (not isinstance(result, (list, dict)) and loosely_equal(result, right=True))


@dataclass(frozen=True, slots=True)
class Option:
    """A choice, or a row or column of a table."""

    value: Value
    texts: Texts
    visible_if: Run | None = None
    enable_if: Run | None = None

    def is_offered(self, env: Environment) -> bool:
        env.item = self.value
        return self.visible_if is None or holds(self.visible_if, env)

    def is_enabled(self, env: Environment) -> bool:
        env.item = self.value
        return self.enable_if is None or holds(self.enable_if, env)


@dataclass(frozen=True, slots=True)
class Rule:
    """A validator: its kind, its bounds, and the sentence for who breaks it."""

    kind: str
    least: float | None = None
    most: float | None = None
    texts: Texts = field(default_factory=dict)
    digits: bool = True
    pattern: Any = None
    condition: Run | None = None


@dataclass(frozen=True, slots=True)
class Container:
    """A page or panel."""

    name: str
    parent: "Container | None"
    visible: bool = True
    visible_if: Run | None = None
    enable_if: Run | None = None
    required_if: Run | None = None
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A question or column, with all that its answer is held against."""

    name: str
    kind: str
    texts: Texts
    container: Container | None = None
    visible: bool = True
    visible_if: Run | None = None
    required: bool = False
    required_if: Run | None = None
    enable_if: Run | None = None
    read_only: bool = False
    default: Value = None
    options: tuple[Option, ...] = ()
    by_text: Mapping[str, Option] = field(default_factory=dict)
    rows: tuple[Option, ...] = ()
    cells: tuple["Item", ...] = ()
    rules: tuple[Rule, ...] = ()
    input_type: str = "text"
    least: Value = None
    most: Value = None
    longest: int = 0
    fewest: int = 0
    most_selected: int = 0
    has_other: bool = False
    has_none: bool = False
    has_comment: bool = False
    every_row: bool = False
    unique_rows: bool = False
    partly_ranked: bool = False
    expression: Run | None = None

    @property
    def is_conditional_table(self) -> bool:
        """Tell whether its rows or cells may be hidden one by one."""
        return any(row.visible_if for row in self.rows) or any(
            cell.visible_if or not cell.visible for cell in self.cells
        )

    @property
    def is_answerable(self) -> bool:
        return self.kind not in {"html", "expression"}


@dataclass(frozen=True, slots=True)
class Calculated:
    """A named value that is worked out and not shown."""

    name: str
    expression: Run
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A compiled definition; it never changes and may be kept between requests."""

    definition: Mapping[str, Any]
    zone: tzinfo
    texts: Texts
    pages: tuple[Container, ...]
    items: tuple[Item, ...]
    by_name: Mapping[str, Item]
    comments: Mapping[str, Item]
    computed: tuple["Item | Calculated", ...]
    uses_clock: bool

    @property
    def computed_names(self) -> frozenset[str]:
        return frozenset(one.name for one in self.computed)


def options_by_text(options: tuple[Option, ...]) -> dict[str, Option]:
    return {to_text(option.value): option for option in options}
