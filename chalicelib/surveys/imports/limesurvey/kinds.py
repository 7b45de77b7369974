"""What a question of the source becomes, by its type: one letter or sign."""

from collections.abc import Callable
from typing import Final

from chalicelib.surveys.engine import profile
from chalicelib.surveys.imports.imported import JsonObject, Text
from chalicelib.surveys.imports.limesurvey.attributes import use
from chalicelib.surveys.imports.limesurvey.expressions import Variable, parse_script
from chalicelib.surveys.imports.limesurvey.offering import (
    ARRAYS,
    MANY,
    ONE,
    answer_options,
    put_other,
    subquestion_options,
)
from chalicelib.surveys.imports.limesurvey.questions import Question, Source
from chalicelib.surveys.imports.limesurvey.tables import Row
from chalicelib.surveys.imports.markup import plain
from chalicelib.surveys.imports.reading import number
from chalicelib.surveys.imports.unparsing import Unsayable, unparse

TEXTS: Final = frozenset({"S", "T", "U", "N", "D"})
_SEVERAL: Final = frozenset({"Q", "K"})
_CELLS: Final = frozenset({":", ";"})
_LOST: Final = {"I": "The language is chosen above the survey."}
_YES: Final[Text] = {"default": "Yes", "es": "Sí"}
_NO: Final[Text] = {"default": "No", "es": "No"}
_EXCLUDES: Final[Text] = {
    "default": "One of these choices excludes the others.",
    "es": "Una de estas opciones excluye las demás.",
}
_FIXED: Final[dict[str, list[object]]] = {
    "A": list(range(1, 6)),
    "B": list(range(1, 11)),
    "C": [
        {"value": "Y", "text": _YES},
        {"value": "U", "text": {"default": "Uncertain", "es": "No sé"}},
        {"value": "N", "text": _NO},
    ],
    "E": [
        {"value": "I", "text": {"default": "Increase", "es": "Más"}},
        {"value": "S", "text": {"default": "Same", "es": "Igual"}},
        {"value": "D", "text": {"default": "Decrease", "es": "Menos"}},
    ],
    "Y": [{"value": "Y", "text": _YES}, {"value": "N", "text": _NO}],
    "G": [
        {"value": "F", "text": {"default": "Female", "es": "Mujer"}},
        {"value": "M", "text": {"default": "Male", "es": "Hombre"}},
    ],
}


def can_be_asked(kind: str) -> bool:
    """Whether a type has a counterpart."""
    return kind in _BUILDERS


def register(source: Source, question: Question) -> None:
    """Name the variables of a question, as its title and as its place (survey X group X question)."""
    row = question.row
    places = (question.title, f"{row['sid']}X{row['gid']}X{row['qid']}")
    for suffix, variable in _variables(question):
        for place, between in zip(places, ("_", ""), strict=True):
            source.variables[f"{place}{between if suffix else ''}{suffix}"] = variable


def _variables(question: Question) -> list[tuple[str, Variable]]:  # noqa: PLR0911 - One for each kind of question.
    name, kind = question.name, question.kind
    subs = question.subquestions["0"]
    if kind in MANY:
        found = [(sub["title"], Variable(name, sub["title"])) for sub in subs]
        comments = [(f"{sub['title']}comment", Variable(comment_of(question, sub))) for sub in subs if kind == "P"]
        return [*found, *comments, *([("other", Variable(f"{name}-Comment"))] if question.row["other"] == "Y" else [])]
    if kind in ARRAYS | _SEVERAL:
        return [(sub["title"], Variable(f"{name}.{sub['title']}")) for sub in subs]
    if kind == "1":
        return [
            (f"{sub['title']}_{scale}", Variable(f"{name}.{sub['title']}.scale{scale}"))
            for sub in subs
            for scale in "01"
        ]
    if kind in _CELLS:
        across = question.subquestions["1"]
        return [
            (f"{sub['title']}_{column['title']}", Variable(f"{name}.{sub['title']}.{column['title']}"))
            for sub in subs
            for column in across
        ]
    if kind == "R":
        return [(str(place + 1), Variable(f"{name}[{place}]")) for place in range(len(question.answers["0"]))]
    if kind in ONE | TEXTS | {"*"}:
        more = [("other", Variable(f"{name}-Comment"))] if question.row["other"] == "Y" else []
        more += [("comment", Variable(f"{name}-Comment"))] if kind == "O" else []
        return [("", Variable(name)), *more]
    return []


