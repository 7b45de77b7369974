"""A district in which everything has been used, has ended, or is still good: whom and what strangers ask about."""

import base64
from typing import Any

from msgspec import Struct

from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.districts.service import get_district
from chalicelib.identity import challenge_service as challenges
from chalicelib.identity import factor_service as factors
from chalicelib.identity import invitation_service as invitations
from chalicelib.identity import reset_service as resets
from chalicelib.identity import service as identity
from chalicelib.identity.challenge_service import Purpose
from chalicelib.identity.passkeys import Credential
from chalicelib.identity.store import PROVIDER_SK, SingleSignOnRow, single_sign_on_pk
from chalicelib.kernel.ids import random_bytes
from chalicelib.privacy import service as privacy
from chalicelib.privacy.vault import DistrictKeys
from tests.api import acts, record_acts, share_acts
from tests.client import CONSENT, Browser, District, new_key, open_district

BETTER = "nine brass kettles under the bridge"


class Stage(Struct, frozen=True):
    """A district in which everything has been used, has ended, or is still good."""

    district: District
    topic: str
    survey: str
    roster_survey: str
    people: dict[str, Browser]
    tokens: dict[str, str]

    @property
    def keys(self) -> DistrictKeys:
        return privacy.open_keys_of(self.district.district_id)


def build(platform: Any) -> Stage:
    """Let it all happen."""
    district = open_district(platform, "elmwood")
    alice = district.administrator
    people = {
        name: district.colleague(name, "member") for name in ("suspended", "leaver", "guarded", "joined", "reset")
    }
    topic = acts.make_topic(alice, acts.make_team(alice, alice.user_id), alice.user_id)
    acts.write_to(district.visitor("198.51.100.9"), topic, email="dana@home.example")
    thread = acts.first_waiting(alice, topic)["thread_id"]
    survey, roster_survey = acts.make_survey(alice), acts.make_survey(alice, "confidential")
    acts.invite(alice, roster_survey, "bea")
    tokens = {
        "thread": thread,
        "request": record_acts.recorded(alice, "dana@home.example"),
        "participant": privacy.id_from(keys_of(district), "par", roster_survey, "bea@home.example"),
        **_invitations(district),
        **_resets(district, people),
        **_shares(district, survey),
        **_steps(district, people),
    }
    allowed = {"device": "K" * 22, **CONSENT, "language": "en"}
    district.visitor("198.51.100.8").ok("PUT", "/device/consents/camera", allowed)
    unfinished = {"name": "N" * 43, "content": "A" * 80, "revision": new_key()}
    district.visitor().ok("PUT", f"/surveys/{roster_survey}/unfinished", unfinished)
    _end(district, people)
    _provide(district)
    return Stage(district, topic, survey, roster_survey, people, tokens)


def keys_of(district: District) -> DistrictKeys:
    return privacy.open_keys_of(district.district_id)


def _invitations(district: District) -> dict[str, str]:
    keys, alice = keys_of(district), district.administrator
    body = {"key": new_key(), "email": "late@elmwood.example", "levels": [{"role": "member"}]}
    waiting = alice.ok("POST", "/users", body)["user_id"]
    joined = next(user["user_id"] for user in alice.ok("GET", "/users")["items"] if user["username"] == "joined")
    return {
        "open_invitation": invitations.invitation_token(keys, waiting),
        "used_invitation": invitations.invitation_token(keys, joined),
    }


def _resets(district: District, people: dict[str, Browser]) -> dict[str, str]:
    """A link that has been used, one that will be old, and one whose account is suspended afterwards."""
    keys, opened = keys_of(district), get_district(district.district_id)
    found = {}
    for name, username in (("used", "reset"), ("old", "joined"), ("dead", "suspended")):
        resets.letter_for(opened, keys, Actor("job", "test"), f"pwf_{name}", username)
        found[f"{name}_reset"] = resets.reset_token(keys, f"pwf_{name}")
    district.visitor().ok("POST", "/password/reset", {"token": found["used_reset"], "password": BETTER})
    return found


def _shares(district: District, survey: str) -> dict[str, str]:
    alice = district.administrator
    made = {}
    for email in ("live@out.example", "revoked@out.example"):
        made[email] = share_acts.shared(alice, recipient={"email": email}, survey_id=survey)
    link = share_acts.link_to(district, "revoked@out.example")
    old_pass = share_acts.pass_for(district, "revoked@out.example", link)
    assert share_acts.look(district, old_pass, "/shared/content").status == 200
    assert district.visitor().api("DELETE", "/shared", None, parley_share=old_pass).status == 200
    alice.ok("DELETE", f"/shares/{made['revoked@out.example']}")
    return {"share": made["live@out.example"], "revoked_share": link, "old_pass": old_pass}


def _steps(district: District, people: dict[str, Browser]) -> dict[str, str]:
    """Challenges for a second step and for something else, and a passkey of two people."""
    keys = keys_of(district)
    found = {}
    for name, purpose in (("used", Purpose.SECOND_STEP), ("open", Purpose.SECOND_STEP), ("other", Purpose.PROOF)):
        begun, write = challenges.begin(keys, purpose, people["guarded"].user_id)
        dynamodb.write(write)
        found["other_challenge" if name == "other" else f"{name}_step"] = begun.token
        if name == "used":
            dynamodb.write(challenges.spent(begun.row))
    for name, username in (("credential", "guarded"), ("suspended_credential", "suspended")):
        account = identity.find_account(keys, people[username].user_id)
        made = Credential(random_bytes(32), random_bytes(120))
        dynamodb.transact(*factors.passkey_writes(account.key, "Phone", made, 0))
        found[name] = base64.urlsafe_b64encode(made.id).decode().rstrip("=")
    return found


def _end(district: District, people: dict[str, Browser]) -> None:
    alice, keys = district.administrator, keys_of(district)
    users = {user["username"]: user for user in alice.ok("GET", "/users")["items"]}
    for name, what in (("suspended", "suspend"), ("leaver", "end")):
        revision = {"revision": users[name]["revision"]}
        alice.ok("POST", f"/users/{people[name].user_id}/{what}", revision)
    guarded = identity.find_account(keys, people["guarded"].user_id)
    identity.end_everything(keys, Actor("job", "test"), guarded, "user.factors_changed", factors=["totp", "recovery"])


def _provide(district: District) -> None:
    """A provider of the district's own, which no request here gets as far as."""
    row = SingleSignOnRow(
        single_sign_on_pk(district.district_id),
        PROVIDER_SK,
        name="Elmwood",
        issuer="https://provider.example",
        client_id="parley",
        is_on=True,
        secret=random_bytes(60),
    )
    dynamodb.transact(dynamodb.put(row))
