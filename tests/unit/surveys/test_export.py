"""Answers as CSV: which columns there are with and without free text, and what a line shows of them."""

from chalicelib.surveys import export
from chalicelib.surveys.engine.questionnaire import compile_questionnaire

SURVEY = compile_questionnaire(
    {
        "elements": [
            {"type": "radiogroup", "name": "safe", "choices": ["yes", "no"], "showOtherItem": True},
            {"type": "comment", "name": "why"},
            {
                "type": "matrixdropdown",
                "name": "meals",
                "rows": ["lunch"],
                "columns": [
                    {"name": "liked", "cellType": "dropdown", "choices": ["yes", "no"]},
                    {"name": "wish", "cellType": "text"},
                ],
            },
        ]
    }
)
ANSWER = {
    "safe": "other",
    "safe-Comment": "Sometimes",
    "why": "Loud",
    "meals": {"lunch": {"liked": "no", "wish": "Soup"}},
}


def test_free_text_is_left_out_of_tables_and_comments_too() -> None:
    assert export.columns(SURVEY, free_text=False) == [("safe",), ("meals", "lunch", "liked")]
    assert set(export.columns(SURVEY, free_text=True)) == {
        ("safe",),
        ("safe-Comment",),
        ("why",),
        ("meals", "lunch", "liked"),
        ("meals", "lunch", "wish"),
    }


def test_a_line_is_empty_where_a_column_is_not_shown_of_it() -> None:
    paths = export.columns(SURVEY, free_text=True)
    plain = export.columns(SURVEY, free_text=False)
    text = export.body(paths, [(["one"], ANSWER, paths), (["two"], ANSWER, plain)])
    assert text.splitlines() == ["one,other,Sometimes,Loud,no,Soup", "two,other,,,no,"]
