"""A district leaves, as its staff and the public see it: the banner, the refusals, and the certificate."""

import json
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import expect

from chalicelib.assurance.actor import of_job
from chalicelib.closure import service as closure
from chalicelib.districts import closing_service as closings
from chalicelib.districts import service as districts
from chalicelib.districts.closing import Closing, State
from chalicelib.districts.closing_service import Termination
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.ids import random_id
from local import verify
from local.platform import Platform
from tests.api import acts
from tests.browser.conftest import Visitor
from tests.browser.desk_acts import Window, sign_in
from tests.client import District, open_district

ACTOR = of_job("close_district", "test")


def test_the_staff_read_on_and_the_certificate_is_for_everybody(
    platform: Platform, visitors: Window, width: int, tmp_path: Path
) -> None:
    district = open_district(platform, f"willow-{width}")
    survey = acts.make_survey(district.administrator)
    certificate_id = left(district)

    alice = sign_in(visitors, district, "alice")
    expect(alice.page.get_by_text("The service has ended")).to_be_visible()
    alice.look("closing-desk")

    family = visitors()
    family.go(f"/d/{district.slug}/s/{survey}")
    expect(family.page.get_by_role("heading", level=1)).to_have_text("This survey is closed")
    family.faults.clear()
    family.go(f"/d/{district.slug}/certificate#{certificate_id}")
    expect(family.page.get_by_role("heading", level=1)).to_have_text("There is no certificate here yet")
    family.look("certificate-none")
    family.faults.clear()

    closed(district)
    reader = visitors()
    reader.go(f"/d/{district.slug}/certificate#{certificate_id}")
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text("Certificate of destruction")
    expect(reader.page.get_by_role("row", name="surveys")).to_contain_text("0")
    reader.look("certificate")
    file, key = saved(reader, "Save the certificate", tmp_path), saved(reader, "Save the public key", tmp_path)
    assert verify.main([str(file), str(key)]) == 0
    assert json.loads(file.read_text())["document"]["certificate_id"] == certificate_id
    reader.page.get_by_role("button", name="Español").click()
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text("Certificado de destrucción")
    reader.look("certificate-es")
    assert reader.faults == []


def left(district: District) -> str:
    now = clock.now()
    ended = Termination(Closing(now, now), "Contract ended", ["j.lopez", "m.chen"], random_id("crt"))
    closings.terminate(districts.get_district(district.district_id), ACTOR, ended)
    return ended.certificate_id


def closed(district: District) -> None:
    """Work when its day has come, as often as it takes: the platform's own worker may be faster, or hold it up."""
    with clock.frozen(clock.now() + timedelta(days=97)):
        for _ in range(5):
            try:
                closure.close(district.district_id, ACTOR)
            except Conflict:
                continue
            if districts.get_district(district.district_id).state == State.CERTIFIED:
                break
    districts.forget_found_districts()
    assert districts.get_district(district.district_id).state == State.CERTIFIED


def saved(visitor: Visitor, label: str, folder: Path) -> Path:
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name=label).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path
