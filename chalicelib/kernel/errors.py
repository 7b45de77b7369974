"""The error tree: every refusal the platform can give.

ParleyError
├── Invalid          400  The request is not what the route takes; `fields` names each part.
├── Unauthenticated  401  No valid session or link.
├── Forbidden        403  Known, but not allowed.
│   ├── ConsentNeeded   Allowed once whoever it concerns has agreed; nothing was stored.
│   ├── ProofNeeded     Allowed once the caller proves again, or better, who they are.
│   └── ApprovalNeeded  Allowed once a second person has agreed.
├── NotFound         404  Not there, or another district's: the two look the same.
├── Conflict         409  The thing has changed, or the key was used for something else.
├── Gone             410  It was there and has ended: a closed survey, a used link.
├── TooLarge         413  The body is over the route's limit.
├── TooMany          429  Slow down; `retry_after` is in seconds.
└── Unavailable      503  A service that we stand on does not answer.

Messages and fields never carry an answer, a name or an identifier.
"""

from collections.abc import Mapping
from typing import ClassVar


class ParleyError(Exception):
    """A refusal with a status, a sentence, and a sentence for each field at fault."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "error"

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})


class Invalid(ParleyError):
    status, code = 400, "invalid"


class Unauthenticated(ParleyError):
    status, code = 401, "unauthenticated"


class Forbidden(ParleyError):
    status, code = 403, "forbidden"


class ConsentNeeded(Forbidden):
    code = "consent_needed"


class ProofNeeded(Forbidden):
    code = "proof_needed"


class ApprovalNeeded(Forbidden):
    code = "approval_needed"


class NotFound(ParleyError):
    status, code = 404, "not_found"

    def __init__(self, message: str = "There is nothing here.", fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message, fields)


class Conflict(ParleyError):
    status, code = 409, "conflict"


class Gone(ParleyError):
    status, code = 410, "gone"


class TooLarge(ParleyError):
    status, code = 413, "too_large"


class TooMany(ParleyError):
    status, code = 429, "too_many"

    def __init__(self, message: str, retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(ParleyError):
    status, code = 503, "unavailable"
