"""What the cast does about its own information: asks the district, confirms by letter, and is answered."""

from typing import Any

from tests.client import Browser, District, new_key, wait_for_link


def asking(email: str, kind: str = "access", **extra: object) -> dict[str, object]:
    return {"key": new_key(), "kind": kind, "email": email, "name": "Rosa", "language": "en", **extra}


def recorded(browser: Browser, email: str, kind: str = "access", **extra: object) -> str:
    """A request that somebody of the staff writes down; gives its id."""
    return str(browser.ok("POST", "/requests/recorded", asking(email, kind, **extra))["request_id"])


def confirm_link(district: District, email: str, number: int = 1) -> str:
    return str(wait_for_link(district.platform, email, rf"/d/{district.slug}/requests/confirm#(\S+)", number))


def confirm(district: District, email: str, number: int = 1) -> Any:
    """Confirm the n-th request of an address by its letter."""
    return district.visitor().ok("POST", "/requests/confirm", {"link": confirm_link(district, email, number)})


def verified(district: District, browser: Browser, email: str, kind: str = "access", **extra: object) -> str:
    """A request that is recorded and confirmed; the first of its address."""
    request_id = recorded(browser, email, kind, **extra)
    confirm(district, email)
    return request_id


def answered(browser: Browser, request_id: str, **right: str) -> Any:
    """Start a confirmed request and answer it."""
    browser.ok("POST", f"/requests/{request_id}/start")
    return browser.api("POST", f"/requests/{request_id}/answer", right)


def file_link(district: District, email: str) -> str:
    return str(wait_for_link(district.platform, email, rf"/d/{district.slug}/requests/file#(\S+)"))


def hold(browser: Browser, kind: str, target: str, reason: str = "A case before the court.") -> Any:
    return browser.ok("POST", "/holds", {"key": new_key(), "kind": kind, "target": target, "reason": reason})
