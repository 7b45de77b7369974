"""Amazon SES: one plain-text letter to one address."""

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.clients import client
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Invalid, Unavailable
from chalicelib.kernel.settings import settings


def _address(text: str) -> Address:
    try:
        return Address(addr_spec=text)
    except (ValueError, MessageError) as error:
        raise Invalid("Nobody can have this address.") from error


def send(to: str, subject: str, text: str, message_id: str) -> None:
    """Hand a letter to SES; Unavailable where it refuses, Invalid where nobody can have the address.

    `message_id` is the same for every try of one letter.
    """
    letter = EmailMessage()
    letter["From"] = Address(display_name="Parley", addr_spec=settings().mail_from)
    letter["To"] = _address(to)
    letter["Subject"] = subject
    letter["Date"] = format_datetime(clock.now())
    letter["Message-ID"] = f"<{message_id}@{settings().mail_from.partition('@')[2]}>"
    letter.set_content(text)
    try:
        client("sesv2").send_email(
            FromEmailAddress=settings().mail_from,
            Destination={"ToAddresses": [to]},
            Content={"Raw": {"Data": letter.as_bytes()}},
        )
    except (ClientError, BotoCoreError) as error:
        raise Unavailable("The mail service does not answer.") from error
