"""Reminders of requests: whoever works on one is told in time, an overdue one every day; one never confirmed lapses."""

from msgspec import Struct

from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.aws import dynamodb
from chalicelib.aws.dynamodb import Write
from chalicelib.districts.service import District
from chalicelib.identity import service as identity
from chalicelib.identity.permissions import Permission
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict
from chalicelib.notifications.letters import Letter
from chalicelib.privacy.post_service import post_letter
from chalicelib.privacy.vault import DistrictKeys
from chalicelib.requests import service as requests
from chalicelib.requests import states
from chalicelib.requests.store import RequestRow

MOST_LETTERS = 90  # In the transaction of a request's own three rows and an entry of the audit log.


class Reminded(Struct):
    """What one run has done: requests looked at, letters promised, lapsed and overdue ones."""

    requests: int = 0
    letters: int = 0
    lapsed: int = 0
    overdue: int = 0


def remind_of_requests(district: District, keys: DistrictKeys, actor: Actor, base_url: str) -> Reminded:
    """Look at each open request whose day has come. It reads those alone; running again tells nobody twice."""
    told = Reminded()
    readers: list[identity.Account] | None = None
    for note in requests.due_notes(district.id):
        row = requests.noted_request(district.id, note)
        if row is None:
            continue
        told.requests += 1
        if row.state == states.RECEIVED:
            told.lapsed += _lapse(keys, actor, row)
            continue
        told.overdue += states.is_overdue(row.state, row.due_at, clock.iso(clock.now()))
        readers = _readers(keys) if readers is None else readers
        letters = [_letter(district, one, row, base_url) for one in readers]
        entry = assurance.record(district.id, actor, "request.reminded", row.request_id, letters=str(len(letters)))
        dynamodb.add_each_once([[one] for one in letters[MOST_LETTERS:]])
        if requests.postponed(district.id, row, *letters[:MOST_LETTERS], entry):
            told.letters += len(letters)
    return told


def _lapse(keys: DistrictKeys, actor: Actor, row: RequestRow) -> int:
    try:
        requests.move(keys, actor, row, states.REFUSED, {}, because="not confirmed")
    except Conflict:  # It was confirmed at this very moment.
        return 0
    return 1


def _readers(keys: DistrictKeys) -> list[identity.Account]:
    """Whoever of the staff may answer, designated at the moment or not. One Query of the staff."""
    return [one for one in identity.list_accounts(keys) if one.access.may(Permission.MANAGE_RECORDS)]


def _letter(district: District, account: identity.Account, row: RequestRow, base_url: str) -> Write:
    request_id = row.request_id
    link = f"{base_url}/desk/d/{district.slug}/requests/{request_id}"
    parts = {"district": district.name, "due": row.due_at[:10], "link": link}
    letter = Letter("request_due", account.person.email, "en", parts)
    return post_letter(account.key, f"rqd_{request_id}_{account.row.sk}_{row.remind_at[:10]}", letter)
