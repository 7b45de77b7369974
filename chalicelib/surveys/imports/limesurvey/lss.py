"""The import of LimeSurvey survey structures (LSS): groups as pages, and all that hangs on their questions."""

from typing import Final

from chalicelib.surveys.imports.imported import LONGEST_TITLE, UNTITLED, Imported, JsonObject
from chalicelib.surveys.imports.limesurvey.attributes import read_attributes, read_pattern, record_rest
from chalicelib.surveys.imports.limesurvey.inventory import is_own_row, take_inventory
from chalicelib.surveys.imports.limesurvey.kinds import build, can_be_asked, register
from chalicelib.surveys.imports.limesurvey.questions import Question, Source
from chalicelib.surveys.imports.limesurvey.settings import read_settings, read_texts, record_bookkeeping
from chalicelib.surveys.imports.limesurvey.tables import Row, Tables, read_tables
from chalicelib.surveys.imports.limesurvey.wiring import defaults_of, script_of
from chalicelib.surveys.imports.markup import plain
from chalicelib.surveys.imports.mending import Removed, mend
from chalicelib.surveys.imports.reading import number, refuse
from chalicelib.surveys.imports.trees import read_xml
from chalicelib.surveys.imports.unparsing import Unsayable

MOST_ITEMS: Final = 500


def import_lss(raw: bytes) -> Imported:
    """Turn a survey structure of at most 5 MB into a definition and a report; raise Invalid naming `content`."""
    tables = read_tables(read_xml(raw))
    if not tables.of("questions"):
        refuse("The file holds no questions.")
    inventory = take_inventory(tables)
    source = _index(tables)
    record_bookkeeping(source)
    definition = _definition(source)
    mend(definition, lambda removed: _tell(source, removed), lambda part, before: _rename(source, part, before))
    title = plain(_title(source))[:LONGEST_TITLE].strip() or UNTITLED
    return Imported("lss", title, definition, source.ledger.lines(inventory))


def _title(source: Source) -> str:
    rows = source.tables.of("surveys_languagesettings")
    own = [row["surveyls_title"] for row in rows if row["surveyls_language"] == source.base]
    return next((title for title in [*own, *(row["surveyls_title"] for row in rows)] if title), "")


def _index(tables: Tables) -> Source:
    survey = next(iter(tables.of("surveys")), Row((), {}))
    source = Source(tables, survey["language"] or next(iter(tables.languages), "en"))
    for table, kind, key in (
        ("groups", "group", "gid"),
        ("group_l10ns", "group", "gid"),
        ("questions", "question", "qid"),
        ("subquestions", "question", "qid"),
        ("question_l10ns", "question", "qid"),
        ("answers", "answer", "aid"),
        ("answer_l10ns", "answer", "aid"),
    ):
        for row in tables.of(table):
            # Before version 4 the texts stand in the rows themselves, one for each language.
            if row["language"]:
                whose = row[key] or f"{row['qid']} {row['scale_id']} {row['code']}"
                source.texts[(kind, whose)].setdefault(row["language"], row)
    for row in sorted(tables.of("questions"), key=_place):
        if is_own_row(tables, "questions", row) and row["parent_qid"] in {"", "0"}:
            source.questions[row["qid"]] = Question(row, "")
    _index_parts(source)
    for question in source.questions.values():
        question.name = source.names.take(question.title or f"q{question.row['qid']}")
        if can_be_asked(question.kind):
            register(source, question)
        else:
            source.lost.add(question.title)
    return source


def _place(row: Row) -> float:
    return number(row["question_order"] or row["group_order"] or row["sortorder"]) or 0


def _index_parts(source: Source) -> None:
    tables = source.tables
    inner = [*tables.of("subquestions"), *(row for row in tables.of("questions") if row["parent_qid"] not in {"", "0"})]
    for row in sorted(inner, key=_place):
        question = source.questions.get(row["parent_qid"])
        if question and is_own_row(tables, row.path[0], row):
            question.subquestions[row["scale_id"] or "0"].append(row)
    for row in sorted(tables.of("answers"), key=_place):
        question = source.questions.get(row["qid"])
        scale = row["scale_id"] or "0"
        if question and all(other["code"] != row["code"] for other in question.answers[scale]):
            question.answers[scale].append(row)
    for row in tables.of("question_attributes"):
        question = source.questions.get(row["qid"])
        if question and row["value"]:
            question.attributes[row["attribute"]].setdefault(row["language"], row)


