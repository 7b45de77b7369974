"""The local demo's letters: what the platform has sent lies in a folder, one file each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

NAME = re.compile(r"[0-9TZ.-]{10,60}\.eml")
LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True)
class Mail:
    """One letter that was sent."""

    file: str
    to: str
    subject: str
    sent: str
    text: str

    @property
    def links(self) -> list[str]:
        return LINK.findall(self.text)


class Mailbox:
    """Reads the folder of letters."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def files(self) -> list[str]:
        """The names of all letters, the newest first: a name begins with the time of sending."""
        return sorted((path.name for path in self.folder.glob("*.eml")), reverse=True)

    def read(self, file: str) -> Mail | None:
        """One letter; None where there is none of that name."""
        path = self.folder / file
        if not NAME.fullmatch(file) or not path.is_file():
            return None
        letter = message_from_bytes(path.read_bytes(), policy=policy.default)
        body = letter.get_body(("plain",)) if isinstance(letter, EmailMessage) else None
        text = str(body.get_content()) if body else ""
        return Mail(file, str(letter["To"]), str(letter["Subject"]), str(letter["Date"]), text)

    def newest(self) -> Iterator[Mail]:
        """All letters, the newest first."""
        return (mail for file in self.files() if (mail := self.read(file)))

    def link_to(self, address: str, part: str) -> str | None:
        """The newest link with such a part in a letter to an address; None where none has come."""
        links = (link for mail in self.newest() if mail.to == address for link in mail.links if part in link)
        return next(links, None)
