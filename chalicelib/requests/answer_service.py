"""Answering a request: the file of what is kept, the correction, the erasure. Each ends the request with it."""

import json
from datetime import timedelta
from typing import Any

import msgspec
from msgspec import Struct

from chalicelib.assurance import proof_service
from chalicelib.assurance import service as assurance
from chalicelib.assurance.actor import Actor
from chalicelib.assurance.proof_service import Proof
from chalicelib.aws import dynamodb, s3
from chalicelib.aws.dynamodb import Write
from chalicelib.districts.service import District
from chalicelib.identity.invitation_service import check_email
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Conflict, Gone, Invalid, NotFound
from chalicelib.kernel.settings import settings
from chalicelib.privacy import links, vault
from chalicelib.privacy.erasure_service import note_erasure
from chalicelib.privacy.vault import DataKey, DistrictKeys
from chalicelib.requests import record_service as records
from chalicelib.requests import service as requests
from chalicelib.requests import states
from chalicelib.requests.service import LONGEST_NAME, Opened
from chalicelib.requests.text import in_words

FILE_PURPOSE = "request-file"
FILE_HOURS = 24
MOST_ROWS = 80


class FileClaim(Struct, frozen=True):
    """What the link to a file says: of which request, and until when (seconds since 1970)."""

    request: str
    until: int


class PersonalFile(Struct, frozen=True):
    """All that is kept under a person: as data, and to read."""

    document: dict[str, Any]
    text: str


class Correction(Struct, frozen=True):
    """What is right; an empty field stays as it is."""

    name: str = ""
    email: str = ""


def answer_request(
    district: District, keys: DistrictKeys, actor: Actor, request_id: str, right: Correction, base_url: str
) -> str:
    """Do what a request in progress asks for, and end it; gives its new state.

    Raises Conflict where it is not in progress, where a hold keeps what is to be erased, or where there is too much.
    """
    opened = requests.open_request(keys, request_id)
    if opened.row.state != states.IN_PROGRESS:
        raise Conflict("Only a request in progress can be answered.", {"state": f"It is {opened.row.state}."})
    if opened.row.kind == states.ACCESS:
        _send_file(district, keys, actor, opened, base_url)
    elif opened.row.kind == states.CORRECTION:
        _correct(district, keys, actor, opened, right)
    else:
        _erase(district, keys, actor, opened)
    return states.DONE


def _send_file(district: District, keys: DistrictKeys, actor: Actor, opened: Opened, base_url: str) -> None:
    found = records.find_records(keys, opened.asked.email)
    now = clock.now()
    document = {
        "district": district.name,
        "address": opened.asked.email,
        "made_at": clock.iso(now),
        **records.told_records(keys, found),
    }
    place = _file_of(keys.district_id, opened.request_id)
    sealed = vault.encrypt(_secret(opened.key), msgspec.json.encode(document), place.encode())
    s3.put_object(settings().work_bucket, place, sealed)
    until = int((now + timedelta(hours=FILE_HOURS)).timestamp())
    token = links.sign(keys, FILE_PURPOSE, FileClaim(opened.request_id, until))
    parts = {"district": district.name, "link": f"{base_url}/d/{district.slug}/requests/file#{token}"}
    letter = opened.letter("request_ready", parts)
    counts = {name: str(count) for name, count in (found.counts() if found else {}).items()}
    requests.move(keys, actor, opened.row, states.DONE, {}, letter, **counts)


def _file_of(district_id: str, request_id: str) -> str:
    return f"requests/{district_id}/{request_id}.json"


def _secret(key: DataKey) -> bytes:
    return vault.derive(key.secret, "file")


def open_file(keys: DistrictKeys, actor: Actor, link: str) -> PersonalFile:
    """What the link of a letter leads to, for a day; Gone after it, NotFound for any other link."""
    claim = links.check_signed(keys, FILE_PURPOSE, link, FileClaim)
    if clock.seconds() >= claim.until:
        raise Gone("This link is too old.", {"link": "It was good for 24 hours. Please ask again."})
    opened = requests.open_request(keys, claim.request)
    place = _file_of(keys.district_id, claim.request)
    try:
        sealed = s3.get_object(settings().work_bucket, place)
    except NotFound:
        raise Gone("This link is too old.", {"link": "It was good for 24 hours. Please ask again."}) from None
    document = json.loads(vault.decrypt(_secret(opened.key), sealed, place.encode()))
    dynamodb.transact(assurance.record(keys.district_id, actor, "request.file_opened", claim.request))
    return PersonalFile(document, in_words(document))


def _correct(district: District, keys: DistrictKeys, actor: Actor, opened: Opened, right: Correction) -> None:
    email = check_email(right.email) if right.email.strip() else ""
    name = right.name.strip()
    if not (name or email) or len(name) > LONGEST_NAME:
        raise Invalid("Nothing was corrected.", {"name": "The right name or the right address."})
    found = records.find_records(keys, opened.asked.email)
    writes: list[Write] = []
    if found is not None:
        writes = records.corrections(keys, found, email_before=opened.asked.email, name=name, email=email)
    if len(writes) > MOST_ROWS:
        raise Conflict("There is too much to correct at once.", {"records": f"More than {MOST_ROWS} rows."})
    letter = opened.letter("request_done", {"district": district.name})
    what = "+".join(part for part, value in (("name", name), ("email", email)) if value)
    requests.move(keys, actor, opened.row, states.DONE, {}, *writes, letter, rows=str(len(writes)), corrected=what)


def _erase(district: District, keys: DistrictKeys, actor: Actor, opened: Opened) -> None:
    """Rows first, then whatever finds the person; the key goes 25 hours later, and with it every copy."""
    pass_id = proof_service.new_pass()
    proof = Proof(district.id, pass_id, "erasure")
    found = records.remove_records(keys, opened.asked.email, proof)
    proof_service.close_passes(district.id, actor, pass_id)
    writes: list[Write] = []
    if found is not None:
        writes = [
            records.forgotten(keys, opened.asked.email, found.subject),
            note_erasure(district.id, found.subject),
        ]
    letter = opened.letter("request_done", {"district": district.name})
    requests.move(keys, actor, opened.row, states.DONE, {}, *writes, letter, rows=str(proof.removed))
