"""Law 9: documents in step. What is generated from the code is what is committed, and every route has its shapes."""

import pytest

import app  # noqa: F401 - registers every route.
from chalicelib.entry.http import ROUTES
from local.documents.__main__ import documents, stale


def test_the_generated_documents_are_what_the_code_says():
    assert stale() == []


def test_a_document_that_was_changed_by_hand_is_found(tmp_path):
    (tmp_path / "docs").mkdir()
    for path, text in documents().items():
        (tmp_path / path).write_text(text)
    (tmp_path / "docs/api.md").write_text("By hand.")
    assert stale(tmp_path) == ["docs/api.md"]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_every_route_says_what_it_does_and_gives(route):
    assert route.text.endswith(".")
    assert route.reply is not None
