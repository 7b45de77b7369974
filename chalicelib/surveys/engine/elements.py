"""What a definition is made of once compiled: options, items, the panels and pages around them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from fractions import Fraction
from typing import Any, Final

from chalicelib.surveys.engine.comparison import loosely_equal
from chalicelib.surveys.engine.expressions import Environment, Run
from chalicelib.surveys.engine.values import Value, to_text

Texts = Mapping[str, str]
DEFAULT_LOCALE: Final = "default"

SINGLE: Final = frozenset({"radiogroup", "dropdown", "buttongroup"})
SEVERAL: Final = frozenset({"checkbox", "tagbox", "ranking"})
CHOOSING: Final = SINGLE | SEVERAL | {"imagepicker"}
TABLES: Final = frozenset({"matrix", "matrixdropdown"})
REPEATED: Final = frozenset({"matrixdynamic", "paneldynamic"})
NESTED: Final = REPEATED | {"matrixdropdown", "multipletext"}
WORDED: Final = frozenset({"text", "comment", "file", "signaturepad"})
UNANSWERED: Final = frozenset({"html", "image"})
OTHER: Final = "other"
NONE: Final = "none"
REFUSED: Final = "refused"
DONT_KNOW: Final = "dontknow"
COMMENT: Final = "-Comment"
TOTAL: Final = "-total"


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
    """A validator: its kind, its bounds, and the sentence for who breaks it; it may but warn."""

    kind: str
    least: float | None = None
    most: float | None = None
    texts: Texts = field(default_factory=dict)
    digits: bool = True
    pattern: Any = None
    condition: Run | None = None
    is_blocking: bool = True


@dataclass(frozen=True, slots=True)
class Container:
    """A page or panel; `page` counts the pages from 0."""

    name: str
    parent: "Container | None"
    visible: bool = True
    visible_if: Run | None = None
    enable_if: Run | None = None
    required_if: Run | None = None
    is_required: bool = False
    is_read_only: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often a part is repeated: the rows or panels shown at first, the bounds, and what must differ in each."""

    initial: int = 0
    fewest: int = 0
    most: int = 0
    key_name: str = ""
    visible_if: Run | None = None


@dataclass(frozen=True, slots=True)
class Mask:
    """What is typed through a mask: how it is saved, and the pattern or bounds that it keeps."""

    kind: str
    pattern: str = ""
    is_saved_masked: bool = False
    least: Value = None
    most: Value = None
    may_be_negative: bool = True


@dataclass(frozen=True, slots=True)
class Carried:
    """Choices carried forward: from which value, which of them, and from which column of repeated parts."""

    key: str
    mode: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """What stands below a column: a fold of its cells ("sum", "avg", …), or an expression of its own."""

    fold: str = ""
    expression: Run | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """What may be uploaded: how many files, how many bytes each (0 is the platform's limit), which types."""

    most: int = 1
    largest: int = 0
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A question or column, with all that its answer is held against."""

    name: str
    kind: str
    texts: Texts
    key: str = ""
    container: Container | None = None
    visible: bool = True
    visible_if: Run | None = None
    required: bool = False
    required_if: Run | None = None
    enable_if: Run | None = None
    read_only: bool = False
    default: Value = None
    default_if: Run | None = None
    is_set_by_survey: bool = False
    options: tuple[Option, ...] = ()
    by_text: Mapping[str, Option] = field(default_factory=dict)
    rows: tuple[Option, ...] = ()
    cells: tuple["Item", ...] = ()
    by_cell: Mapping[str, "Item"] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    input_type: str = "text"
    least: Value = None
    most: Value = None
    least_if: Run | None = None
    most_if: Run | None = None
    step: float | None = None
    mask: Mask | None = None
    longest: int = 0
    longest_other: int = 0
    fewest: int = 0
    most_selected: int = 0
    is_multiple: bool = False
    has_other: bool = False
    has_none: bool = False
    declined: frozenset[str] = frozenset()
    has_comment: bool = False
    has_inline_other: bool = False
    property_name: str = ""
    carried: Carried | None = None
    hides_empty: bool = False
    keeps_hidden: bool = False
    every_row: bool = False
    unique_rows: bool = False
    is_unique: bool = False
    partly_ranked: bool = False
    rows_visible_if: Run | None = None
    repeat: Repeat | None = None
    totals: Mapping[str, Total] = field(default_factory=dict)
    upload: Upload | None = None
    expression: Run | None = None
    precision: int = -1
    looks_at_clock: bool = False
    bank_id: str = ""

    @property
    def is_conditional_table(self) -> bool:
        """Tell whether its rows or cells may be hidden one by one."""
        return (
            self.rows_visible_if is not None
            or any(row.visible_if for row in self.rows)
            or (self.repeat is not None and self.repeat.visible_if is not None)
            or any(cell.is_conditional for cell in self.cells)
        )

    @property
    def is_conditional(self) -> bool:
        """Tell whether it may be hidden by itself or by a panel around it, up to the page or row it stands in."""
        container = self.container
        while container is not None:
            if container.visible_if or not container.visible:
                return True
            container = container.parent
        return self.visible_if is not None or not self.visible

    @property
    def is_computed(self) -> bool:
        """Tell whether the server works the value out and takes none from the respondent."""
        return self.expression is not None

    @property
    def is_number(self) -> bool:
        """Tell whether its answer is one number."""
        if self.mask is not None:
            return self.mask.kind in {"numeric", "currency"} and not self.mask.is_saved_masked
        return self.input_type in {"number", "range"} or (self.kind == "slider" and not self.is_multiple)

    @property
    def takes_words(self) -> bool:
        """Tell whether an answer may hold words of the respondent's own, outside its comment."""
        is_open = self.has_other and self.has_inline_other
        return self.kind in WORDED or is_open or (self.carried is not None and not self.options)

    @property
    def is_answerable(self) -> bool:
        return self.kind not in UNANSWERED and self.kind != "expression"


