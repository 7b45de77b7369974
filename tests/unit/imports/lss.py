"""A LimeSurvey structure made piece by piece, in the shape that version 6 writes."""

from typing import Any
from xml.sax.saxutils import escape

Row = dict[str, str]
SID = "777"


class Structure:
    """A survey in English and Spanish; `group` and `ask` add to it, `raw` writes it."""

    def __init__(self, languages: tuple[str, ...] = ("en", "es")) -> None:
        self.languages = languages
        self.tables: dict[str, list[Row]] = {}
        self.ids = 0
        self.gid = ""
        self.add(
            "surveys", sid=SID, admin="inherit", format="G", language="en", additional_languages="es", allowprev="Y"
        )
        for language in languages:
            title = {"en": "Family survey", "es": "Encuesta a familias"}.get(language, "")
            self.add(
                "surveys_languagesettings",
                surveyls_survey_id=SID,
                surveyls_language=language,
                surveyls_title=title,
                surveyls_welcometext=f"<p>Welcome <b>{language}</b></p>",
                surveyls_email_invite="Dear {FIRSTNAME}",
            )

    def add(self, table: str, **cells: str) -> Row:
        self.tables.setdefault(table, []).append(cells)
        return cells

    def new_id(self) -> str:
        self.ids += 1
        return str(self.ids)

    def group(self, name: str, relevance: str = "") -> None:
        self.gid = self.new_id()
        self.add("groups", gid=self.gid, sid=SID, group_order=self.gid, randomization_group="", grelevance=relevance)
        for language in self.languages:
            self.add("group_l10ns", gid=self.gid, group_name=f"{name} {language}", description="", language=language)

    def ask(
        self,
        title: str,
        kind: str,
        *,
        subs: tuple[str, ...] = (),
        across: tuple[str, ...] = (),
        answers: tuple[str, ...] = (),
        more_answers: tuple[str, ...] = (),
        attributes: dict[str, str] | None = None,
        text: str = "",
        **cells: str,
    ) -> str:
        """A question; subquestions on two scales, answers on two scales; the id of the question."""
        qid = self.new_id()
        base = {"relevance": "1", "mandatory": "N", "other": "N", "encrypted": "N", "preg": ""} | cells
        self.add(
            "questions",
            qid=qid,
            parent_qid="0",
            sid=SID,
            gid=self.gid,
            type=kind,
            title=title,
            question_order=qid,
            **base,
        )
        self._speak(qid, text or f"Question {title}", is_same=kind == "*")
        for scale, titles in (("0", subs), ("1", across)):
            for place, sub in enumerate(titles):
                sub_id = self.new_id()
                self.add(
                    "subquestions", qid=sub_id, parent_qid=qid, title=sub, question_order=str(place), scale_id=scale
                )
                self._speak(sub_id, f"Part {sub}")
        for scale, codes in (("0", answers), ("1", more_answers)):
            for place, code in enumerate(codes):
                aid = self.new_id()
                self.add("answers", aid=aid, qid=qid, code=code, sortorder=str(place), scale_id=scale)
                for language in self.languages:
                    self.add("answer_l10ns", aid=aid, answer=f"Answer {code} {language}", language=language)
        for name, value in (attributes or {}).items():
            self.add("question_attributes", qid=qid, attribute=name, value=value, language="")
        return qid

    def _speak(self, qid: str, text: str, *, is_same: bool = False) -> None:
        for language in self.languages:
            said = text if is_same else f"{text} {language}"
            self.add("question_l10ns", qid=qid, question=said, help="", script="", language=language)

    def raw(self) -> bytes:
        parts = "".join(self._table(name, rows) for name, rows in self.tables.items())
        languages = "".join(f"<language>{code}</language>" for code in self.languages)
        head = (
            f"<LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>630</DBVersion><languages>{languages}</languages>"
        )
        themes = "<themes><theme><sid>777</sid></theme></themes>"
        return f'<?xml version="1.0" encoding="UTF-8"?><document>{head}{parts}{themes}</document>'.encode()

    def _table(self, name: str, rows: list[Row]) -> str:
        fields = "".join(
            f"<fieldname>{column}</fieldname>" for column in dict.fromkeys(key for row in rows for key in row)
        )
        written = "".join(f"<row>{''.join(_cell(*cell) for cell in row.items())}</row>" for row in rows)
        return f"<{name}><fields>{fields}</fields><rows>{written}</rows></{name}>"


