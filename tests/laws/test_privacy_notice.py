"""The privacy notice is complete: whom a record says something about is told, in both languages; versions are kept."""

import json

import msgspec
import pytest

from chalicelib.consents import service as consents
from chalicelib.continuity.rules import rules
from chalicelib.entry.pages import DENIED, PASSKEYS, permissions
from chalicelib.kernel.settings import US_REGIONS
from chalicelib.privacy import notice_versions as versions
from chalicelib.privacy.notice import is_material
from infrastructure.templates import HERE, read
from local.documents import datamap, notice
from local.documents.datamap import DataMap

HELD = datamap.read()
MADE = notice.built(HELD)
SEALED = {"personal sealed", "answer sealed"}
NO_DATA = {"IAM", "CloudFormation"}  # Rights and stacks; nothing of a person passes them.


def silent(held: DataMap) -> set[str]:
    """Rows that hold something sealed and of which the notice says nothing."""
    return {
        name
        for name, row in held.rows.items()
        if row.notice is None and any(one.kind in SEALED for one in row.attributes.values())
    }


def test_whatever_is_sealed_is_in_the_notice():
    assert silent(HELD) == set()


def test_a_sealed_row_that_the_notice_leaves_out_would_be_seen():
    row = msgspec.structs.replace(HELD.rows["ThreadRow"], notice=None)
    assert silent(msgspec.structs.replace(HELD, rows={**HELD.rows, "ThreadRow": row})) == {"ThreadRow"}


def test_every_word_of_the_notice_is_explained_and_used():
    people = {kept.person for kept in MADE.kept}
    assert people == set(MADE.people) == set(MADE.rights)
    assert {one for kept in MADE.kept for one in kept.purposes} == set(MADE.purposes)
    assert {kind for kept in MADE.kept for kind in kept.seen} <= set(MADE.classes) == set(HELD.classes)
    assert {one for kept in MADE.kept for some in kept.seen.values() for one in some} <= set(MADE.readers)
    assert set(MADE.readers) == set(HELD.readers)
    assert {kept.life for kept in MADE.kept} == set(MADE.lives)
    assert MADE.regions == list(US_REGIONS)


def sentences(part):
    if isinstance(part, dict):
        if {"en", "es"} <= part.keys():
            yield part["en"], part["es"]
        for inner in part.values():
            yield from sentences(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from sentences(inner)


def test_every_sentence_is_there_in_both_languages():
    found = list(sentences(msgspec.to_builtins(MADE)))
    assert len(found) > 100
    assert [pair for pair in found if not all(pair) or "{" in "".join(pair)] == []
    assert [en for en, es in found if en == es] == []


# --- Sub-processors are what the templates make


def services():
    texts = [read(HERE / name) for name in ("data.yaml", "app.merge.yaml", "alarms.yaml", "keys.yaml")]
    kinds = {one["Type"] for text in texts for one in text["Resources"].values() if "Type" in one}
    return {kind.split("::")[1] for kind in kinds} - NO_DATA


def test_every_service_of_the_templates_is_a_sub_processor_that_the_notice_names():
    named = {service for one in MADE.processors.values() for service in one.services}
    assert services() - named == set()
    assert {"DynamoDB", "SES", "KMS"} <= named
    assert {kind for one in MADE.processors.values() for kind in one.gets} <= set(HELD.classes)


# --- Versions and documents


def test_a_changed_map_needs_a_new_version():
    longer = {**HELD.retention, "answer": msgspec.structs.replace(HELD.retention["answer"], days=3650)}
    changed = notice.built(msgspec.structs.replace(HELD, retention=longer))
    assert is_material(MADE, changed)
    wanted = notice.documents(changed)
    path = f"{notice.NOTICES}/{versions.LIST}"
    assert wanted[path] != (versions.FOLDER / versions.LIST).read_text()
    assert json.loads(wanted[path])[0]["content_hash"] != versions.versions()[0].content_hash


@pytest.mark.parametrize("draft", [True, False])
def test_a_draft_is_replaced_and_what_was_released_stays(draft, tmp_path):
    known = [msgspec.structs.replace(versions.versions()[0], draft=draft)]
    (tmp_path / versions.LIST).write_bytes(msgspec.json.encode(known))
    changed = msgspec.structs.replace(MADE, regions=["us-east-1"])
    listed = json.loads(notice.documents(changed, tmp_path)[f"{notice.NOTICES}/{versions.LIST}"])
    assert [one["draft"] for one in listed] == ([True] if draft else [True, False])
    assert (known[0].version in {one["version"] for one in listed}) == (not draft)


def test_a_notice_that_no_version_names_would_be_seen(tmp_path):
    folder = tmp_path / notice.NOTICES
    folder.mkdir(parents=True)
    (folder / "2020-01-01-abc.json").write_text("{}")
    assert notice.left_over(notice.documents(MADE), tmp_path) == [f"{notice.NOTICES}/2020-01-01-abc.json"]


def test_the_receipt_lives_as_long_as_its_rule():
    assert rules()["consent"].days * 86_400 == consents.KEPT_SECONDS


# --- What a browser may be asked for


def test_every_page_denies_everything_and_the_desk_opens_passkeys_to_itself_alone():
    assert all(part.endswith("=()") for part in permissions().split(", "))
    assert len(permissions().split(", ")) == len(DENIED) == len(set(DENIED))
    opened = {part.partition("=")[0] for part in permissions(PASSKEYS).split(", ") if part.endswith("=(self)")}
    assert opened == set(PASSKEYS)
    assert {"camera", "microphone", "geolocation", *PASSKEYS} <= set(DENIED)
