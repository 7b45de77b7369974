"""A district in which every kind of object lives, and ids of the same form that live nowhere."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from chalicelib.assurance.signing_service import sign_document
from chalicelib.aws import dynamodb
from chalicelib.closure.certificate_service import store_certificate
from chalicelib.dialogues.service import Claim as ThreadClaim
from chalicelib.dialogues.store import THREAD_SK, ThreadRow, thread_pk
from chalicelib.exports import service as exports
from chalicelib.kernel.ids import random_bytes, random_id, spelled, token
from chalicelib.kernel.settings import settings
from chalicelib.privacy import links
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.requests.answer_service import FileClaim
from chalicelib.requests.service import Claim as RequestClaim
from chalicelib.sharing.service import Claim as ShareClaim
from chalicelib.surveys.roster_service import Claim as InvitationClaim
from tests.api import acts, record_acts, share_acts
from tests.authenticator import Authenticator
from tests.client import CONSENT, PASSWORD, WRITER_CONSENT, Browser, District, new_key, wait_for_link

A_PAGE_OF_THREADS, A_PAGE_OF_SURVEYS = 25, 50
CURSORS = tuple(f"{name}_cursor" for name in ("audit", "shares", "received", "inbox", "surveys", "export", "requests"))


@dataclass
class World:
    """One district's people and live objects; `$name` in an example stands for one of them."""

    district: District
    people: dict[str, Browser]
    objects: dict[str, Any] = field(default_factory=dict)

    def person(self, role: str) -> Browser:
        return self.people[role]

    def own(self, name: str) -> Any:
        """What `$name` stands for, read anew where it changes."""
        administrator = self.people["administrator"]
        if name == "key":
            return new_key()
        if name == "thread_revision":
            pk = thread_pk(self.district.district_id, self.objects["thread"])  # A reader would leave a trace.
            thread = dynamodb.get(ThreadRow, pk, THREAD_SK)
            assert thread is not None
            return int(thread.revision)
        if name == "colleague_revision":
            users = administrator.ok("GET", "/users")["items"]
            return next(one["revision"] for one in users if one["user_id"] == self.objects["colleague"])
        if name == "draft_revision":
            return administrator.ok("GET", f"/surveys/{self.objects['draft']}")["revision"]
        return self.objects[name]

    def filled(self, example: Any) -> Any:
        """An example with this district's own objects in it."""
        if isinstance(example, dict):
            return {name: self.filled(value) for name, value in example.items()}
        if isinstance(example, list):
            return [self.filled(value) for value in example]
        is_name = isinstance(example, str) and example.startswith("$")
        return self.own(example[1:]) if is_name else example


def build(district: District) -> World:
    """Let every kind of object live in a district."""
    administrator = district.administrator
    people = {
        "administrator": administrator,
        "author": district.colleague("wanda", "author"),
        "member": district.colleague("walter", "member"),
        "visitor": district.visitor("198.51.100.1"),
    }
    world = World(district, people, {"slug": district.slug, "username": "walter", "new_username": "erin"})
    world.objects |= {
        "password": PASSWORD,
        "consent": CONSENT,
        "writer_consent": WRITER_CONSENT,
        "notice": CONSENT["version"],
        "definition": acts.DEFINITION,
    }
    _add_dialogues(world)
    _add_surveys(world)
    _add_files(world)
    _add_invitation(world)
    _add_shares(world)
    _add_reset(world)
    _add_accounts(world)
    _add_certificate(world)
    _add_export(world)
    _add_records(world)
    return world


def _add_certificate(world: World) -> None:
    """A certificate of the district, as one is left that has closed."""
    certificate_id, district_id = random_id("crt"), world.district.district_id
    signed = sign_document({"what": "a certificate", "district": {"id": district_id}})
    store_certificate(district_id, certificate_id, signed)
    world.objects |= {"certificate": certificate_id}


def _add_dialogues(world: World) -> None:
    administrator, member = world.people["administrator"], world.people["member"]
    team = acts.make_team(administrator, member.user_id)
    topic = acts.make_topic(administrator, team, member.user_id)
    link = acts.write_to(world.district.visitor("198.51.100.2"), topic)
    thread = acts.first_waiting(administrator, topic)["thread_id"]
    for number in range(A_PAGE_OF_THREADS):
        acts.write_to(world.district.visitor("198.51.100.3"), topic, f"Message {number}")
    cursor = administrator.ok("GET", "/inbox?status=unopened")["next"]
    world.objects |= {"user": member.user_id, "team": team, "topic": topic, "thread": thread, "writer_link": link}
    world.objects |= {"inbox_cursor": cursor}


