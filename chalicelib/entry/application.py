"""The Chalice application, open also to clients that do not say what they accept."""

from contextvars import ContextVar
from importlib import import_module
from typing import Any

from chalice.app import Chalice, LambdaFunction, Request

_SERVED: ContextVar[Request | None] = ContextVar("served", default=None)


class Application(Chalice):
    """Chalice, for pages and API behind one gateway.

    Pages are compressed files, so every reply is binary to API Gateway; Chalice would then refuse a client that sends
    no Accept header. Such a client accepts anything (RFC 9110, section 12.5.1).
    """

    def __init__(self, app_name: str) -> None:
        self._beside: tuple[str, ...] = ()
        super().__init__(app_name, configure_logs=False)
        self.api.binary_types = ["*/*"]

    def run_beside(self, *modules: str) -> None:
        """Name the modules of background functions. Each function has a handler of its own in AWS Lambda.

        They are imported when they are asked for, to be packaged or tested: no cold start of the API pays for them.
        """
        self._beside += modules

    @property
    def pure_lambda_functions(self) -> list[LambdaFunction]:
        """The background functions, as Chalice's packager asks for them."""
        modules, self._beside = self._beside, ()
        for module in modules:
            self.register_blueprint(import_module(module).functions)
        return self._functions

    @pure_lambda_functions.setter
    def pure_lambda_functions(self, functions: list[LambdaFunction]) -> None:
        self._functions = functions

    @property
    def current_request(self) -> Request | None:
        """The request of this thread: Chalice keeps one for the process, which would mix two that come at once."""
        return _SERVED.get()

    @current_request.setter
    def current_request(self, request: Request | None) -> None:
        _SERVED.set(request)

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        headers = event.get("headers") or {}
        if not any(name.lower() == "accept" for name in headers):
            event = {**event, "headers": {**headers, "Accept": "*/*"}}
        reply: dict[str, Any] = super().__call__(event, context)
        return reply
