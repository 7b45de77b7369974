"""Privacy notices for tests: versions planted in a folder of their own."""

from pathlib import Path

import msgspec

from chalicelib.privacy.notice import Notice, content_hash
from chalicelib.privacy.notice_versions import LIST, Version


def plant(folder: Path, **notices: Notice) -> None:
    """Lay versions down in a folder, the last one the newest."""
    listed = [Version(name, "2026-11-25", content_hash(made)[:12]) for name, made in notices.items()]
    folder.mkdir(exist_ok=True)
    (folder / LIST).write_bytes(msgspec.json.encode(listed[::-1]))
    for name, made in notices.items():
        (folder / f"{name}.json").write_bytes(msgspec.json.encode(made))
