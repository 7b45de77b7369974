"""In the desk: a file of another product becomes a survey, and a survey leaves as files and on paper."""

import json
import re
from pathlib import Path

from playwright.sync_api import expect

from chalicelib.surveys.imports.opening import import_survey
from tests.browser.conftest import Author
from tests.browser.desk_acts import Window, menu, sign_in
from tests.client import District
from tests.unit.imports.samples import OWN


def test_a_file_is_brought_its_report_read_and_taken_along_again(
    visitors: Window, district: District, author: Author, tmp_path: Path
) -> None:
    visitor = sign_in(visitors, district, author.username)
    page = visitor.page
    menu(visitor, "Surveys")
    page.get_by_role("link", name="New survey").click()
    page.get_by_label("From a file of another product").check()
    page.get_by_role("button", name="Create survey").click()
    expect(page.get_by_role("link", name="Choose a file.")).to_be_visible()
    visitor.look("survey-file")
    wrong, source = tmp_path / "page.html", tmp_path / "survey.lss"
    wrong.write_bytes(b"<html></html>")
    page.locator("input[type=file]").set_input_files(wrong)
    page.get_by_role("button", name="Create survey").click()
    expect(page.get_by_text(re.compile("no LimeSurvey survey: it begins with <html>"))).to_be_visible()
    source.write_bytes(OWN["our.lss"])
    page.locator("input[type=file]").set_input_files(source)
    page.get_by_role("button", name="Create survey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your survey has been imported")
    expect(page.get_by_text("Quotas are not carried.").first).to_be_visible()
    expect(page.get_by_role("cell", name="language", exact=True)).to_be_hidden()
    visitor.look("import-report")
    page.get_by_text("Carried over", exact=True).click()
    expect(page.get_by_role("cell", name="language", exact=True).first).to_be_visible()
    page.get_by_role("link", name="Go to the survey").click()
    page.get_by_role("button", name="Survey settings").click()
    expect(page.get_by_role("heading", name="Files and paper")).to_be_visible()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download JSON (SurveyJS)").click()
    assert coming.value.suggested_filename == "Family-survey.json"
    assert json.loads(Path(coming.value.path()).read_text()) == import_survey(OWN["our.lss"]).definition
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download XLSForm (.xlsx)").click()
    assert import_survey(Path(coming.value.path()).read_bytes()).format == "xlsform"
    expect(page.get_by_text("An XLSForm cannot say everything", exact=False)).to_be_visible()
    visitor.look("survey-files")
    page.get_by_role("link", name="Paper form").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Paper form")
    expect(page.get_by_text("Answer only if you chose “Yes” in question 7", exact=False)).to_be_visible()
    visitor.look("paper-form")
    page.get_by_label("Language of the form").select_option(label="Spanish")
    expect(page.get_by_text("Responda solo si eligió «Sí» en la pregunta 7", exact=False)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_hidden()
    expect(page.get_by_text("Encuesta a familias").first).to_be_visible()
