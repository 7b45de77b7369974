"""Law 1: a route without a permission cannot be written."""

import pytest

from chalicelib.entry.http import PREFIX, ROUTES, Gate
from chalicelib.identity.levels import Access
from chalicelib.identity.permissions import GRANTS, VERB_OF, Permission, Role
from chalicelib.routes.shapes import Done
from infrastructure.application import load_app

ASKING_FOR_NOTHING = {
    "welcome",  # The invitation is the permission.
    "add_own_message",  # The writer's link is the permission, here and in the next three.
    "rate_answer",
    "read_own_thread",
    "start_thread",
    "get_district",
    "get_certificate",  # Knowing its id is the permission; the key that checks it is for everybody.
    "get_signing_key",
    "get_status",
    "get_form",
    "get_notice",  # What is kept, and why, is told to everybody: this and the next four.
    "list_notices",
    "get_old_notice",
    "list_processors",
    "get_supplement",
    "list_device_consents",  # A device's own secret is the permission, here and in the next two.
    "give_device_consent",
    "withdraw_device_consent",
    "list_topics",
    "look_at_invitation",
    "sign_in",  # This and the next five are how somebody comes to have a permission.
    "ask_passkey",
    "finish_with_code",
    "finish_with_passkey",
    "forgotten",
    "reset",
    "get_single_sign_on",
    "start_single_sign_on",
    "finish_single_sign_on",
    "submit_response",
    "upload_file",
    "keep_unfinished",  # What the browser made from the link's secret is the permission, here and in the next two.
    "open_unfinished",
    "drop_unfinished",
    "withdraw_from_survey",  # The personal link is the permission; of the next one, the writer's link.
    "withdraw_thread",
    "send_share_code",  # The link of a share and a code by mail are the permission, here and in the next four.
    "open_share",
    "get_shared_content",
    "export_shared",
    "leave_share",
    "ask",  # Asking what is kept of oneself is anybody's; the letter's link is the permission in the next two.
    "confirm",
    "open_file",
}
ASKED_BY_THE_SERVICE = {Permission.SHARE_RESULTS, Permission.SHARE_DIALOGUES}  # POST /shares asks for the one it needs.


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
    asked = {route.allow for route in ROUTES} | ASKED_BY_THE_SERVICE
    assert asked == set(Permission)
    assert set().union(*GRANTS.values()) == asked - {Permission.PUBLIC, Permission.SIGNED_IN}


@pytest.mark.parametrize("permission", sorted(set(Permission) - {Permission.PUBLIC, Permission.SIGNED_IN}))
def test_without_a_role_nothing_is_allowed(permission):
    assert not Access().may(permission)


def test_every_permission_is_an_act_of_some_kind():
    assert set(VERB_OF) == set(Permission) - {Permission.PUBLIC, Permission.SIGNED_IN}


def test_every_role_is_known_to_the_grants():
    assert set(GRANTS) == set(Role)
