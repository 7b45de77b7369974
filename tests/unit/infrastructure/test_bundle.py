import json
import zipfile

import pytest

from infrastructure import libraries
from infrastructure.bundle import IncompleteBundleError, TooLargeBundleError, build_bundle, read_label, write_zip
from infrastructure.targets import aws_target, interpreter_of, local_target, runs_here
from infrastructure.templates import ROOT


@pytest.fixture
def project(tmp_path):
    """A project of one module and one page, with our lock."""
    (tmp_path / "chalicelib").mkdir()
    (tmp_path / "chalicelib" / "__init__.py").write_text('"""Ours."""\n')
    (tmp_path / "chalicelib" / "words.txt").write_text("a word\n")
    (tmp_path / "app.py").write_text(
        "from chalice.app import Chalice\n\nWORDS = {'b', 'a', 'c'}\napp = Chalice('parley')\n"
    )
    (tmp_path / "web" / "desk" / "dist" / "assets").mkdir(parents=True)
    (tmp_path / "web" / "desk" / "dist" / "assets" / "main.js").write_text("1")
    (tmp_path / "requirements.txt").write_bytes((ROOT / "requirements.txt").read_bytes())
    return tmp_path


def names(bundle):
    with zipfile.ZipFile(bundle) as archive:
        return archive.namelist()


def test_the_same_input_gives_the_same_bytes(project, tmp_path):
    first, second = tmp_path / "one.zip", tmp_path / "two.zip"
    build_bundle(local_target(), first, project)
    (project / "app.py").touch()
    build_bundle(local_target(), second, project)
    assert first.read_bytes() == second.read_bytes()


def test_a_bundle_is_made_anew_only_where_something_has_changed(project, tmp_path):
    made = tmp_path / "made.zip"
    label, first = build_bundle(local_target(), made, project), made.stat().st_ino
    assert build_bundle(local_target(), made, project) == label
    assert made.stat().st_ino == first
    (project / "chalicelib" / "words.txt").write_text("two words\n")
    build_bundle(local_target(), made, project)
    with zipfile.ZipFile(made) as archive:
        assert archive.read("chalicelib/words.txt") == b"two words\n"
    made.unlink()
    build_bundle(local_target(), made, project)
    assert made.exists()
    lock, unused = project / "requirements.txt", max(libraries.NOT_AT_RUN_TIME)
    lock.write_text(lock.read_text().replace(f"\n{unused}==", f"\n{unused}==0."))
    assert build_bundle(local_target(), made, project).lock != label.lock


def test_a_bundle_holds_our_code_compiled_our_files_and_the_pages(project, tmp_path):
    build_bundle(local_target(), tmp_path / "made.zip", project)
    held = names(tmp_path / "made.zip")
    assert {"app.py", "chalicelib/words.txt", "pages/desk/assets/main.js", "bundle.json"} <= set(held)
    assert any(name.startswith("__pycache__/app.") and name.endswith(".pyc") for name in held)


def test_compiled_code_is_never_checked_against_its_source(project, tmp_path):
    build_bundle(local_target(), tmp_path / "made.zip", project)
    with zipfile.ZipFile(tmp_path / "made.zip") as archive:
        flags = {archive.read(name)[4:8] for name in archive.namelist() if name.endswith(".pyc")}
    assert flags == {b"\x01\x00\x00\x00"}


def test_a_bundle_holds_chalices_runtime_and_not_its_command_line(project, tmp_path):
    build_bundle(local_target(), tmp_path / "made.zip", project)
    chalice = [name for name in names(tmp_path / "made.zip") if name.startswith("chalice/") and name.endswith(".py")]
    assert sorted(chalice) == ["chalice/__init__.py", "chalice/app.py"]


def test_a_bundle_knows_only_the_services_in_use(project, tmp_path):
    build_bundle(local_target(), tmp_path / "made.zip", project)
    held = [name.split("/") for name in names(tmp_path / "made.zip") if name.startswith("botocore/data/")]
    assert {parts[2] for parts in held if len(parts) > 3} == libraries.SERVICES


def test_a_bundle_tells_what_it_is_for(project, tmp_path):
    build_bundle(local_target(), tmp_path / "made.zip", project)
    label = read_label(tmp_path / "made.zip")
    assert (label.target, label.compiled) == ("local", True)


def test_a_module_that_needs_what_was_slimmed_away_stops_the_build(project, tmp_path):
    (project / "chalicelib" / "needy.py").write_text("import boto3\n")
    with pytest.raises(IncompleteBundleError, match="boto3"):
        build_bundle(local_target(), tmp_path / "made.zip", project)


def test_a_bundle_too_large_for_lambda_is_not_written(tmp_path, monkeypatch):
    monkeypatch.setattr("infrastructure.bundle.LAMBDA_MOST_BYTES", 3)
    (tmp_path / "four").write_text("four")
    with pytest.raises(TooLargeBundleError):
        write_zip(tmp_path / "made.zip", [("four", tmp_path / "four")], compress=True)
    assert not (tmp_path / "made.zip").exists()


def test_the_lock_of_a_bundle_leaves_out_what_only_builds():
    wanted = libraries._run_time_lock((ROOT / "requirements.txt").read_text())
    listed = {line.partition("==")[0] for line in wanted.splitlines() if "==" in line and not line.startswith(" ")}
    assert {"botocore", "chalice", "cryptography", "msgspec", "pynamodb"} <= listed
    assert not listed & libraries.NOT_AT_RUN_TIME
    assert wanted.count("--hash=sha256:") >= len(listed)


def test_the_local_bundle_is_for_the_interpreter_at_hand():
    assert interpreter_of(local_target()) is not None
    assert runs_here(local_target())


def test_the_bundle_for_aws_is_for_lambdas_python():
    for architecture, platform in (("x86_64", "x86_64"), ("arm64", "aarch64")):
        target = aws_target(architecture)
        assert target.runtime == "python3.13"
        assert platform in " ".join(target.uv_arguments)
        assert "--only-binary" in target.uv_arguments


def test_a_label_is_readable_by_anybody(project, tmp_path):
    build_bundle(local_target(), tmp_path / "made.zip", project)
    with zipfile.ZipFile(tmp_path / "made.zip") as archive:
        assert set(json.loads(archive.read("bundle.json"))) == {"target", "python", "architecture", "compiled", "lock"}
