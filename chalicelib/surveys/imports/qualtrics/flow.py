"""Survey flow, blocks, page breaks and skip logic as pages whose conditions say who sees what."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from chalicelib.surveys.imports.conditions import (
    FALSE,
    MAX_EXPRESSION,
    TRUE,
    Condition,
    Unknown,
    all_of,
    any_of,
    is_writable,
    negation,
    while_unanswered,
    written,
)
from chalicelib.surveys.imports.imported import Column, JsonObject
from chalicelib.surveys.imports.qualtrics.building import build
from chalicelib.surveys.imports.qualtrics.questions import Draft, Question, Workshop
from chalicelib.surveys.imports.reading import entries, is_blank, mapping, word
from chalicelib.surveys.imports.report import Path

_NOT_CARRIED: Final = {
    "EmbeddedData": "Embedded data is not carried.",
    "WebService": "Calls to web services are never carried.",
    "Authenticator": "Who may answer is decided by the invitation.",
    "QuotaCheck": "Quotas are not carried.",
    "ReferenceSurvey": "Blocks of other surveys are not in the file.",
    "TableOfContents": "A table of contents is not carried.",
    "SupplementalData": "Supplemental data is not carried.",
    "RandomGroup": "Random groups are not carried.",
}


@dataclass(frozen=True, slots=True)
class Block:
    path: Path
    identity: str
    content: JsonObject

    @property
    def members(self) -> list[tuple[str, JsonObject]]:
        return [(place, mapping(member)) for place, member in entries(self.content.get("BlockElements"))]


@dataclass(slots=True)
class _Skip:
    """A rule that has fired hides what follows up to a question, or to the end of the block."""

    fires: Condition
    until: str


@dataclass(slots=True)
class Walk:
    """One pass over the flow; pages, columns and what ends the survey gather in the order of respondents."""

    shop: Workshop
    questions: dict[str, Question]
    blocks: dict[str, Block]
    pages: list[JsonObject] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    ended: Condition = FALSE
    places: dict[str, Path] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    _passed: dict[str, Condition] = field(default_factory=dict)
    _skips: list[_Skip] = field(default_factory=list)

    def start(self, path: Path, root: JsonObject) -> None:
        """Follow the flow from its root."""
        self.places = places_of_blocks(path, root)
        self.follow(path, root, TRUE)

    def follow(self, path: Path, parent: object, condition: Condition) -> None:
        for place, node in entries(mapping(parent).get("Flow")):
            self._node((*path, "Flow", place), mapping(node), condition)

    def _node(self, path: Path, node: JsonObject, condition: Condition) -> None:
        kind = word(node.get("Type"))
        ledger = self.shop.ledger
        if kind in {"Block", "Standard"}:
            self._block_node(path, word(node.get("ID")), condition)
        elif kind == "Branch":
            self._branch(path, node, condition)
        elif kind == "Group":
            ledger.record(path, "carried")
            self.follow(path, node, condition)
        elif kind in {"BlockRandomizer", "Randomizer"}:
            self._randomizer(path, node, condition)
        elif kind == "EndSurvey":
            self._end(path, condition)
        else:
            reason = _NOT_CARRIED.get(kind, f"A flow element of the kind {kind[:40] or 'nothing'} is unknown here.")
            ledger.record(path, "lost", reason)
            self.follow(path, node, condition)

    def _branch(self, path: Path, node: JsonObject, condition: Condition) -> None:
        ledger = self.shop.ledger
        logic = self.shop.logic.read((*path, "BranchLogic"), node.get("BranchLogic"))
        inner = all_of(condition, logic)
        if isinstance(logic, Unknown):
            ledger.record(path, "lost", "Its condition is lost, so everyone goes through what it holds.")
            self._follow_unconditionally(path, node, condition)
        elif is_blank(node.get("Flow")):
            ledger.record(path, "carried", "It holds nothing.")
        else:
            ledger.record(path, "carried")
            self.follow(path, node, inner)

    def _follow_unconditionally(self, path: Path, node: JsonObject, condition: Condition) -> None:
        # An end under a lost condition would end the survey for everyone, so it is left out.
        for place, inner in entries(node.get("Flow")):
            at = (*path, "Flow", place)
            if word(mapping(inner).get("Type")) == "EndSurvey":
                self.shop.ledger.record(at, "lost", "The condition under which the survey ends here is lost.")
            else:
                self._node(at, mapping(inner), condition)

    def _randomizer(self, path: Path, node: JsonObject, condition: Condition) -> None:
        shown, held = word(node.get("SubSet")), len(entries(node.get("Flow")))
        if shown in {"", str(held)}:
            self.shop.ledger.record(path, "changed", "What it holds is shown in one order.")
        else:
            self.shop.ledger.record(path, "lost", f"Everyone sees all {held} of what it holds, in one order.")
        self.follow(path, node, condition)

    def _end(self, path: Path, condition: Condition) -> None:
        ended = any_of(self.ended, condition)
        if is_writable(ended):
            self.ended = ended
            self.shop.ledger.record(path, "carried", "What follows is hidden from those whose survey ends here.")
        else:
            self.shop.ledger.record(path, "lost", "Its condition is too long; the survey goes on.")

    def _block_node(self, path: Path, identity: str, condition: Condition) -> None:
        ledger = self.shop.ledger
        block = self.blocks.get(identity)
        if block is None:
            ledger.record(path, "lost", "The block that it shows is not in the file.")
        elif self.places.get(identity) != path:
            self._pass_by(path, identity, condition)
        else:
            # A block whose every place has a condition stands at the last of them, for those who come to any.
            shown = any_of(self._passed.get(identity, FALSE), all_of(condition, negation(self.ended)))
            if shown == FALSE:
                ledger.record(path, "lost", "Nobody comes here.")
                ledger.record_tree(block.path, "lost", "Nobody comes here.", "Nobody comes here.")
            elif is_writable(shown, MAX_EXPRESSION):
                ledger.record(path, "carried")
                self._block(block, shown)
            else:
                ledger.record(path, "lost", "Its condition is too long; everyone sees the block.")
                self._block(block, TRUE)

    def _pass_by(self, path: Path, identity: str, condition: Condition) -> None:
        reason = "A block is shown in several places; its questions are asked once."
        self.shop.ledger.record(path, "lost", reason)
        shown = all_of(condition, negation(self.ended))
        self._passed[identity] = any_of(self._passed.get(identity, FALSE), shown)

    def _block(self, block: Block, shown: Condition) -> None:
        ledger = self.shop.ledger
        ledger.record(block.path, "carried")
        ledger.below[(*block.path, "Options")] = ("lost", "A setting of the block's look or order.")
        self._skips = []
        page: list[JsonObject] = []
        for place, member in block.members:
            path = (*block.path, "BlockElements", place)
            kind = word(member.get("Type"))
            if kind == "Question":
                page += self._question(path, member, block, shown)
            elif kind == "Page Break":
                ledger.record(path, "carried")
                page = self._turn(page, shown)
            else:
                ledger.record(path, "lost", f"A block element of the kind {kind[:40] or 'nothing'} is unknown here.")
        self._turn(page, shown)

    def _turn(self, page: list[JsonObject], shown: Condition) -> list[JsonObject]:
        if page:
            condition = written(shown)
            name = self.shop.names.take(f"page{len(self.pages) + 1}")
            self.pages.append({"name": name, "elements": page, **({"visibleIf": condition} if condition else {})})
        return []

    def _question(self, path: Path, member: JsonObject, block: Block, shown: Condition) -> list[JsonObject]:
        identity = word(member.get("QuestionID"))
        question = self.questions.get(identity)
        self._skips = [skip for skip in self._skips if skip.until != identity]
        if question is None or identity in self.asked:
            self.shop.ledger.below[(*path, "SkipLogic")] = ("lost", "Its question is not asked here.")
            return []
        self.asked.add(identity)
        own = self._own_condition(question)
        draft = build(self.shop, question) if own != FALSE else None
        if draft is None:
            self._leave_out(path, question, own)
            return []
        draft.asked.shown = all_of(shown, own)
        self.shop.logic.asked[identity] = draft.asked
        self.columns += draft.columns
        self._read_skips(path, member, block, draft)
        return [_shown_if(element, own, inner) for element, inner in draft.elements]

    def _own_condition(self, question: Question) -> Condition:
        logic = self.shop.logic
        own = all_of(*self._unskipped())
        for key in ("DisplayLogic", "InPageDisplayLogic"):
            if is_blank(question.payload.get(key)):
                continue
            path = (*question.path, key)
            joined = all_of(own, logic.visibility(path, question.payload[key]))
            if is_writable(joined, MAX_EXPRESSION):
                own = joined
            else:
                self.shop.ledger.record(path, "lost", "With the other conditions of its question it is too long.")
        return own

    def _unskipped(self) -> list[Condition]:
        return [negation(skip.fires) for skip in self._skips]

    def _leave_out(self, path: Path, question: Question, own: Condition) -> None:
        ledger = self.shop.ledger
        if own == FALSE:
            reason = "Its display logic never holds, or skip logic always passes it by."
            ledger.record_tree(question.path[:-1], "lost", reason, "Its question was not imported.")
        else:
            self.shop.logic.unsupported.add(question.identity)
        ledger.below[(*path, "SkipLogic")] = ("lost", "Its question was not imported.")

    def _read_skips(self, path: Path, member: JsonObject, block: Block, draft: Draft) -> None:
        earlier: Condition = FALSE
        places = [word(other.get("QuestionID")) for _, other in block.members]
        for place, content in entries(member.get("SkipLogic")):
            rule = mapping(content)
            at = (*path, "SkipLogic", place)
            holds = self.shop.logic.selected(
                word(rule.get("ChoiceLocator")) or word(rule.get("Locator")), word(rule.get("Condition"))
            )
            fires = all_of(holds, negation(earlier))
            # A rule asks nothing of those who do not see its question.
            if while_unanswered(holds, draft.asked.identity) != FALSE:
                fires = all_of(fires, draft.asked.shown)
            earlier = any_of(earlier, holds)
            self._skip(at, fires, word(rule.get("SkipToDestination")), draft.asked.identity, places)

    def _skip(self, path: Path, fires: Condition, target: str, source: str, places: list[str]) -> None:
        ledger = self.shop.ledger
        after = places[places.index(source) + 1 :]
        hidden = any_of(self.ended, fires)
        if isinstance(fires, Unknown):
            ledger.record(path, "lost", f"{fires.reason} Nothing is skipped.")
        elif fires == FALSE:
            ledger.record(
                path, "lost", "It never takes effect: an earlier rule comes first, or its choice is not there."
            )
        elif not is_writable(all_of(negation(fires), *self._unskipped())) or not is_writable(hidden):
            ledger.record(path, "lost", "Its condition is too long; nothing is skipped.")
        elif target == "ENDOFSURVEY":
            self.ended = hidden
            self._skips.append(_Skip(fires, ""))
            ledger.record(path, "carried", "All that follows is hidden while it holds.")
        elif target == "ENDOFBLOCK" or target in after:
            self._skips.append(_Skip(fires, target))
            ledger.record(path, "carried", "The questions that it passes by are hidden while it holds.")
        else:
            ledger.record(path, "lost", "Its destination is not further down in the block.")


def places_of_blocks(path: Path, root: JsonObject) -> dict[str, Path]:
    """Where each block is asked: at its first place without a condition, else at its last."""
    free: dict[str, Path] = {}
    last: dict[str, Path] = {}
    for at, node, is_free in _nodes(path, root, is_free=True):
        if word(node.get("Type")) in {"Block", "Standard"}:
            identity = word(node.get("ID"))
            last[identity] = at
            if is_free:
                free.setdefault(identity, at)
    return last | free


def _nodes(path: Path, parent: JsonObject, *, is_free: bool) -> Iterator[tuple[Path, JsonObject, bool]]:
    for place, content in entries(parent.get("Flow")):
        at, node = (*path, "Flow", place), mapping(content)
        yield at, node, is_free
        yield from _nodes(at, node, is_free=is_free and word(node.get("Type")) != "Branch")


def _shown_if(element: JsonObject, own: Condition, inner: Condition) -> JsonObject:
    joined = all_of(own, inner)
    text = written(joined if is_writable(joined, MAX_EXPRESSION) else own)
    return {**element, "visibleIf": text} if text else element
