"""Counts as CSV: what is hidden stays hidden, what people typed stays out, and no cell is a formula."""

import csv
import io

from chalicelib.sharing.counts import HEADING, without_free_text, without_sizes, written


def item(name, kind="radiogroup", **more):
    bars = [{"value": "a", "label": "=A", "count": 12, "percent": 80.0}]
    return {"name": name, "title": f"About {name}", "type": kind, "base": 15, "hidden": False, "bars": bars, **more}


HIDDEN = {"base": None, "hidden": True, "bars": []}
ROW = {"value": "r", "label": "Row", "base": 15, "hidden": False, "bars": item("x")["bars"]}
CELLS = {"value": "r", "label": "Row", **HIDDEN, "hidden": False, "columns": [item("cell"), item("own", "comment")]}


def lines(items):
    return list(csv.reader(io.StringIO(written("school:north", items))))


def test_each_bar_is_a_line():
    assert lines([item("q")]) == [list(HEADING), ["school:north", "About q", "", "'=A", "12", "80.0", "15"]]


def test_what_is_hidden_says_so_and_nothing_else():
    assert lines([item("q", **HIDDEN)])[1] == ["school:north", "About q", "", "hidden", "", "", ""]
    assert lines([item("m", "matrix", rows=[{**ROW, **HIDDEN}])])[1][2:] == ["Row", "hidden", "", "", ""]


def test_rows_and_cells_are_named():
    assert [line[2] for line in lines([item("m", "matrix", rows=[ROW])])[1:]] == ["Row"]
    assert [line[2] for line in lines([item("t", "matrixdropdown", rows=[CELLS])])[1:]] == [
        "Row: About cell",
        "Row: About own",
    ]


def test_a_question_without_bars_tells_how_many_answered():
    assert lines([item("q", "comment", bars=[])])[1] == ["school:north", "About q", "", "", "", "", "15"]


def test_nothing_to_show_is_a_heading():
    assert lines([]) == [list(HEADING)]


def test_what_people_typed_is_left_out_wherever_it_stands():
    kept = without_free_text(
        [item("q"), item("why", "comment"), item("age", "text"), item("t", "matrixdropdown", rows=[CELLS])]
    )
    assert [one["name"] for one in kept] == ["q", "t"]
    assert [one["name"] for one in kept[1]["rows"][0]["columns"]] == ["cell"]
    assert len(CELLS["columns"]) == 2


def test_the_question_that_would_tell_a_hidden_groups_size_is_hidden():
    shown, hidden = without_sizes([item("q"), item("school")], {"school"})
    assert shown == item("q")
    assert hidden == item("school", **HIDDEN)