def _add_surveys(world: World) -> None:
    administrator = world.people["administrator"]
    survey, roster_survey = acts.make_survey(administrator), acts.make_survey(administrator, "confidential")
    acts.invite(administrator, roster_survey, "ana")
    drafts = [acts.draft_survey(administrator)["survey_id"] for _ in range(A_PAGE_OF_SURVEYS)]
    world.objects |= {"survey": survey, "roster_survey": roster_survey, "draft": drafts[0]}
    saved = {"name": token(), "content": "A" * 80, "revision": new_key()}
    world.person("visitor").ok("PUT", f"/surveys/{survey}/unfinished", saved)
    world.objects |= {"unfinished": saved["name"], "unsaved": token()}
    world.objects |= {
        "personal_link": acts.personal_link(world.district, roster_survey, "ana"),
        "surveys_cursor": administrator.ok("GET", "/surveys")["next"],
        "export_cursor": administrator.ok("GET", f"/surveys/{survey}/export")["next"],
    }


def _add_files(world: World) -> None:
    """An answer with a file; and a survey that takes one, by personal links alone."""
    administrator, visitor = world.people["administrator"], world.district.visitor("198.51.100.5")
    asking = {"definition": {"pages": [{"name": "p", "elements": [acts.FILE_QUESTION]}]}, "segments": []}
    survey, roster_survey = (acts.make_survey(administrator, mode, **asking) for mode in ("anonymous", "confidential"))
    file = acts.upload(visitor, survey)
    acts.answer(visitor, survey, {"proof": [file]})
    acts.invite(administrator, roster_survey, "fay")
    world.objects |= {
        "upload_survey": survey,
        "upload_roster_survey": roster_survey,
        "upload_link": acts.personal_link(world.district, roster_survey, "fay"),
        "upload_response": acts.only_answer(administrator, survey),
        "upload": file["content"].removeprefix("upload:"),
    }


def _add_shares(world: World) -> None:
    author, member, email = world.people["author"], world.people["member"], f"guest@{world.district.slug}.example"
    results = {"survey_id": world.objects["survey"], "verbs": ["read", "export"]}
    for _ in range(A_PAGE_OF_THREADS + 1):
        share = share_acts.shared(author, recipient={"user_id": member.user_id}, **results)
    share_acts.shared(author, recipient={"email": email}, **results)
    link = share_acts.link_to(world.district, email)
    world.objects |= {
        "share": share,
        "share_link": link,
        "share_code": share_acts.fetch_code(world.district, email, link),
        "shares_cursor": world.people["administrator"].ok("GET", "/shares?which=all")["next"],
        "received_cursor": member.ok("GET", "/shares/received")["next"],
    }


def _add_invitation(world: World) -> None:
    email = f"erin@{world.district.slug}.example"
    body = {"key": new_key(), "email": email, "levels": [{"role": "member"}]}
    world.people["administrator"].ok("POST", "/users", body)
    token = wait_for_link(world.district.platform, email, r"/welcome#([a-z2-7]+)")
    world.objects |= {"staff_invitation": token}


def _add_reset(world: World) -> None:
    email = f"rita@{world.district.slug}.example"
    world.district.colleague("rita", "member")
    world.district.visitor("198.51.100.4").ok("POST", "/password/forgotten", {"username": "rita"})
    token = wait_for_link(world.district.platform, email, r"/password#([a-z2-7]+)")
    world.objects |= {"reset_token": token, "another_password": "nine brass kettles under the bridge"}


def _add_accounts(world: World) -> None:
    """What is one's own, what needs a second person, and a colleague whose account comes and goes."""
    administrator, author, district = world.people["administrator"], world.people["author"], world.district
    colleague, deputy = district.colleague("henry", "member"), district.colleague("dora", "administrator")
    designated = {"key": new_key(), "user_id": deputy.user_id, "reason": "Stands in.", "days": 7}
    designation = administrator.ok("POST", "/designations", designated)["designation_id"]
    asked = [_ask_for_standard(world, deputy) for _ in range(2)]
    phone = Browser(district.slug).sign_in("wanda")
    world.objects |= {"colleague": colleague.user_id, "designation": designation}
    world.objects |= {"approval": asked[0], "other_approval": asked[1]}
    world.objects |= {"own_session": _current_session(phone), "passkey": _add_passkey(author)}
    world.objects |= {"audit_cursor": administrator.ok("GET", f"/audit?actor={administrator.user_id}")["next"]}