def _cell(column: str, value: str) -> str:
    if not value:
        return f"<{column}/>"
    return (
        f"<{column}><![CDATA[{value}]]></{column}>" if "]]>" not in value else f"<{column}>{escape(value)}</{column}>"
    )


def rich_structure() -> Structure:
    """One survey with something of nearly everything, and logic of each sort that can be carried."""
    made = Structure()
    made.group("First")
    made.ask("role", "L", answers=("P", "S", "X"), other="Y", mandatory="Y")
    made.ask(
        "kids",
        "N",
        attributes={"num_value_int_only": "1", "min_num_value_n": "0", "max_num_value_n": "20", "hidden": "0"},
    )
    made.ask(
        "ways",
        "M",
        subs=("bus", "car", "walk"),
        other="Y",
        attributes={"exclude_all_others": "walk", "min_answers": "1"},
    )
    made.ask("why", "T", relevance='((ways_bus.NAOK == "Y" && kids.NAOK > 1))', attributes={"maximum_chars": "300"})
    made.ask("which", "M", subs=("bus", "car", "train"), attributes={"array_filter": "ways"})
    made.ask(
        "rated", "F", subs=("bus", "car"), answers=("1", "2"), attributes={"array_filter": "ways", "random_order": "1"}
    )
    made.ask("late", "Y", relevance="!is_empty(rated_bus.NAOK)")
    made.ask("email", "S", preg="/^[^@]+@[^@]+$/i", relevance='late.NAOK == "Y" or role.NAOK == "S"')
    made.group("Second", 'role.NAOK != "X"')
    made.ask("five", "A", subs=("a", "b"), mandatory="Y")
    made.ask("ten", "B", subs=("a",))
    made.ask("yun", "C", subs=("a",))
    made.ask("isd", "E", subs=("a",), relevance='five_a.NAOK == "5"')
    made.ask("byrow", "H", subs=("a",), answers=("x", "y"))
    made.ask("gender", "G", mandatory="S")
    made.ask("stars", "5")
    made.ask("day", "D", relevance="stars.NAOK >= 4")
    made.ask("short", "Q", subs=("street", "town"))
    made.ask("counts", "K", subs=("north", "south"))
    made.ask("order", "R", answers=("a", "b", "c"), attributes={"max_answers": "2"})
    made.ask("first", "S", relevance='order_1.NAOK == "a"')
    made.ask("noted", "O", answers=("y", "n"))
    made.ask("list", "!", answers=("y", "n"), relevance="count(ways_bus.NAOK, ways_car.NAOK, ways_walk.NAOK) >= 2")
    made.ask("said", "P", subs=("a", "b"))
    made.ask(
        "dual",
        "1",
        subs=("a", "b"),
        answers=("l", "m"),
        more_answers=("h", "i"),
        attributes={"dualscale_headerA": "Now"},
    )
    made.ask("numbers", ":", subs=("a",), across=("x", "y"), attributes={"multiflexible_max": "9"})
    made.ask("words", ";", subs=("a",), across=("x",))
    made.ask("info", "X", text="<script>x</script><b>Hello</b> {role.shown} {unknown}")
    made.ask("total", "*", text="{kids.NAOK * 2}")
    made.ask("huge", "U", relevance="total.NAOK > 3", encrypted="Y")
    made.ask("speak", "I")
    made.ask(
        "hurry",
        "S",
        attributes={"time_limit": "30", "time_limit_action": "1", "statistics_showgraph": "1", "cssclass": "x"},
    )
    lost = made.ask("lost", "S", relevance="regexMatch('/a/', role.NAOK)")
    made.ask("never", "S", relevance="0")
    conditioned = made.ask("old", "S")
    role = next(row for row in made.tables["questions"] if row["title"] == "role")
    made.add(
        "conditions",
        cid="1", qid=conditioned, cqid=role["qid"], cfieldname=f"{SID}X{role['gid']}X{role['qid']}",
        method="==", value="P", scenario="1",
    )  # fmt: skip
    made.add("defaultvalues", dvid="1", qid=lost, sqid="0", scale_id="0", specialtype="")
    made.add("defaultvalue_l10ns", dvid="1", defaultvalue="soon", language="en")
    made.add("quota", id="1", sid=SID, name="Parents", qlimit="10")
    made.add("quota_members", id="1", quota_id="1", qid=role["qid"], code="P")
    made.add("assessments", id="1", sid=SID, name="Score")
    return made


def cells(table: str, raw: Any) -> list[Row]:
    return [dict(row) for row in raw.tables.get(table, [])]
