"""Who acts: a person of the staff, a member of the public, or the platform itself."""

from msgspec import Struct


class Actor(Struct, frozen=True):
    """The actor of an audit entry; `id` is a user id, a link's subject, a job's name or "public"."""

    kind: str
    id: str
    request_id: str = ""


def of_job(name: str, request_id: str = "") -> Actor:
    return Actor("job", name, request_id)
