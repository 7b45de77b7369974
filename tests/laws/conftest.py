"""The laws are about the code: they need no AWS, only settings that lead nowhere."""

import io
from collections.abc import Iterator

import pytest

from chalicelib.districts import service as districts
from chalicelib.districts.service import District
from chalicelib.entry import log
from chalicelib.kernel import clock, settings

NOWHERE = {
    "stage": "law",
    "region": "us-east-1",
    "table_prefix": "law-",
    "data_key": "data-key",
    "password_key": "password-key",
    "signing_key": "signing-key",
    "backup_bucket": "backup",
    "work_bucket": "work",
    "files_bucket": "files",
    "retention_queue": "https://queue.invalid/retention",
    "closing_queue": "https://queue.invalid/closings",
    "exports_queue": "https://queue.invalid/exports",
    "restore_queue": "https://queue.invalid/restore",
    "mail_from": "parley@example.org",
    "base_url": "http://localhost:8000",
    "time_zone": "America/Chicago",
    "software": "bundles/0.zip",
    "escrow_key": "none",
}


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings of no installation; another test's own come back afterwards."""
    for name, value in NOWHERE.items():
        monkeypatch.setenv(f"PARLEY_{name.upper()}", value)
    settings.settings.cache_clear()
    yield
    settings.settings.cache_clear()


@pytest.fixture
def lakeview(nowhere: None, monkeypatch: pytest.MonkeyPatch) -> District:
    """A district that is found without a store."""
    district = District("dst_lakeview", "lakeview", "Lakeview Schools", "America/New_York", ["en", "es"], "2026-11")
    monkeypatch.setitem(districts._found, "lakeview", (clock.seconds(), district))
    return district


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What the gates write while a test runs; the logger otherwise keeps the stream that it met first."""
    stream = io.StringIO()
    handlers = log._logger().handlers
    before = [handler.setStream(stream) for handler in handlers]
    yield stream
    for handler, old in zip(handlers, before, strict=True):
        handler.setStream(old)
