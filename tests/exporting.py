"""What the tests of exports do again and again: a district in which everything lives, its export, its way back."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import msgspec

from chalicelib.assurance.actor import of_job
from chalicelib.aws import dynamodb, s3
from chalicelib.exports import manifest as manifests
from chalicelib.exports import service as exports
from chalicelib.exports.assembly_service import archive_key
from chalicelib.exports.import_service import Imported, import_archive
from chalicelib.exports.manifest import Manifest
from chalicelib.exports.work_service import work_on_export
from chalicelib.kernel.ids import random_id
from chalicelib.kernel.settings import settings
from chalicelib.privacy import service as privacy
from chalicelib.surveys.archive_service import archived_answers
from chalicelib.surveys.upload_service import read_file
from local.platform import Platform
from tests.api import acts, record_acts, share_acts
from tests.client import CONSENT, Browser, District, new_key, wait_for

SENT = {"Cat.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "note.txt": "Plain words ÿ\r\n".encode()}
FILED = {"type": "file", "name": "proof", "title": "Files", "allowMultiple": True, "maxFiles": 3}
FORMULA = '=HYPERLINK("https://evil.example","Click")'
ACTOR = of_job("export_district", "test")
OPENED = {"timezone": "America/New_York", "admin_networks": ["203.0.113.0/24"], "admin_proof": "any"}


def fill(district: District, answers: int = 6) -> dict[str, str]:
    """Let every kind of thing that an archive holds live in a district; gives the ids of its surveys."""
    alice = district.administrator
    bob = district.colleague("bob", "member")
    gone = district.colleague("gone", "reader")
    revision = next(one["revision"] for one in alice.ok("GET", "/users")["items"] if one["user_id"] == gone.user_id)
    alice.ok("POST", f"/users/{gone.user_id}/end", {"revision": revision})
    surveys = {mode: acts.make_survey(alice, mode) for mode in ("anonymous", "confidential", "identified")}
    acts.draft_survey(alice)
    for number in range(answers):
        why = FORMULA if number == 0 else f"Reason {number} ÿ\u2028"
        data = {"safe": "no", "why": why, "school": "north", "score": 1 + number % 5}
        assert acts.answer(district.visitor(), surveys["anonymous"], data).status == 201
    for mode in ("confidential", "identified"):
        acts.invite(alice, surveys[mode], "ana", "ben", "cyd")
        for name in ("ana", "ben"):
            link = acts.personal_link(district, surveys[mode], name)
            sent = {"safe": "yes", "school": "south"}
            assert acts.answer(district.visitor(), surveys[mode], sent, invitation=link).status == 201
    surveys["filed"] = _file(district)
    _talk(district, bob)
    share = {"verbs": ["read"], "survey_id": surveys["anonymous"]}
    share_acts.shared(alice, recipient={"user_id": bob.user_id}, **share)
    share_acts.shared(alice, recipient={"email": "guest@elsewhere.example", "name": "Gus"}, **share)
    _records(district, surveys)
    counted(district, surveys["anonymous"], answers)
    return surveys


def _file(district: District) -> str:
    """A survey that asks for files, with one answer that has them all; gives the survey."""
    elements = [{"type": "panel", "name": "group", "elements": [FILED]}]
    definition = {"pages": [{"name": "p", "elements": elements}]}
    survey_id = acts.make_survey(district.administrator, definition=definition, segments=[])
    sent = [
        acts.upload(district.visitor(), survey_id, name=name, content=base64.b64encode(content).decode())
        for name, content in SENT.items()
    ]
    assert acts.answer(district.visitor(), survey_id, {"proof": sent}).status == 201
    return survey_id


def objects_of(district_id: str) -> list[str]:
    """The keys of the files that a district keeps."""
    return list(s3.keys_in(settings().files_bucket, f"{district_id}/"))


def sent_files(district_id: str, survey_id: str) -> dict[str, bytes]:
    """The files of a survey's answers by name, as staff fetch them."""
    keys = privacy.open_keys_of(district_id)
    answers = archived_answers(keys, survey_id, 0, 1)
    return {kept.name: read_file(keys, ACTOR, survey_id, kept) for _, held in answers for kept in held.values()}


