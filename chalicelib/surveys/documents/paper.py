"""A definition as a paper form: numbered questions with boxes and lines, and conditions in plain words."""

import re
from collections.abc import Mapping
from typing import Any, Final

from chalicelib.surveys.documents.choice_lists import value_and_text
from chalicelib.surveys.documents.plain_words import Spoken, Words
from chalicelib.surveys.documents.rows import parts_of
from chalicelib.surveys.documents.shapes import PaperChoice, PaperForm, PaperItem, PaperPage
from chalicelib.surveys.imports.imported import JsonObject
from chalicelib.surveys.imports.markup import plain
from chalicelib.surveys.imports.reading import mapping, sequence, word

_ONE: Final = frozenset({"radiogroup", "dropdown", "imagepicker", "boolean"})
_MANY: Final = frozenset({"checkbox", "tagbox"})
_TABLES: Final = frozenset({"matrix", "matrixdropdown", "matrixdynamic"})
_LISTED: Final = frozenset({"default", "dropdown", "radiogroup", "checkbox"})
_NOT_ASKED: Final = frozenset({"html", "panel", "expression", "image"})
_LINES: Final = {"comment": 5, "text": 1, "file": 0, "signaturepad": 3}
_REPEATED: Final = 3
_PIPED = re.compile(r"\{[^{}]+\}")
_CONTAINERS: Final = ("pages", "elements", "templateElements")


def print_form(definition: Mapping[str, Any], title: str, language: str) -> PaperForm:
    """Lay out a definition inside the profile for paper, in a language or, where it has no text, in its own."""
    block: JsonObject = dict(definition)
    return _Printer(block, language).form(title)