def comment_of(question: Question, sub: Row) -> str:
    """The name of the comment on a choice."""
    return f"{question.name}_{sub['title']}_comment"


def build(source: Source, question: Question) -> list[JsonObject]:
    """The elements of a question; raise Unsayable where it cannot be said."""
    if not can_be_asked(question.kind):
        raise Unsayable(
            _LOST.get(question.kind, f"A question of the type {question.kind[:10] or 'nothing'} is unknown.")
        )
    return _BUILDERS[question.kind](source, question)


def begun(source: Source, question: Question, kind: str) -> JsonObject:
    """An element with its name, title and help."""
    element: JsonObject = {"type": kind, "name": question.name}
    title = source.text("question", question.row["qid"], "question")
    if title:
        element["title"] = title
    said = source.text("question", question.row["qid"], "help")
    if said:
        element["description"] = said
    return element


def _text(source: Source, question: Question) -> list[JsonObject]:
    kind = "comment" if question.kind in {"T", "U"} else "text"
    element = begun(source, question, kind)
    if question.kind == "N" or (question.kind == "S" and question.attribute("numbers_only") == "1"):
        element["inputType"] = "number"
        use(source, question, "numbers_only")
    elif question.kind == "D":
        element["inputType"] = "date"
    return [element]


def _one(source: Source, question: Question) -> list[JsonObject]:
    element = begun(source, question, "dropdown" if question.kind == "!" else "radiogroup")
    element["choices"] = _FIXED.get(question.kind) or answer_options(source, question)
    if question.kind == "O":
        element["showCommentArea"] = True
    put_other(source, question, element)
    return [element]


def _five(source: Source, question: Question) -> list[JsonObject]:
    return [begun(source, question, "rating")]


def _many(source: Source, question: Question) -> list[JsonObject]:
    element = begun(source, question, "checkbox")
    element["choices"] = subquestion_options(source, question)
    put_other(source, question, element)
    _exclude_others(source, question, element)
    comments: list[JsonObject] = []
    for sub in question.subquestions["0"] if question.kind == "P" else []:
        said = source.text("question", sub["qid"], "question") or sub["title"]
        name = comment_of(question, sub)
        shown = f"{{{question.name}}} contains '{sub['title']}'"
        comments.append({"type": "text", "name": name, "title": said, "visibleIf": shown})
    return [element, *comments]


def _exclude_others(source: Source, question: Question, element: JsonObject) -> None:
    said = question.attribute("exclude_all_others")
    codes = [code.strip() for code in said.split(";") if code.strip()]
    if not codes or len(codes) > profile.MOST_RULES - 1:
        return
    name = f"{{{question.name}}}"
    element["validators"] = [
        {
            "type": "expression",
            "expression": f"!({name} contains '{code}') or {{{question.name}.length}} = 1",
            "text": {
                "default": "One of these choices excludes the others.",
                "es": "Una de estas opciones excluye las demás.",
            },
        }
        for code in codes
    ]
    use(source, question, "exclude_all_others", "A validator refuses it beside another choice.")


def _array(source: Source, question: Question) -> list[JsonObject]:
    element = begun(source, question, "matrix")
    element["columns"] = list(_FIXED.get(question.kind, [])) or answer_options(source, question)
    element["rows"] = subquestion_options(source, question)
    return [element]


