"""Law 1: a route without a permission cannot be written."""

import pytest

from chalicelib.entry.http import PREFIX, ROUTES, Gate
from chalicelib.identity.permissions import GRANTS, Permission, Role, may
from chalicelib.routes.shapes import Done
from infrastructure.application import load_app

ASKING_FOR_NOTHING = {
    "accept_invitation",  # The invitation is the permission.
    "add_own_message",  # The writer's link is the permission, here and in the next three.
    "rate_answer",
    "read_own_thread",
    "start_thread",
    "get_district",
    "get_form",
    "list_topics",
    "look_at_invitation",
    "sign_in",
    "submit_response",
}


def test_a_route_without_a_permission_is_a_type_error_at_import():
    with pytest.raises(TypeError, match="allow"):
        Gate("planted").on("GET", "/planted", reply=Done)


def test_a_permission_cannot_be_given_by_position():
    with pytest.raises(TypeError):
        Gate("planted").on("GET", "/planted", Permission.PUBLIC, reply=Done)


def ungated(app):
    """Addresses of the API that no gate guards."""
    served = {(method, path) for path, methods in app.routes.items() if path.startswith("/api/") for method in methods}
    return served - {(route.method, route.path) for route in ROUTES}


def test_every_address_of_the_api_passes_the_gate():
    assert ungated(load_app()) == set()


def test_an_address_beside_the_gate_would_be_seen():
    class Planted:
        routes = {f"{PREFIX}/planted": {"GET": object()}}

    assert ungated(Planted()) == {("GET", f"{PREFIX}/planted")}


def test_whoever_is_not_signed_in_reaches_these_routes_alone():
    assert {route.name for route in ROUTES if route.allow is Permission.PUBLIC} == ASKING_FOR_NOTHING


def test_every_permission_is_asked_for_and_granted_to_somebody():
    asked = {route.allow for route in ROUTES}
    assert asked == set(Permission)
    assert set().union(*GRANTS.values()) == asked - {Permission.PUBLIC, Permission.SIGNED_IN}


@pytest.mark.parametrize("permission", sorted(set(Permission) - {Permission.PUBLIC, Permission.SIGNED_IN}))
def test_without_a_role_nothing_is_allowed(permission):
    assert not may(frozenset(), permission)


def test_every_role_is_known_to_the_grants():
    assert set(GRANTS) == set(Role)