def _add_export(world: World) -> None:
    """An export of the administrator's that is done."""
    user_id = world.people["administrator"].user_id
    row = exports.new_row(world.district.district_id, random_id("exp"), user_id)
    row.state, row.available_until = exports.DONE, int(row.asked_at) + exports.AVAILABLE_SECONDS
    dynamodb.write(dynamodb.put_new(row))
    world.objects |= {"export": row.sk}


def _add_records(world: World) -> None:
    """Requests at every step, a hold and a school."""
    administrator, district = world.people["administrator"], world.district
    for number in range(A_PAGE_OF_THREADS + 1):
        record_acts.recorded(administrator, f"asker{number}@{district.slug}.example")
    confirmed = record_acts.verified(district, administrator, f"ruth@{district.slug}.example", "correction")
    sent = record_acts.verified(district, administrator, f"saul@{district.slug}.example")
    record_acts.answered(administrator, sent)
    held = record_acts.hold(administrator, "thread", world.objects["thread"])
    world.objects |= {
        "request": confirmed,
        "other_request": record_acts.recorded(administrator, f"tess@{district.slug}.example"),
        "request_link": record_acts.confirm_link(district, f"asker0@{district.slug}.example"),
        "file_link": record_acts.file_link(district, f"saul@{district.slug}.example"),
        "requests_cursor": administrator.ok("GET", "/requests?state=received")["next"],
        "hold": held["hold_id"],
        "school": administrator.ok("GET", "/retention/rules")["schools"][0]["school_id"],
    }


def _ask_for_standard(world: World, deputy: Browser) -> Any:
    body = {"key": new_key(), "security": "standard", "reason": "A trial without passkeys."}
    survey = acts.make_survey(deputy, "confidential")
    return deputy.ok("PUT", f"/surveys/{survey}/security", body)["approval_id"]


def _current_session(browser: Browser) -> Any:
    held = browser.ok("GET", "/me/sessions")["items"]
    return next(one["session_id"] for one in held if one["is_current"])


def _add_passkey(browser: Browser) -> Any:
    base_url = settings().base_url
    device = Authenticator(base_url, urlsplit(base_url).hostname or "")
    acts.agree(browser)
    asked = browser.ok("POST", "/me/passkeys/options")
    body = {"challenge": asked["challenge"], "name": "Phone", "credential": device.create(asked["options"])}
    return browser.ok("POST", "/me/passkeys", body)["passkey_id"]


class Nowhere:
    """Ids and tokens of the right form that no district has."""

    keys = DistrictKeys("dst_nowhere", 1, random_bytes(32), random_bytes(32))

    @cached_property
    def ids(self) -> dict[str, str]:
        prefixes = {"survey": "svy", "roster_survey": "svy", "draft": "svy", "team": "tem", "topic": "tpc"}
        made = {kind: random_id(prefix) for kind, prefix in {**prefixes, "thread": "thr", "user": "usr"}.items()}
        last = {"pk": {"S": "D#dst_nowhere"}, "sk": {"S": random_id("svy")}}
        cursor = links.seal_cursor(self.keys, "nobody", last) or ""
        return {
            **made,
            "slug": "noplace",
            "username": "nobody",
            "staff_invitation": spelled(random_bytes(32)),
            "reset_token": spelled(random_bytes(32)),
            "writer_link": links.sign(self.keys, "thread", ThreadClaim(made["thread"])),
            "personal_link": links.sign(
                self.keys, "invitation", InvitationClaim(made["roster_survey"], random_id("par"))
            ),
            "upload_survey": random_id("svy"),
            "upload_roster_survey": random_id("svy"),
            "upload_link": links.sign(
                self.keys, "invitation", InvitationClaim(made["roster_survey"], random_id("par"))
            ),
            "upload_response": random_id("rsp"),
            "upload": random_id("upl"),
            "unfinished": token(),
            "certificate": random_id("crt"),
            "share": random_id("shr"),
            "colleague": random_id("usr"),
            "designation": random_id("dsg"),
            "export": random_id("exp"),
            "approval": random_id("apr"),
            "other_approval": random_id("apr"),
            "own_session": "0" * 16,
            "passkey": "0" * 16,
            "share_link": links.sign(self.keys, "share", ShareClaim(random_id("shr"))),
            "share_code": "31415926",
            "request": random_id("rqs"),
            "other_request": random_id("rqs"),
            "request_link": links.sign(self.keys, "request", RequestClaim(random_id("rqs"))),
            "file_link": links.sign(self.keys, "request-file", FileClaim(random_id("rqs"), 2**40)),
            "hold": random_id("hld"),
            "school": "0" * 24,
            **dict.fromkeys(CURSORS, cursor),
        }
