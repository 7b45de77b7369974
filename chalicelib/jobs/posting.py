"""Carrying out one waiting letter: claim, open, send, mark."""

from chalicelib.assurance.actor import of_job
from chalicelib.aws import ses
from chalicelib.consents.announcement_service import ORDER, carry_out_notice
from chalicelib.consents.service import is_withdrawn
from chalicelib.districts.service import get_district
from chalicelib.identity.reset_service import FORGOTTEN, letter_for
from chalicelib.kernel.errors import Invalid, NotFound, ParleyError
from chalicelib.kernel.settings import settings
from chalicelib.notifications import service as notifications
from chalicelib.notifications.letters import Letter, render
from chalicelib.notifications.store import LetterRow
from chalicelib.privacy import service as privacy
from chalicelib.privacy import vault
from chalicelib.privacy.vault import DistrictKeys, Place, SealError
from chalicelib.surveys.roster_service import carry_out_mailing


def send_letter(district_id: str, letter_id: str) -> bool:
    """Send one letter, or carry out a mailing or notice; False where it is another's turn. Raises to be tried again."""
    letter = notifications.claim_letter(district_id, letter_id)
    if letter is None:
        return False
    try:
        outcome = _carried_out(district_id, letter)
    except ParleyError:
        notifications.release_letter(letter)
        raise
    notifications.mark_sent(district_id, letter, outcome)
    return True


def _ordered(district_id: str, keys: DistrictKeys, letter: LetterRow) -> str:
    """An order for many letters; nobody is asked to answer, or told of a notice, where the service has ended."""
    district = get_district(district_id)
    if not district.is_open:
        return "stopped"
    if letter.kind == "mailing":
        carry_out_mailing(district, keys, letter.subject, letter.sk, settings().base_url)
    else:
        carry_out_notice(district, keys, letter.subject, settings().base_url)
    return "sent"


def _carried_out(district_id: str, letter: LetterRow) -> str:
    keys = privacy.open_keys_of(district_id)
    if letter.kind in {"mailing", ORDER}:
        return _ordered(district_id, keys, letter)
    if letter.about and is_withdrawn(district_id, letter.about):
        return "withdrawn"
    try:
        key = privacy.key_of(keys, letter.subject)
        opened = vault.unseal(key, Place(letter.TABLE, letter.pk, letter.sk), letter.sealed, Letter)
        if opened.kind == FORGOTTEN:
            opened = letter_for(get_district(district_id), keys, of_job("send_letter"), letter.sk, opened.to)
        words = render(opened)
        ses.send(opened.to, words.subject, words.text, letter.sk)
    except NotFound:
        return "erased"
    except (SealError, Invalid):  # No later try would end otherwise, and the letters behind it must not wait.
        return "undeliverable"
    return "sent"
