"""Every element of a Qualtrics survey file, as the report of its import names it."""

from chalicelib.surveys.imports.markup import is_piped
from chalicelib.surveys.imports.reading import entries, flag, is_blank, mapping, word
from chalicelib.surveys.imports.report import Element, Path, labelled_once

_KINDS = {
    "SQ": "question",
    "BL": "blocks",
    "FL": "survey flow",
    "SO": "survey options",
    "SCO": "scoring",
    "QC": "question count",
    "STAT": "statistics",
    "RS": "response set",
    "NT": "note",
    "QO": "quota",
    "QG": "quota group",
    "PROJ": "project",
    "PL": "preview link",
    "BR": "randomizer counts",
    "TR": "translation",
}
# These say what the question is: the question's own line answers for them.
_OF_THE_QUESTION = frozenset(
    {
        "QuestionText",
        "QuestionText_Unsafe",
        "QuestionType",
        "Selector",
        "SubSelector",
        "DataExportTag",
        "QuestionID",
        "QuestionDescription",
        "ChoiceOrder",
        "AnswerOrder",
        "NumberOfQuestions",
        "NextChoiceId",
        "NextAnswerId",
        "SurveyID",
    },
)
_OF_THE_CHOICE = frozenset({"Display", "TextEntrySize", "InputHeight", "InputWidth"})


def take_inventory(document: dict[str, object]) -> list[Element]:
    """Every element of a survey file, in the order of the file, each under a label of its own."""
    found: list[Element] = []
    for key, value in document.items():
        if key == "SurveyElements":
            for position, entry in entries(value):
                found += _survey_element((key, position), mapping(entry))
        else:
            found.append(Element((key,), key, "survey entry" if key == "SurveyEntry" else "part of the file"))
    return labelled_once(found)


def _survey_element(path: Path, entry: dict[str, object]) -> list[Element]:
    code = word(entry.get("Element"))
    head = f"{code} {word(entry.get('PrimaryAttribute'))}".strip() or ".".join(path)
    payload = (*path, "Payload")
    inside = {"SQ": _question, "BL": _blocks, "FL": _flow, "SO": _options}.get(code)
    parts = inside(payload, entry.get("Payload")) if inside else []
    described = [Element(part, f"{head} / {'.'.join(part[len(payload) :])}{hint}", kind) for part, kind, hint in parts]
    return [Element(path, head, _KINDS.get(code, "survey element")), *described]


_Part = tuple[Path, str, str]


def _options(path: Path, payload: object) -> list[_Part]:
    return [((*path, key), "survey option", "") for key, _ in entries(payload)]


def _blocks(path: Path, payload: object) -> list[_Part]:
    found: list[_Part] = []
    for key, block in entries(payload):
        at = (*path, key)
        found.append((at, "block", _hint(mapping(block).get("ID"))))
        found += [((*at, "Options", name), "block option", "") for name, _ in entries(mapping(block).get("Options"))]
        for place, member in entries(mapping(block).get("BlockElements")):
            found += _block_member((*at, "BlockElements", place), mapping(member))
    return found


def _block_member(path: Path, member: dict[str, object]) -> list[_Part]:
    kind = word(member.get("Type"))
    found: list[_Part] = [] if kind == "Question" else [(path, kind.lower() or "block element", "")]
    rules = entries(member.get("SkipLogic"))
    return found + [((*path, "SkipLogic", rule), "skip logic", _hint(member.get("QuestionID"))) for rule, _ in rules]


def _flow(path: Path, payload: object) -> list[_Part]:
    found: list[_Part] = []
    for key, node in entries(mapping(payload).get("Flow")):
        at = (*path, "Flow", key)
        content = mapping(node)
        found.append((at, f"flow: {word(content.get('Type')) or 'unnamed'}", _hint(content.get("FlowID"))))
        if not is_blank(content.get("BranchLogic")):
            found.append(((*at, "BranchLogic"), "branch logic", _hint(content.get("FlowID"))))
        found += _flow(at, node)
    return found


def _hint(identity: object) -> str:
    return f" ({word(identity)})" if word(identity) else ""


def _question(path: Path, payload: object) -> list[_Part]:
    found: list[_Part] = _piped(path, payload, "QuestionText")
    for key, value in mapping(payload).items():
        at = (*path, key)
        if key in _OF_THE_QUESTION or is_blank(value):
            continue
        if key in {"Choices", "Answers"}:
            for identity, choice in entries(value):
                found += _choice((*at, identity), mapping(choice))
        elif key == "AdditionalQuestions":
            for place, column in entries(value):
                found += [((*at, place), "side-by-side column", ""), *_question((*at, place), column)]
        elif key == "Language":
            found += [((*at, language), "translation", "") for language, _ in entries(value)]
        else:
            found.append((at, _question_part(key), ""))
    return found


def _question_part(key: str) -> str:
    if key in {"DisplayLogic", "InPageDisplayLogic"}:
        return "display logic"
    return "validation" if key == "Validation" else "question option"


def _choice(path: Path, choice: dict[str, object]) -> list[_Part]:
    found: list[_Part] = _piped(path, choice, "Display")
    for key, value in choice.items():
        # A profile matrix keeps the scale points of each statement one level deeper.
        if key in _OF_THE_CHOICE or is_blank(value) or "Display" in mapping(value):
            continue
        if key in {"TextEntry", "ExclusiveAnswer"}:
            if flag(value):
                found.append(((*path, key), "text box" if key == "TextEntry" else "exclusive answer", ""))
        else:
            found.append(((*path, key), "display logic" if key == "DisplayLogic" else "choice option", ""))
    return found


def _piped(path: Path, holder: object, key: str) -> list[_Part]:
    if is_piped(word(mapping(holder).get(key))):
        return [((*path, key), "piped text", "")]
    return []
