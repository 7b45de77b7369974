"""The Chalice application, open also to clients that do not say what they accept."""

from typing import Any

from chalice.app import Chalice


class Application(Chalice):
    """Chalice, for pages and API behind one gateway.

    Pages are compressed files, so every reply is binary to API Gateway; Chalice would then refuse a client that sends
    no Accept header. Such a client accepts anything (RFC 9110, section 12.5.1).
    """

    def __init__(self, app_name: str) -> None:
        super().__init__(app_name)
        self.api.binary_types = ["*/*"]

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        headers = event.get("headers") or {}
        if not any(name.lower() == "accept" for name in headers):
            event = {**event, "headers": {**headers, "Accept": "*/*"}}
        reply: dict[str, Any] = super().__call__(event, context)
        return reply