class _Printer:
    def __init__(self, block: JsonObject, language: str) -> None:
        self.block = block
        self.language = language
        self.numbers: dict[int, str] = {}
        self.known: dict[str, Spoken] = {}
        self.words = Words(language, self.known)
        self._number(block, "")

    def form(self, title: str) -> PaperForm:
        pages = [self._page(mapping(page)) for _, page in parts_of(self.block, "pages")]
        if "elements" in self.block:
            pages.append(PaperPage("", "", "", self._items(self.block)))
        own = self.text(self.block.get("title")) or title
        description = self.text(self.block.get("description"))
        filled = [page for page in pages if page.items]
        return PaperForm(own, description, self.language, languages_of(self.block), filled)

    def text(self, said: object) -> str:
        """A text in the form's language; paper cannot pipe answers in, so an ellipsis stands for them."""
        if isinstance(said, dict):
            said = said.get(self.language) or said.get("default") or next(iter(said.values()), "")
        return _PIPED.sub("…", word(said))

    def _number(self, block: JsonObject, prefix: str) -> None:
        """Number what is asked, in the order of the form, and note what conditions may call it."""
        for key in _CONTAINERS:
            for _, entry in parts_of(block, key):
                element = mapping(entry)
                kind = word(element.get("type"))
                if key != "pages" and kind not in _NOT_ASKED:
                    self._enter(element, kind, prefix)
                inner = f"{self.numbers[id(element)]}." if kind == "paneldynamic" else prefix
                self._number(element, inner)

    def _enter(self, element: JsonObject, kind: str, prefix: str) -> None:
        is_shown = element.get("visible") is not False
        count = sum(number.rpartition(".")[0] == prefix.rstrip(".") for number in self.numbers.values() if number)
        number = self.numbers[id(element)] = f"{prefix}{count + 1}" if is_shown else ""
        options = self._options(element, kind)
        choices = {str(value).lower(): text for value, text, _ in options}
        rows = {str(value).lower(): text for value, text, _ in self._listed(element, "rows")}
        title = self.text(element.get("title")) or word(element.get("name"))
        label = self.words.word("question").format(number) if is_shown else self.words.word("value").format(title)
        self.known[word(element.get("name")).lower()] = Spoken(label, kind, choices, rows)

    def _listed(self, element: JsonObject, key: str) -> list[tuple[object, str, object]]:
        found = []
        for _, entry in parts_of(element, key):
            value, text = value_and_text(entry)
            found.append((value, self.text(text) or str(value), mapping(entry).get("visibleIf")))
        return found

    def _options(self, element: JsonObject, kind: str) -> list[tuple[object, str, object]]:
        if kind == "boolean":
            sides = (("valueTrue", "true", "labelTrue", "yes"), ("valueFalse", "false", "labelFalse", "no"))
            return [
                (element.get(value, usual), self.text(element.get(label)) or self.words.word(key), None)
                for value, usual, label, key in sides
            ]
        if kind == "matrix":
            return self._listed(element, "columns")
        if "choices" not in element and isinstance(element.get("choicesMax"), int):
            low, high, step = (int(str(element.get(key, usual))) for key, usual in _NUMBERED)
            return [(value, str(value), None) for value in range(low, high + 1, max(step, 1))]
        return self._listed(element, "choices")

    def _page(self, page: JsonObject) -> PaperPage:
        condition = self.words.only_if(page.get("visibleIf"))
        return PaperPage(self.text(page.get("title")), self.text(page.get("description")), condition, self._items(page))

    def _items(self, block: JsonObject) -> list[PaperItem]:
        elements = [mapping(entry) for key in _CONTAINERS[1:] for _, entry in parts_of(block, key)]
        found = [self._item(element) for element in elements if element.get("visible") is not False]
        return [item for item in found if item is not None]

    def _item(self, element: JsonObject) -> PaperItem | None:
        kind = word(element.get("type"))
        condition = self.words.only_if(element.get("visibleIf"))
        if kind == "html":
            text = plain(self.text(element.get("html")))
            return PaperItem("", "text", text, condition=condition) if text else None
        if kind in {"expression", "image"}:
            return None
        title = self.text(element.get("title"))
        number = self.numbers.get(id(element), "")
        item = PaperItem(
            number,
            "lines",
            title if title or kind == "panel" else word(element.get("name")),
            self.text(element.get("description")),
            required=element.get("isRequired") is True or element.get("isAllRowRequired") is True,
            condition=condition,
        )
        return self._answered(item, element, kind)

    def _answered(self, item: PaperItem, element: JsonObject, kind: str) -> PaperItem:
        if kind in {"panel", "paneldynamic"}:
            return _with(item, kind="group" if kind == "panel" else "repeat", items=self._items(element))
        if kind in _ONE | _MANY | {"ranking"}:
            choices = [
                PaperChoice(text, self.words.choice_if(shown)) for _, text, shown in self._options(element, kind)
            ]
            answered = "rank" if kind == "ranking" else "one" if kind in _ONE else "many"
            has_other = element.get("showOtherItem") is True or element.get("hasOther") is True
            return _with(item, kind=answered, choices=choices, lines=1 if has_other else 0)
        if kind == "rating":
            return _with(item, kind="scale", columns=self._rates(element))
        if kind in _TABLES:
            return self._table(item, element, kind)
        if kind == "multipletext":
            items = [mapping(one) for _, one in parts_of(element, "items")]
            rows = [PaperChoice(self.text(one.get("title")) or word(one.get("name"))) for one in items]
            return _with(item, kind="table", rows=rows, columns=[""])
        return _with(item, lines=_LINES.get(kind, 1))

    def _rates(self, element: JsonObject) -> list[str]:
        if "rateValues" in element:
            return [text for _, text, _ in self._listed(element, "rateValues")]
        low, step, count = (element.get(key, 1) for key in ("rateMin", "rateStep", "rateCount"))
        high = element.get("rateMax", 5)
        if isinstance(low, int) and isinstance(step, int) and isinstance(count, int) and isinstance(high, int):
            if "rateCount" in element and "rateMax" not in element:
                high = low + (count - 1) * step
            return [str(rate) for rate in range(low, high + 1, max(step, 1))]
        return []

    def _table(self, item: PaperItem, element: JsonObject, kind: str) -> PaperItem:
        rows = [PaperChoice(text, self.words.choice_if(shown)) for _, text, shown in self._listed(element, "rows")]
        if kind == "matrix":
            return _with(item, kind="table", columns=[text for _, text, _ in self._options(element, kind)], rows=rows)
        columns = [self._column(element, mapping(one)) for _, one in parts_of(element, "columns")]
        return _with(item, kind="table", columns=columns, rows=rows or [PaperChoice("")] * _REPEATED)

    def _column(self, table: JsonObject, column: JsonObject) -> str:
        title = self.text(column.get("title")) or word(column.get("name"))
        holder = column if "choices" in column else table
        kind = column.get("cellType", table.get("cellType", "default"))
        choices = [text for _, text, _ in self._listed(holder, "choices")] if kind in _LISTED else []
        return f"{title} ({' / '.join(choices)})" if choices else title


_NUMBERED: Final = (("choicesMin", 0), ("choicesMax", 0), ("choicesStep", 1))


def _with(item: PaperItem, **changes: Any) -> PaperItem:
    held = {name: getattr(item, name) for name in PaperItem.__struct_fields__}
    return PaperItem(**{**held, **changes})


def languages_of(definition: Mapping[str, Any]) -> list[str]:
    """The languages of a definition's texts by code, its own first as "default"."""
    found: dict[str, None] = {"default": None}
    waiting: list[object] = [dict(definition)]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if "default" in part and all(isinstance(text, str) for text in part.values()):
                found |= dict.fromkeys(sorted(part))
            waiting += part.values()
        waiting += sequence(part)
    return list(found)
