"""What a device may be asked for: a consent of its own for each feature, to be seen and withdrawn."""

from typing import Any

import pytest

from chalicelib.consents.receipt import FEATURES
from chalicelib.privacy import notice_versions as versions
from tests.api.tables import Tables, changes
from tests.client import CONSENT, Browser, District, new_key
from tests.secondfactors import add_passkey, new_authenticator

ALLOWED = {**CONSENT, "language": "es"}


@pytest.fixture(scope="module")
def sam(lakeview: District) -> Browser:
    return lakeview.colleague("sam-consents", "author")


def states(browser: Browser) -> dict[str, str]:
    return {one["feature"]: one["state"] for one in browser.ok("GET", "/me/consents")["items"]}


def test_nothing_is_allowed_before_it_is_asked(sam: Browser) -> None:
    assert states(sam) == dict.fromkeys(FEATURES, "not_asked")


@pytest.mark.parametrize("feature", FEATURES)
def test_each_feature_is_allowed_listed_and_withdrawn_by_itself(feature: str, sam: Browser) -> None:
    sam.ok("PUT", f"/me/consents/{feature}", ALLOWED)
    (held,) = [one for one in sam.ok("GET", "/me/consents")["items"] if one["feature"] == feature]
    assert (held["state"], held["version"], held["language"]) == ("given", CONSENT["version"], "es")
    assert held["at"]
    sam.ok("DELETE", f"/me/consents/{feature}")
    assert states(sam)[feature] == "withdrawn"
    assert [state for name, state in states(sam).items() if name != feature].count("given") == 0


def test_there_is_no_other_feature_and_no_consent_to_another_notice(sam: Browser) -> None:
    assert sam.api("PUT", "/me/consents/location", ALLOWED).status == 404
    assert sam.api("DELETE", "/me/consents/location").status == 404
    refused = sam.api("PUT", "/me/consents/camera", {"version": "2019-01", "language": "en"})
    assert (refused.status, refused.json["error"]) == (403, "consent_needed")


def test_no_passkey_is_made_before_the_consent_and_none_survives_it(lakeview: District) -> None:
    pat = lakeview.colleague("pat-consents", "author")
    refused = pat.api("POST", "/me/passkeys/options", {})
    assert (refused.status, refused.json["fields"]) == (403, {"consent": "biometric"})
    added = add_passkey(pat, new_authenticator()).json
    kept = pat.api("DELETE", "/me/consents/biometric")
    assert (kept.status, list(kept.json["fields"])) == (409, ["feature"])
    assert pat.api("DELETE", f"/me/passkeys/{added['passkey_id']}").status == 200
    pat.ok("DELETE", "/me/consents/biometric")
    assert states(pat)["biometric"] == "withdrawn"
    assert pat.api("POST", "/me/passkeys/options", {}).status == 403


# --- A device of the public


def device_states(visitor: Browser, device: str) -> dict[str, str]:
    items = visitor.ok("POST", "/device/consents", {"device": device})["items"]
    return {one["feature"]: one["state"] for one in items}


def test_a_device_consents_under_a_secret_that_it_alone_holds(lakeview: District, hillside: District) -> None:
    visitor, device = lakeview.visitor(), new_key()
    tables = Tables(lakeview.platform, lakeview.district_id)
    assert set(device_states(visitor, device).values()) == {"not_asked"}
    before = tables.at_rest()
    visitor.ok("PUT", "/device/consents/photos", {"device": device, **ALLOWED})
    written = changes(before, tables.hashes())
    assert {table for table, _, _ in written} == {"consents", "keys", "operations"}
    assert device not in str(written)
    assert device_states(visitor, device)["photos"] == "given"
    assert device_states(visitor, new_key())["photos"] == "not_asked"
    assert device_states(hillside.visitor(), device)["photos"] == "not_asked"
    visitor.ok("POST", "/device/consents/photos/withdrawal", {"device": device})
    visitor.ok("POST", "/device/consents/photos/withdrawal", {"device": device})
    assert device_states(visitor, device)["photos"] == "withdrawn"
    visitor.ok("PUT", "/device/consents/photos", {"device": device, **ALLOWED})
    assert device_states(visitor, device)["photos"] == "given"


def test_withdrawing_what_was_never_allowed_writes_nothing(lakeview: District) -> None:
    tables = Tables(lakeview.platform, lakeview.district_id)
    before = tables.at_rest()
    lakeview.visitor().ok("POST", "/device/consents/camera/withdrawal", {"device": new_key()})
    assert not changes(before, tables.hashes())


# --- The notice itself, for everybody


def test_everybody_reads_the_notice_its_versions_its_processors_and_the_supplement(lakeview: District) -> None:
    visitor = lakeview.visitor()
    shown = visitor.ok("GET", "/privacy")
    assert (shown["version"], shown["is_current"]) == (versions.current_version(), True)
    assert set(shown["notice"]["people"]) == {"respondent", "writer", "staff", "guest"}
    listed = visitor.ok("GET", "/privacy/versions")
    assert listed["in_force"] == shown["version"]
    for one in listed["items"]:
        assert visitor.ok("GET", f"/privacy/versions/{one['version']}")["notice"]["kept"]
    assert visitor.api("GET", "/privacy/versions/1999").status == 404
    assert "Amazon SES" in visitor.ok("GET", "/privacy/processors")["items"]
    supplement: Any = visitor.ok("GET", "/privacy/supplement")
    wanted = {"exclusive_purposes", "subcontractors", "duration", "correction", "location", "protection", "encryption"}
    assert set(supplement["parts"]) == wanted
    assert supplement["regions"] == ["us-east-1", "us-east-2", "us-west-1", "us-west-2"]
