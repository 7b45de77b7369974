"""The search itself is tried first: what it cannot find, it cannot clear."""

import base64
import gzip
import io
import json
import zipfile
import zlib

import pytest

from tests.canaries import code_of, files_with, found_in

WORD = "quetzal-4711-lighthouse"
NOISE = b'{"a": "b"}' * 50


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", data)
    return out.getvalue()


HIDING = {
    "raw": lambda raw: raw,
    "utf-16": lambda raw: raw.decode().encode("utf-16"),
    "hex": lambda raw: raw.hex().encode(),
    "HEX": lambda raw: raw.hex().upper().encode(),
    "base64": base64.b64encode,
    "base64url": base64.urlsafe_b64encode,
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "zip": zipped,
    "gzip in base64": lambda raw: base64.b64encode(gzip.compress(raw)),
    "base64 in gzip": lambda raw: gzip.compress(base64.b64encode(raw)),
    "base64 in json in zip": lambda raw: zipped(json.dumps({"B": base64.b64encode(raw).decode()}).encode()),
}


@pytest.mark.parametrize("hiding", HIDING)
@pytest.mark.parametrize("before", [b"", b"x", b"xy"])
def test_a_word_is_found_however_it_is_stored(hiding: str, before: bytes):
    stored = NOISE + HIDING[hiding](before + WORD.encode() + b" and more words behind it") + NOISE
    assert found_in(stored, [WORD, "never-planted"]) == {WORD}


def test_what_holds_no_word_is_clear():
    assert found_in(NOISE + gzip.compress(NOISE), [WORD]) == set()


def test_folders_that_may_hold_mail_are_left_out(tmp_path):
    for name in ("mail/1.eml", "aws/state.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(WORD)
    assert set(files_with([WORD], tmp_path, but=("mail/",))) == {"aws/state.json"}


def test_only_what_is_byte_for_byte_code_is_left_out(tmp_path):
    bundle = zipped(WORD.encode())
    code = code_of(bundle)
    (tmp_path / "a.txt").write_text(WORD)
    (tmp_path / "bundle.zip").write_bytes(bundle)
    assert files_with([WORD], tmp_path, code=code) == {}
    (tmp_path / "a.txt").write_text(f"{WORD} ")
    assert set(files_with([WORD], tmp_path, code=code)) == {"a.txt"}