def _records(district: District, surveys: dict[str, str]) -> None:
    """Rules of retention, holds, a consent of the staff, and a request of somebody."""
    alice = district.administrator
    north = next(one["school_id"] for one in alice.ok("GET", "/retention/rules")["schools"] if one["name"] == "north")
    for school, days in (("", 400), (north, 500)):
        alice.ok("PUT", "/retention/rules", {"kind": "answer", "school_id": school, "days": days})
    record_acts.hold(alice, "person", "ana@home.example")
    record_acts.hold(alice, "survey", surveys["confidential"])
    alice.ok("PUT", "/me/consents/camera", {**CONSENT, "language": "es"})
    record_acts.recorded(alice, "ruth@home.example")


def _talk(district: District, bob: Browser) -> None:
    """A thread that lived through everything, and one of a writer without an address."""
    alice = district.administrator
    topic = acts.make_topic(alice, acts.make_team(alice, bob.user_id, alice.user_id), bob.user_id)
    link = acts.write_to(district.visitor(), topic, FORMULA, name="Ana", email="ana@home.example")
    thread = acts.first_waiting(alice, topic)["thread_id"]
    for kind in ("replies", "notes"):
        bob.ok("POST", f"/threads/{thread}/{kind}", {"key": new_key(), "message": f"Words of {kind}."})
    district.visitor().ok("POST", "/talk/rating", {"link": link, "key": new_key(), "score": 9, "comment": "Thanks."})
    revision = alice.ok("GET", f"/threads/{thread}")["revision"]
    alice.ok("PUT", f"/threads/{thread}/status", {"status": "closed", "revision": revision})
    acts.write_to(district.visitor(), topic, "Nobody's name.")


def counted(district: District, survey_id: str, answers: int) -> None:
    """Wait until the stream has counted a survey's answers."""
    event = {"district": district.slug, "survey_id": survey_id}
    wait_for(lambda: district.platform.run_job("recount_survey", event)["counted"] == answers, "the counters")


def begun(district_id: str) -> str:
    """An export that nobody works on yet; gives its id."""
    export_id = random_id("exp")
    dynamodb.write(dynamodb.put_new(exports.new_row(district_id, export_id, "usr_nobody")))
    return export_id


def exported(district_id: str) -> bytes:
    """A whole export, made in this process: the archive's bytes."""
    export_id = begun(district_id)
    assert work_on_export(district_id, ACTOR, export_id, seconds=600)
    return archive_of(export_id)


def archive_of(export_id: str) -> bytes:
    return s3.get_object(settings().work_bucket, archive_key(export_id))


def opened(platform: Platform, slug: str) -> str:
    """A new district in which nobody has an account yet; gives its id."""
    event = {"slug": slug, "name": "Empty", "email": f"admin@{slug}.example", **OPENED}
    return str(platform.run_job("open_district", event)["district_id"])


def given(archive: bytes) -> str:
    """Put an archive where an operator puts it; gives its key."""
    key = f"imports/{random_id('arc')}.zip"
    s3.put_object(settings().work_bucket, key, archive)
    return key


def imported(district_id: str, archive: bytes, **how: Any) -> Imported:
    """Import an archive in this process."""
    keys = privacy.open_keys_of(district_id)
    return import_archive(keys, ACTOR, given(archive), **{"seconds": 600, **how})


def rows_of(table: str, district_id: str) -> Iterator[dict[str, Any]]:
    """The raw rows of a district in a table."""
    for page in dynamodb.pages_of_table(table):
        yield from (row for row in page.items if row["pk"]["S"].startswith(f"D#{district_id}#"))


def files(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as held:
        return {name: held.read(name) for name in held.namelist()}


def manifest(archive: bytes) -> Manifest:
    return msgspec.json.decode(files(archive)["manifest.json"], type=Manifest)


def data(archive: bytes) -> dict[str, bytes]:
    """The files that an import reads."""
    held = files(archive)
    return {one.path: held[one.path] for one in manifest(archive).files if one.kind == "data"}


def packed(held: dict[str, bytes]) -> bytes:
    """Files as an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, raw in held.items():
            made.writestr(name, raw)
    return out.getvalue()


def remade(held: dict[str, bytes]) -> bytes:
    """The manifest of files that were changed by hand, with all its hashes right."""
    before = msgspec.json.decode(held["manifest.json"], type=Manifest)
    listed = [
        msgspec.structs.replace(one, bytes=len(held[one.path]), sha256=hashlib.sha256(held[one.path]).hexdigest())
        for one in before.files
        if one.path in held
    ]
    return manifests.written(manifests.make(before.district, before.exported_at, before.counts, listed))
