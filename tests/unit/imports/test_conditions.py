"""Conditions are joined, negated and simplified before they are written."""

from chalicelib.surveys.imports.conditions import (
    FALSE,
    TRUE,
    Both,
    Either,
    Fact,
    Unknown,
    all_of,
    any_of,
    is_writable,
    negation,
    while_unanswered,
    written,
)

A = Fact("QID1", "{a} = '1'", "{a} != '1'", empty=False)
B = Fact("QID2", "{b} = '1'", "{b} != '1'", empty=False)
LOST = Unknown("It is lost.")


def test_joining_leaves_out_what_does_not_matter() -> None:
    assert all_of(A, TRUE, A) == A
    assert any_of(A, FALSE, A) == A
    assert all_of() == TRUE
    assert any_of() == FALSE
    assert all_of(all_of(A, B), A) == Both((A, B))


def test_opposites_decide() -> None:
    assert all_of(A, negation(A)) == FALSE
    assert any_of(A, negation(A)) == TRUE


def test_the_unknown_spoils_what_it_could_decide() -> None:
    assert all_of(A, LOST) == any_of(A, LOST) == negation(LOST) == LOST
    assert all_of(LOST, FALSE) == FALSE
    assert any_of(LOST, TRUE) == TRUE


def test_negation_goes_inward() -> None:
    assert negation(all_of(A, B)) == Either((negation(A), negation(B)))
    assert written(negation(any_of(A, B))) == "{a} != '1' and {b} != '1'"
    assert written(all_of(A, any_of(A, B))) == "{a} = '1' and ({a} = '1' or {b} = '1')"


def test_an_unanswered_question_decides_its_tests() -> None:
    assert while_unanswered(all_of(A, B), "QID1") == FALSE
    assert while_unanswered(any_of(A, B), "QID1") == B
    assert while_unanswered(negation(A), "QID1") == TRUE
    assert while_unanswered(LOST, "QID1") == LOST


def test_what_is_too_deep_is_not_written() -> None:
    deep = A
    for place in range(30):
        deep = all_of(
            any_of(deep, Fact("x", f"{{{place}}}", "!", empty=False)), Fact("y", f"{{y{place}}}", "!", empty=False)
        )
    assert is_writable(A)
    assert not is_writable(deep, 10_000)
