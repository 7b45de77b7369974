"""Words planted in what people write, and the search for them in all that was stored."""

import logging
from pathlib import Path

from local.platform import Platform
from tests.canaries import code_of, files_with

ROOT = Path(__file__).resolve().parents[2]


class Canaries:
    """Words that nobody would write by chance, one for each field; all hold the same stem, which is searched for."""

    def __init__(self, width: int) -> None:
        self.stem, self.planted = f"zqjx{width}vwk", list[str]()

    def __call__(self, field: str) -> str:
        self.planted.append(field)
        return f"{field}{self.stem}{len(self.planted):02d}"


def leaks(platform: Platform, words: list[str]) -> dict[str, set[str]]:
    """Files of the local AWS that hold a word: tables, queues, buckets, saved state, its log and that of the API.

    Left out are the mail, which holds what was sent, and whatever is byte for byte a file of the functions' code.
    """
    folder = Path(platform.aws.state).parent
    code = code_of((ROOT / "build" / "local" / "bundle.zip").read_bytes())
    return files_with(words, folder, but=("mail/",), code=code)


def prove_the_search(platform: Platform, request_log: Path, word: str) -> None:
    """A word written plainly is found, wherever it is planted now: in a table, a log, a file of a function."""
    item = {"pk": {"S": "D#planted"}, "sk": {"S": "planted"}, "sealed": {"B": f"plain {word}".encode()}}
    platform.client("dynamodb").put_item(TableName="local-surveys", Item=item)
    logging.getLogger("planted").error("An answer: %s", word)
    left = Path(platform.aws.state) / "scratch" / "left-behind"
    left.write_text(word)
    found = leaks(platform, [word])
    assert {request_log.name, "aws/scratch/left-behind"} < found.keys()
    assert any(name.startswith("aws/journal") for name in found)
    platform.client("dynamodb").delete_item(TableName="local-surveys", Key={"pk": item["pk"], "sk": item["sk"]})
    left.unlink()
