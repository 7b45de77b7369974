"""The review of the backup document: `python -m local.backup_document check`, or `reviewed ROLE` after a review.

The document names the role that reviewed it, the day, and a hash of the list of everything that stores, encrypts or
moves data. Whoever adds such a thing changes the list, and the document has to be reviewed before a release.
"""

import hashlib
import json
import re
import sys
from datetime import date
from pathlib import Path

from chalicelib.continuity import review
from chalicelib.kernel import clock
from infrastructure.templates import HERE, ROOT, read

DOCUMENT = ROOT / "docs" / "backup" / "backups-and-recovery.md"
DATED = ROOT / "chalicelib" / "continuity" / "review.py"
TEMPLATES = ("keys", "data", "replica")
KINDS = ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::KMS::ReplicaKey", "AWS::SQS::Queue")
_HEAD = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


def resources(folder: Path = HERE) -> list[str]:
    """Everything that stores, encrypts or moves data, by template, name and kind; and every function."""
    found = [
        f"{part}/{name} {resource['Type']}"
        for part in TEMPLATES
        for name, resource in read(folder / f"{part}.yaml")["Resources"].items()
        if resource["Type"] in KINDS
    ]
    config = json.loads((folder.parent / ".chalice" / "config.json").read_text())
    return sorted([*found, *(f"function/{name}" for name in config["stages"]["prod"]["lambda_functions"])])


def digest_of(listed: list[str]) -> str:
    return hashlib.sha256("\n".join(listed).encode()).hexdigest()


def head_of(text: str) -> dict[str, str]:
    """What the document says of its review; empty where it has no head."""
    found = _HEAD.match(text)
    lines = found[1].splitlines() if found else []
    return {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def faults(text: str, listed: list[str]) -> list[str]:
    """What makes a document no reviewed one, but for its age: that is told by a day, not by a commit."""
    head = head_of(text)
    found = [f"it has no {name}" for name in ("reviewer role", "reviewed", "resources_sha256") if not head.get(name)]
    if head.get("resources_sha256") != digest_of(listed):
        found.append("what stores or moves data has changed since its review")
    if head.get("reviewed") != review.REVIEWED.isoformat():
        found.append(f"the code says that it was reviewed on {review.REVIEWED}")
    return found


def write_review(role: str, day: date) -> None:
    """Write a review into the document's head, and its day into the code that reminds of the next."""
    body = _HEAD.sub("", DOCUMENT.read_text())
    head = f"---\nreviewer role: {role}\nreviewed: {day}\nresources_sha256: {digest_of(resources())}\n---\n"
    DOCUMENT.write_text(head + body)
    dated = re.sub(r"date\(\d+, \d+, \d+\)", f"date({day.year}, {day.month}, {day.day})", DATED.read_text(), count=1)
    DATED.write_text(dated)


def main(arguments: list[str]) -> int:
    """Say how the review stands; 1 where the document lacks one, or it is older than a quarter."""
    if arguments[:1] == ["reviewed"] and len(arguments) > 1:
        write_review(" ".join(arguments[1:]), clock.now().date())
        return 0
    if arguments != ["check"]:
        print(__doc__)
        return 2
    found, days = faults(DOCUMENT.read_text(), resources()), review.days_since_review(clock.now())
    for fault in found:
        print(f"{DOCUMENT.relative_to(ROOT)}: {fault}. After a review: python -m local.backup_document reviewed ROLE")
    print(
        f"Reviewed {days} days ago; a reminder comes at {review.REMIND_DAYS}, and it is late after {review.LATE_DAYS}."
    )
    return int(bool(found) or review.is_review_late(clock.now()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
