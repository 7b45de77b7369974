"""The import of Qualtrics survey files (QSF)."""

from dataclasses import dataclass
from typing import Final

from chalicelib.surveys.imports.imported import LONGEST_TITLE, UNTITLED, Imported, JsonObject
from chalicelib.surveys.imports.markup import plain
from chalicelib.surveys.imports.names import Names
from chalicelib.surveys.imports.qualtrics.building import CARRIED
from chalicelib.surveys.imports.qualtrics.flow import Block, Walk
from chalicelib.surveys.imports.qualtrics.inventory import take_inventory
from chalicelib.surveys.imports.qualtrics.logic import Logic
from chalicelib.surveys.imports.qualtrics.questions import Question, Workshop, language_of
from chalicelib.surveys.imports.qualtrics.settings import read_settings, record_bookkeeping
from chalicelib.surveys.imports.reading import entries, mapping, read_json, refuse, word
from chalicelib.surveys.imports.report import Ledger, Path

MOST_ELEMENTS: Final = 20_000
MOST_ITEMS: Final = 500
LARGEST: Final = 450_000


@dataclass(frozen=True, slots=True)
class _Source:
    document: JsonObject
    questions: dict[str, Question]
    blocks: dict[str, Block]
    trash: list[Block]
    flows: list[tuple[Path, JsonObject]]
    settings: list[tuple[Path, object]]


def import_qsf(raw: bytes) -> Imported:
    """Turn a survey file of at most 5 MB into a definition and a report; raise Invalid naming `content`."""
    document = mapping(read_json(raw))
    if "SurveyEntry" not in document or not entries(document.get("SurveyElements")):
        refuse("The file is JSON, but no Qualtrics survey: SurveyEntry or SurveyElements is missing.")
    inventory = take_inventory(document)
    if len(inventory) > MOST_ELEMENTS:
        refuse(f"The file holds more than {MOST_ELEMENTS:,} elements.")
    source = _index(document)
    if not source.blocks or not source.flows:
        refuse("The file holds no blocks of questions, or no survey flow.")
    walk = _walk(source)
    if not walk.pages:
        refuse("The file holds no question that can be carried.")
    title = plain(word(mapping(document["SurveyEntry"]).get("SurveyName")))[:LONGEST_TITLE].strip() or UNTITLED
    definition = _definition(title, source, walk)
    return Imported("qsf", title, definition, walk.shop.ledger.lines(inventory), walk.columns)


def _index(document: JsonObject) -> _Source:
    source = _Source(document, {}, {}, [], [], [])
    language = language_of(word(mapping(document["SurveyEntry"]).get("SurveyLanguage")))
    for place, entry in entries(document["SurveyElements"]):
        content = mapping(entry)
        code = word(content.get("Element"))
        path = ("SurveyElements", place, "Payload")
        payload = content.get("Payload")
        if code == "SQ":
            identity = word(mapping(payload).get("QuestionID")) or word(content.get("PrimaryAttribute"))
            source.questions.setdefault(identity, Question(path, identity, mapping(payload), language))
        elif code == "BL":
            _index_blocks(source, path, payload)
        elif code == "FL":
            source.flows.append((path, mapping(payload)))
        elif code == "SO":
            source.settings.append((path, payload))
    return source


def _index_blocks(source: _Source, path: Path, payload: object) -> None:
    for place, entry in entries(payload):
        block = Block((*path, place), word(mapping(entry).get("ID")), mapping(entry))
        if word(block.content.get("Type")) == "Trash":
            source.trash.append(block)
        else:
            source.blocks.setdefault(block.identity, block)


def _walk(source: _Source) -> Walk:
    ledger = Ledger()
    placed = {
        word(member.get("QuestionID")) for block in source.blocks.values() for _, member in block.members
    } & source.questions.keys()
    # Each placed question makes an item at least, unless it is of a kind that is lost.
    if sum(word(source.questions[identity].payload.get("QuestionType")) in CARRIED for identity in placed) > MOST_ITEMS:
        refuse(f"The survey has more than {MOST_ITEMS} items.")
    logic = Logic(ledger, frozenset(placed), frozenset(source.questions))
    walk = Walk(Workshop(ledger, logic, Names()), source.questions, source.blocks)
    record_bookkeeping(ledger, source.document)
    _record_unplaced(source, walk)
    path, root = source.flows[0]
    ledger.record(path[:-1], "carried")
    walk.start(path, root)
    return walk


def _record_unplaced(source: _Source, walk: Walk) -> None:
    """Say first that everything unplaced is lost; what the walk meets overwrites it."""
    ledger = walk.shop.ledger
    for question in source.questions.values():
        reason = "No block that respondents come to asks it."
        ledger.record_tree(question.path[:-1], "lost", reason, "Its question was not imported.")
    for block in source.blocks.values():
        ledger.record_tree(block.path, "lost", "The survey flow does not lead here.", "Its block was not imported.")
    for block in source.trash:
        ledger.record_tree(block.path, "lost", "It is the trash.", "It lies in the trash.")
        for _, member in block.members:
            thrown = source.questions.get(word(member.get("QuestionID")))
            if thrown is not None:
                inside = "Its question lies in the trash."
                ledger.record_tree(thrown.path[:-1], "lost", "It lies in the trash.", inside)


def _definition(title: str, source: _Source, walk: Walk) -> JsonObject:
    definition: JsonObject = {"title": title, "clearInvisibleValues": "onHiddenContainer"}
    for path, payload in source.settings:
        definition.update(read_settings(walk.shop.ledger, path, payload))
    definition["pages"] = walk.pages
    if sum(_count(page) for page in walk.pages) > MOST_ITEMS:
        refuse(f"The survey has more than {MOST_ITEMS} items.")
    if len(str(definition)) > LARGEST:
        refuse(f"The survey is longer than {LARGEST:,} characters.")
    return definition


def _count(container: JsonObject) -> int:
    inner = container.get("elements")
    return 1 + sum(_count(mapping(element)) for element in inner) if isinstance(inner, list) else 1