def _definition(source: Source) -> JsonObject:
    definition: JsonObject = {"clearInvisibleValues": "onHiddenContainer"}
    read_settings(source, definition)
    pages: list[JsonObject] = []
    for row in sorted(source.tables.of("groups"), key=_place):
        if is_own_row(source.tables, "groups", row):
            page = _page(source, row)
            if page["elements"]:
                pages.append(page)
    if not pages:
        refuse("The file holds no question that can be carried.")
    if source.count > MOST_ITEMS:
        refuse(f"The survey has more than {MOST_ITEMS} questions.")
    read_texts(source, definition, pages)
    return {**definition, "pages": pages}


def _page(source: Source, row: Row) -> JsonObject:
    page: JsonObject = {"name": f"group{row['gid']}"}
    for column, key in (("group_name", "title"), ("description", "description")):
        text = source.text("group", row["gid"], column)
        if text:
            page[key] = text
    source.record(row.path, "carried")
    source.record_texts("group", row["gid"], ("group_name", "description"))
    if row["randomization_group"]:
        source.record((*row.path, "randomization_group"), "lost", "Pages stay in their order.")
    if row["grelevance"] not in {"", "1"}:
        source.put_condition(page, "visibleIf", (*row.path, "grelevance"), row["grelevance"])
    source.origins[id(page)] = row.path
    questions = [question for question in source.questions.values() if question.row["gid"] == row["gid"]]
    page["elements"] = [element for question in questions for element in _elements(source, question)]
    return page


def _elements(source: Source, question: Question) -> list[JsonObject]:
    path = question.row.path
    try:
        elements = build(source, question)
    except Unsayable as problem:
        _lose(source, question, str(problem))
        return []
    source.record(path, "carried")
    is_markup = elements[0]["type"] == "html"
    source.record_texts("question", question.row["qid"], ("question", "help"), is_markup=is_markup)
    _put_rules(source, question, elements[0])
    for element in elements[1:]:
        source.made(element, path)
    source.made(elements[0], path)
    return _shown(source, question, elements)


def _shown(source: Source, question: Question, elements: list[JsonObject]) -> list[JsonObject]:
    """The elements with the condition of their question; what hangs on the first is hidden with its answer."""
    script, path = script_of(source, question)
    if script:
        source.put_condition(elements[0], "visibleIf", path, script)
    return elements


def _put_rules(source: Source, question: Question, element: JsonObject) -> None:
    path, row = question.row.path, question.row
    read_attributes(source, question, element)
    read_pattern(source, question, element)
    defaults_of(source, question, element)
    record_rest(source, question)
    if row["mandatory"] == "Y" and element["type"] not in {"html", "expression"}:
        _require(element)
        source.record((*path, "mandatory"), "carried")
    elif row["mandatory"] not in {"", "N"}:
        source.record((*path, "mandatory"), "lost", "A request to answer, which may be declined, is not made.")
    if row["encrypted"] == "Y":
        source.record((*path, "encrypted"), "carried", "Every answer is sealed here.")


def _require(element: JsonObject) -> None:
    element["isAllRowRequired" if element["type"] == "matrix" else "isRequired"] = True


def _lose(source: Source, question: Question, reason: str) -> None:
    inside = "Its question was not imported."
    parts = [row for rows in (*question.subquestions.values(), *question.answers.values()) for row in rows]
    source.ledger.record_tree(question.row.path, "lost", reason, inside)
    for row in parts:
        source.ledger.record_tree(row.path, "lost", inside, inside)
    for rows in question.attributes.values():
        for row in rows.values():
            source.record(row.path, "lost", inside)
    keys = [("question", row["qid"]) for row in (question.row, *parts)] + [("answer", row["aid"]) for row in parts]
    for key in keys:
        for row in source.texts.get(key, {}).values():
            if row.path != question.row.path:
                source.record(row.path, "lost", inside)
    source.lost |= {name for name, variable in source.variables.items() if variable.name == question.name}


def _tell(source: Source, removed: Removed) -> None:
    reason = f"It does not hold here. {removed.sentence}"
    part = removed.around[-1]
    if removed.key and (id(part), removed.key) in source.cells:
        source.record(source.cells[id(part), removed.key], "lost", reason)
        return
    path = next((source.origins[id(one)] for one in reversed(removed.around) if id(one) in source.origins), ())
    source.record(path, "changed" if removed.key else "lost", reason)


def _rename(source: Source, part: JsonObject, before: str) -> None:
    path = source.origins.get(id(part), ())
    source.record(path, "changed", f"Another element is called {before[:60]} too; it has a new name.")