@dataclass(frozen=True, slots=True)
class Calculated:
    """A named value that is worked out and not shown."""

    name: str
    expression: Run
    is_kept: bool
    looks_at_clock: bool = False


@dataclass(frozen=True, slots=True)
class Computed:
    """One step of working out: a calculated value, an expression, or the totals of a table, in parts of parts.

    `within` are the repeated parts around it, the outermost first.
    """

    within: tuple[Item, ...]
    item: Item | None = None
    calculated: Calculated | None = None
    total: str = ""


@dataclass(frozen=True, slots=True)
class Setter:
    """A trigger that sets a value: to a constant, or to what an expression gives."""

    value: Value = None
    expression: Run | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """A trigger that ends the survey: its condition, and the last page whose answers it looks at."""

    condition: Run
    page: int


@dataclass(frozen=True, slots=True)
class ScalePart:
    """One question of a scale, or one row of a table: its least and most value, and whether it counts reversed."""

    item: Item
    row: str
    least: Fraction
    most: Fraction
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A range of scores, from `least` to where the next begins; without texts where the scale has none of its own."""

    least: Fraction
    texts: Texts


@dataclass(frozen=True, slots=True)
class Scale:
    """Several questions with one score; `share` of them must be answered."""

    name: str
    texts: Texts
    parts: tuple[ScalePart, ...]
    is_sum: bool
    share: Fraction
    least: Fraction
    most: Fraction
    bands: tuple[Band, ...]
    bank_id: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """Of which answers only so many are taken: all of them where there is no condition.

    `reads` are the keys of the questions that its condition looks at; none where only the server can judge it.
    """

    name: str
    texts: Texts
    condition: Run | None
    written: str
    reads: tuple[str, ...]
    limit: int
    message: Texts


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A compiled definition; it never changes and may be kept between requests."""

    definition: Mapping[str, Any]
    zone: tzinfo
    texts: Texts
    pages: tuple[Container, ...]
    containers: tuple[Container, ...]
    items: tuple[Item, ...]
    by_name: Mapping[str, Item]
    by_key: Mapping[str, tuple[Item, ...]]
    comments: Mapping[str, Item]
    computed: tuple[Computed, ...]
    endings: tuple[Ending, ...]
    setters: Mapping[str, tuple[Setter, ...]]
    uses_clock: bool
    is_read_only: bool = False
    scales: tuple[Scale, ...] = ()
    quotas: tuple[Quota, ...] = ()

    @property
    def computed_names(self) -> frozenset[str]:
        return frozenset(one.calculated.name for one in self.computed if one.calculated)


def options_by_text(options: tuple[Option, ...]) -> dict[str, Option]:
    return {to_text(option.value): option for option in options}
