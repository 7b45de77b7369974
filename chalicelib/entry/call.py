"""What a route function is given, and what it may give back beside a shape."""

from functools import cached_property
from typing import Any, Generic, TypeVar

from msgspec import Struct

from chalicelib.assurance.actor import Actor
from chalicelib.districts.service import District
from chalicelib.entry.authorise import require_administrative
from chalicelib.identity.agents import agent_named
from chalicelib.identity.networks import neighbourhood
from chalicelib.identity.permissions import Permission
from chalicelib.identity.session_service import Device, Session
from chalicelib.kernel.errors import Forbidden, Unauthenticated
from chalicelib.privacy import service as privacy
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.surveys.protection_service import Viewer, viewer_of

B = TypeVar("B")
Q = TypeVar("Q")


class Nothing(Struct, forbid_unknown_fields=True):
    """An empty body or query."""


class Call(Generic[B, Q]):
    """One authorised request: its district, who acts, and the checked parts of what was sent."""

    def __init__(
        self,
        *,
        district: District,
        session: Session | None,
        params: dict[str, str],
        body: B,
        query: Q,
        request_id: str,
        address: str,
        cookie: str,
        agent: str = "",
        browser: str = "",
        elsewhere: str = "",
        share_pass: str = "",
    ) -> None:
        self.district = district
        self.params = params
        self.body = body
        self.query = query
        self.request_id = request_id
        self.address = address
        self.cookie = cookie
        self.agent = agent
        self.browser = browser
        self.elsewhere = elsewhere
        self.share_pass = share_pass
        self._session = session

    @property
    def session(self) -> Session:
        """The session; only a route that allows the public can be without one."""
        if self._session is None:
            raise Unauthenticated("Please sign in.")
        return self._session

    @property
    def actor(self) -> Actor:
        if self._session is None:
            return Actor("public", "public", self.request_id)
        return Actor("user", self._session.user_id, self.request_id)

    @property
    def device(self) -> Device:
        """What a new session remembers of where it was begun."""
        return Device(agent_named(self.agent), neighbourhood(self.address))

    @property
    def viewer(self) -> Viewer:
        """Who wants to see what a survey's security guards."""
        return viewer_of(self.district, self.session, self.address, self.request_id)

    def may_administer(self, permission: Permission) -> bool:
        """Whether the caller has an administrative permission, here and now: designated, and at an allowed address."""
        try:
            require_administrative(self.session, self.district, self.address)
        except Forbidden:
            return False
        return self.session.may(permission)

    @cached_property
    def keys(self) -> DistrictKeys:
        """The district's keys, opened when first needed."""
        return privacy.open_keys_of(self.district.id)


class Reply(Struct, frozen=True):
    """A reply with headers of its own."""

    body: Any
    headers: dict[str, str | list[str]] = {}