def _dual(source: Source, question: Question) -> list[JsonObject]:
    element = begun(source, question, "matrixdropdown")
    columns: list[object] = []
    for scale, attribute in (("0", "dualscale_headerA"), ("1", "dualscale_headerB")):
        texts = [row["value"] for row in question.attributes.get(attribute, {}).values() if row["value"]]
        column: JsonObject = {"name": f"scale{scale}", "cellType": "dropdown"}
        column["choices"] = answer_options(source, question, scale)
        if texts:
            column["title"] = plain(texts[0])
            use(source, question, attribute)
        columns.append(column)
    return [element | {"columns": columns, "rows": subquestion_options(source, question)}]


def _cells(source: Source, question: Question) -> list[JsonObject]:
    element = begun(source, question, "matrixdropdown")
    entered: JsonObject = {"cellType": "text"}
    if question.kind == ":" and question.attribute("multiflexible_checkbox") == "1":
        entered = {"cellType": "boolean", "displayMode": "checkbox"}
        use(source, question, "multiflexible_checkbox")
    elif question.kind == ":":
        entered["inputType"] = "number"
        for attribute, key in (("multiflexible_min", "min"), ("multiflexible_max", "max")):
            bound = number(question.attribute(attribute))
            if bound is not None:
                entered[key] = bound
                use(source, question, attribute)
    columns: list[object] = []
    for row in question.subquestions["1"]:
        text = source.text("question", row["qid"], "question")
        source.record(row.path, "carried", "It is a column.")
        source.record_texts("question", row["qid"], ("question",))
        columns.append({"name": row["title"], **({"title": text} if text else {}), **entered})
    return [element | {"columns": columns, "rows": subquestion_options(source, question)}]


def _several(source: Source, question: Question) -> list[JsonObject]:
    entered: JsonObject = {"inputType": "number"} if question.kind == "K" else {}
    items: list[object] = []
    for row in question.subquestions["0"]:
        text = source.text("question", row["qid"], "question")
        source.record(row.path, "carried")
        source.record_texts("question", row["qid"], ("question",))
        item: JsonObject = {"name": row["title"], **({"title": text} if text else {}), **entered}
        source.origins[id(item)] = row.path
        if row["relevance"] not in {"", "1"}:
            source.record((*row.path, "relevance"), "lost", "One text of several has no condition of its own.")
        items.append(item)
    return [begun(source, question, "multipletext") | {"items": items}]


def _ranked(source: Source, question: Question) -> list[JsonObject]:
    element = begun(source, question, "ranking")
    element["choices"] = answer_options(source, question) or subquestion_options(source, question)
    return [element | {"selectToRankEnabled": True}]


def _said(source: Source, question: Question) -> list[JsonObject]:
    text = source.text("question", question.row["qid"], "question", is_markup=True)
    return [{"type": "html", "name": question.name, "html": text}]


def _equation(source: Source, question: Question) -> list[JsonObject]:
    said = source.texts[("question", question.row["qid"])]
    written = question.attribute("equation") or next((row["question"] for row in said.values() if row["question"]), "")
    tree = parse_script(plain(written), source.resolve, "", source.is_all)
    if not plain(written):
        raise Unsayable("It holds no equation.")
    return [{"type": "expression", "name": question.name, "title": question.title, "expression": unparse(tree)}]


def _file(source: Source, question: Question) -> list[JsonObject]:
    return [begun(source, question, "file")]


_BUILDERS: Final[dict[str, Callable[[Source, Question], list[JsonObject]]]] = {
    **dict.fromkeys(sorted(TEXTS), _text),
    **dict.fromkeys(("L", "!", "O", "Z", "Y", "G"), _one),
    **dict.fromkeys(sorted(MANY), _many),
    **dict.fromkeys(sorted(ARRAYS), _array),
    **dict.fromkeys(sorted(_SEVERAL), _several),
    **dict.fromkeys(sorted(_CELLS), _cells),
    "5": _five,
    "1": _dual,
    "R": _ranked,
    "X": _said,
    "*": _equation,
    "|": _file,
}
