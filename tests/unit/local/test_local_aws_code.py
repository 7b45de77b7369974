"""The code of functions is unpacked once, whoever of them comes first."""

import shutil
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from local.aws.code import UnpackedOnce


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def unpacked(folder: Path, text: str) -> Path:
    """What one process of a function does."""
    folder.mkdir()
    code = folder / "code"
    code.mkdir()
    with zipfile.ZipFile(folder / "code.zip", "w") as archive:
        archive.writestr("app.py", text)
    with UnpackedOnce(folder / "code.zip") as archive:
        archive.extractall(code)
    return code


def test_the_same_code_lies_on_disk_once_and_outlives_whoever_used_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        same = list(pool.map(lambda number: unpacked(tmp_path / f"function-{number}", "one"), range(8)))
    assert len({path.resolve() for path in same}) == 1
    assert not list(tmp_path.glob("*/code.zip"))
    shutil.rmtree(same[0].parent)
    assert (same[1] / "app.py").read_text() == "one"


def test_other_code_lies_elsewhere(tmp_path: Path) -> None:
    one, two = unpacked(tmp_path / "one", "one"), unpacked(tmp_path / "two", "two")
    assert [(path / "app.py").read_text() for path in (one, two)] == ["one", "two"]
