"""The import of SurveyJS definitions: what the profile has is kept as it is, and the rest is changed or left out."""

import copy
from dataclasses import dataclass, field
from typing import Any, Final

from chalicelib.surveys.engine.markup import problem_of_markup
from chalicelib.surveys.engine.names import walk_elements
from chalicelib.surveys.imports.imported import LONGEST_TITLE, UNTITLED, Imported, JsonObject
from chalicelib.surveys.imports.markup import plain, sanitised
from chalicelib.surveys.imports.mending import Removed, mend
from chalicelib.surveys.imports.reading import mapping, read_json, refuse, sequence, word
from chalicelib.surveys.imports.report import Ledger, Path
from chalicelib.surveys.imports.surveyjs.inventory import CONTAINERS, take_inventory

MOST_ELEMENTS: Final = 20_000
# Types that another one stands for.
_INSTEAD: Final = {"imagemap": "checkbox", "flowpanel": "panel"}
_MARKUP: Final = frozenset({"html", "completedHtml", "completedBeforeHtml", "loadingHtml"})
_NO_PROPERTY: Final = "Take this property out"


def import_surveyjs(raw: bytes) -> Imported:
    """Turn a SurveyJS definition of at most 5 MB into one inside the profile, with a report; raise Invalid."""
    document = mapping(read_json(raw))
    if not any(isinstance(document.get(key), list) for key in CONTAINERS):
        refuse('The file is JSON, but no survey: "pages" or "elements" has to be a list.')
    inventory = take_inventory(document)
    if len(inventory) > MOST_ELEMENTS:
        refuse(f"The file holds more than {MOST_ELEMENTS:,} elements.")
    work = _Work(copy.deepcopy(document))
    work.adapt()
    mend(work.definition, work.tell, work.renamed)
    if not any(True for _ in walk_elements(work.definition)):
        refuse("The file holds no question that can be carried.")
    return Imported("surveyjs", _title(work.definition), work.definition, work.ledger.lines(inventory))


def _title(definition: JsonObject) -> str:
    said = definition.get("title")
    texts = mapping(said)
    text = said if isinstance(said, str) else word(texts.get("default")) or word(next(iter(texts.values()), ""))
    return plain(text)[:LONGEST_TITLE].strip() or UNTITLED


@dataclass(slots=True)
class _Work:
    """The definition in work, and where each object and list of it stood in the file."""

    definition: JsonObject
    ledger: Ledger = field(default_factory=Ledger)
    origins: dict[int, Path] = field(default_factory=dict)
    kept: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._locate((), self.definition)
        for key in self.definition:
            self.ledger.outcomes[(key,)] = self.ledger.below[(key,)] = ("carried", "")

    def _locate(self, path: Path, part: object) -> None:
        if isinstance(part, dict | list):
            self.origins[id(part)] = path
            self.kept.append(part)  # An object that is taken out stays alive, so that no other gets its identity.
            entries = part.items() if isinstance(part, dict) else enumerate(part)
            for key, inner in entries:
                self._locate((*path, str(key)), inner)

    def adapt(self) -> None:
        """Change what is known to be said otherwise here."""
        given = self.definition.get("clearInvisibleValues")
        if given not in (None, "onHiddenContainer"):
            self.ledger.record(("clearInvisibleValues",), "changed", "Answers to what is hidden are always cleared.")
        self.definition["clearInvisibleValues"] = "onHiddenContainer"
        for block in [self.definition, *map(mapping, sequence(self.definition.get("pages")))]:
            if "questions" in block:
                block.setdefault("elements", block.pop("questions"))
        self._adapt_block((), self.definition)

    def _adapt_block(self, path: Path, block: JsonObject) -> None:
        for key in _MARKUP & block.keys():
            self._sanitise(block, key, (*path, key))
        for key in CONTAINERS & block.keys():
            elements = sequence(block[key])
            for element in list(elements):
                if not isinstance(element, dict):
                    continue
                at = self.origins[id(element)]
                if "choicesByUrl" in element and not element.get("choices"):
                    reason = "Its choices come from another site; nothing is loaded from elsewhere."
                    self.ledger.record_tree(at, "lost", reason, "Its question was not imported.")
                    elements.remove(element)
                    continue
                self._replace_type(at, element)
                self._adapt_block(at, element)

    def _replace_type(self, path: Path, element: JsonObject) -> None:
        kind = word(element.get("type"))
        if kind in _INSTEAD:
            element["type"] = _INSTEAD[kind]
            self.ledger.record(path, "changed", f"It is a {_INSTEAD[kind]} now.")

    def _sanitise(self, block: JsonObject, key: str, path: Path) -> None:
        held = block[key]
        texts = {"": held} if isinstance(held, str) else mapping(held)
        if any(isinstance(text, str) and problem_of_markup(text) for text in texts.values()):
            clean = {locale: sanitised(word(text)) for locale, text in texts.items()}
            block[key] = clean[""] if isinstance(held, str) else clean
            self.ledger.record(path, "changed", "Its markup is kept to a short list of tags.")

    def tell(self, removed: Removed) -> None:
        """Record what was taken out; a value without a line of its own is told on the line of its list."""
        reason = _reason(removed.sentence)
        part = removed.around[-1]
        if removed.key:
            inside = "What it belonged to was not imported."
            self.ledger.record_tree((*self._path(part), removed.key), "lost", reason, inside)
        elif isinstance(part, dict) and "value" not in part:
            self.ledger.record_tree(self._path(part), "lost", reason, "Its question was not imported.")
        else:
            listed = self._path(removed.around[-2])
            self.ledger.record(listed, "changed", f"Some of its entries were left out: {reason}")

    def renamed(self, part: Any, before: str) -> None:
        reason = f"Another element is called {before[:100]} too; it is called {part['name']} now."
        self.ledger.record(self._path(part), "changed", reason)

    def _path(self, part: object) -> Path:
        return self.origins.get(id(part), ())


def _reason(sentence: str) -> str:
    if sentence.startswith(_NO_PROPERTY):
        return "Surveys here have no such property."
    if sentence.startswith("Choose one of: ") and "radiogroup" in sentence:
        return "A question of its type cannot be asked here."
    return f"It does not hold here. {sentence}"
