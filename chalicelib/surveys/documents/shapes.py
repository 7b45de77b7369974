"""The shapes of a paper form."""

from msgspec import Struct


class PaperChoice(Struct, frozen=True):
    """A box to tick, and when it may be."""

    text: str
    condition: str = ""


class PaperItem(Struct, frozen=True):
    """A question, a text or a group of them; what is not asked has no number.

    `kind` says how it is answered: text, one, many, rank, scale, table, lines, group or repeat.
    """

    number: str
    kind: str
    title: str
    hint: str = ""
    required: bool = False
    condition: str = ""
    lines: int = 0
    choices: list[PaperChoice] = []
    columns: list[str] = []
    rows: list[PaperChoice] = []
    items: "list[PaperItem]" = []


class PaperPage(Struct, frozen=True):
    """A page of the survey."""

    title: str
    hint: str
    condition: str
    items: list[PaperItem]


class PaperForm(Struct, frozen=True):
    """The whole form in one language; `languages` are those in which the survey has texts."""

    title: str
    description: str
    language: str
    languages: list[str]
    pages: list[PaperPage]
