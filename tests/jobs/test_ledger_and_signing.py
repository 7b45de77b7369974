"""What jobs stand on: a ledger of steps that are done once, and documents that anybody can check offline."""

import base64
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import Struct

from chalicelib.assurance import ledger_service as ledger
from chalicelib.assurance.signing_service import sign_document
from chalicelib.aws import kms
from chalicelib.kernel.ids import random_id
from local import verify


class Made(Struct, frozen=True):
    """What a step makes."""

    number: int
    names: list[str]


@pytest.fixture
def unit(platform: Any) -> str:
    return random_id("unit")


def test_a_step_that_is_done_is_not_done_again(unit: str) -> None:
    done: list[int] = []

    def work() -> Made:
        done.append(1)
        return Made(len(done), ["a"])

    first, second = (ledger.once("test", unit, "count", work, Made) for _ in range(2))
    assert first == second == Made(1, ["a"])
    assert ledger.steps_of("test", unit) == ["count"]


def test_of_two_runs_at_once_the_first_counts(unit: str) -> None:
    def slow() -> Made:
        ledger.once("test", unit, "count", lambda: Made(1, []), Made)
        return Made(2, [])

    assert ledger.once("test", unit, "count", slow, Made) == Made(1, [])


def test_a_forgotten_step_is_done_again(unit: str) -> None:
    ledger.once("test", unit, "count", lambda: Made(1, []), Made)
    ledger.forget_step("test", unit, "count")
    assert ledger.result_of("test", unit, "count", Made) is None
    assert ledger.once("test", unit, "count", lambda: Made(2, []), Made) == Made(2, [])


@pytest.fixture
def files(platform: Any, tmp_path: Path) -> tuple[Path, Path]:
    """A signed document and the key that signed it."""
    file, key = tmp_path / "document.json", tmp_path / "key.der"
    file.write_bytes(msgspec.json.encode(sign_document({"what": "a report", "rows": 3, "names": ["é", "b"]})))
    key.write_bytes(kms.public_key())
    return file, key


def test_a_signed_document_is_verified_offline(files: tuple[Path, Path], capsys: Any) -> None:
    assert verify.main([str(one) for one in files]) == 0
    assert '"rows": 3' in capsys.readouterr().out


CHANGES = {
    "another number": (b'"rows":3', b'"rows":4'),
    "another name": ("é".encode(), b"e"),
    "another algorithm": (b"ECDSA_SHA_256", b"ECDSA_SHA_255"),
    "a number that is no whole one": (b'"rows":3', b'"rows":3.5'),
    "no document": (b'{"document"', b'{"document_"'),
    "a signature that is none": (b'"signature":"', b'"signature":"*'),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_document_is_found(change: str, files: tuple[Path, Path], capsys: Any) -> None:
    before, after = CHANGES[change]
    raw = files[0].read_bytes()
    assert before in raw
    files[0].write_bytes(raw.replace(before, after))
    assert verify.main([str(one) for one in files]) == 1
    assert capsys.readouterr().err


def test_another_key_and_a_broken_file_are_told_in_a_sentence(files: tuple[Path, Path], capsys: Any) -> None:
    pem = b"-----BEGIN PUBLIC KEY-----\n" + base64.encodebytes(kms.public_key()) + b"-----END PUBLIC KEY-----\n"
    files[1].write_bytes(pem)
    assert verify.main([str(one) for one in files]) == 0
    for wrong in (b"", b"-----BEGIN", msgspec.json.encode({})):
        files[1].write_bytes(wrong)
        assert verify.main([str(one) for one in files]) == 1
    assert verify.main([str(files[0]), "nowhere"]) == 1
    assert verify.main(["", ""]) == 1
    assert "Traceback" not in capsys.readouterr().err
