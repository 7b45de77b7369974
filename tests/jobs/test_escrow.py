"""The escrow of the key table: only the offline key opens it, it is nowhere else, and without a key the job is red."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from chalicelib.assurance import run_service as runs
from chalicelib.aws import dynamodb, s3
from chalicelib.continuity import backup_service as backups
from chalicelib.continuity import manifest
from chalicelib.entry.job import JobFailed
from chalicelib.jobs.backup import back_up_daily
from chalicelib.jobs.escrow import escrow_keys
from chalicelib.kernel import clock
from chalicelib.kernel.settings import settings
from chalicelib.privacy import vault
from local import escrow as opening
from tests.client import District
from tests.jobs.backup_acts import make_buckets

NIGHT = datetime(2027, 6, 7, 6, 30, tzinfo=UTC)
DER, PUBLIC = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo


@pytest.fixture(scope="module")
def offline() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 4096)


@pytest.fixture
def configured(
    platform: Any, riverside: District, offline: rsa.RSAPrivateKey, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    public = offline.public_key().public_bytes(DER, PUBLIC)
    monkeypatch.setenv("PARLEY_ESCROW_KEY", base64.b64encode(public).decode())
    make_buckets(platform, monkeypatch, "escrow")
    yield
    settings.cache_clear()


def fetched(day: str, to: Path) -> Path:
    for key in s3.keys_in(settings().backup_bucket, f"escrow/{day}/"):
        (to / Path(key).name).write_bytes(s3.get_object(settings().backup_bucket, key))
    return to


@pytest.mark.usefixtures("configured")
def test_the_offline_key_opens_what_the_key_table_held(
    run: Any, offline: rsa.RSAPrivateKey, tmp_path: Path, platform: Any, riverside: District
) -> None:
    held = {manifest.line_of(item) for page in dynamodb.pages_of_table("keys") for item in page.items}
    with clock.frozen(NIGHT):
        assert run(escrow_keys, {})["items"] >= len(held)
        run(back_up_daily, {})
    assert held <= set(opening.open_escrow(fetched("2027-06-07", tmp_path), offline))
    assert backups.read_backup("2027-06-07").key_versions[riverside.district_id] == 1
    head = platform.client("s3").head_object(Bucket=settings().backup_bucket, Key="escrow/2027-06-07/part-00000.sealed")
    assert head["ObjectLockRetainUntilDate"] == NIGHT + timedelta(days=5)
    for key in s3.keys_in(settings().backup_bucket, "daily/"):
        stored = s3.get_object(settings().backup_bucket, key)
        assert not any(line in stored for line in held)
    sealed = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert riverside.district_id.encode() not in sealed


@pytest.mark.usefixtures("configured")
def test_another_key_and_an_altered_part_open_nothing(run: Any, offline: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    with clock.frozen(NIGHT + timedelta(days=1)):
        run(escrow_keys, {})
    folder = fetched("2027-06-08", tmp_path)
    with pytest.raises(opening.NotOpenedError, match="another key"):
        opening.open_escrow(folder, rsa.generate_private_key(65537, 2048))
    part = folder / "part-00000.sealed"
    good = part.read_bytes()
    with pytest.raises(opening.NotOpenedError):
        opening.open_part(offline, good, "escrow/2027-06-09/part-00000.sealed")
    for place in (40, 600, -1):
        part.write_bytes(good[:place] + bytes([good[place] ^ 1]) + (good[place + 1 :] if place != -1 else b""))
        with pytest.raises(opening.NotOpenedError):
            opening.open_escrow(folder, offline)


def test_a_small_key_is_refused() -> None:
    small = rsa.generate_private_key(65537, 2048).public_key().public_bytes(DER, PUBLIC)
    with pytest.raises(vault.SealError):
        vault.seal_offline(small, b"x", b"y")


def test_without_a_key_the_job_says_so_and_is_red(run: Any, riverside: District) -> None:
    with clock.frozen(NIGHT + timedelta(days=9)), pytest.raises(JobFailed, match="no public key is configured"):
        run(escrow_keys, {})
    assert runs.last_runs("escrow_keys", 1)[0].outcome == "failed"
