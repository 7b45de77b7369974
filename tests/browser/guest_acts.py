"""What somebody outside does with the link in a letter: asks for a code, reads it in the next letter, and enters."""

import re

from playwright.sync_api import Page

from tests.api.share_acts import codes_to
from tests.client import District, wait_for


def newest_code(district: District, email: str, number: int) -> str:
    return str(wait_for(lambda: codes_to(district, email)[number - 1 :], "a code")[0])


def enter(district: District, page: Page, email: str, number: int = 1) -> None:
    page.get_by_role("button", name=re.compile("^Send me a code|^Send another code")).click()
    page.get_by_label("Code").fill(newest_code(district, email, number))
    page.get_by_role("button", name="Open").click()
