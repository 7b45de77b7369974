"""What a consent can be given for, and what its receipt holds."""

from msgspec import Struct

ANSWER, MESSAGE, REPLY_EMAIL = "answer", "message", "reply_email"
BIOMETRIC = "biometric"
# What a device asks its owner for. Nothing of a face or a finger leaves the device: a passkey is proof enough.
FEATURES = ("camera", "photos", "microphone", "contacts", BIOMETRIC)
PURPOSES = (ANSWER, MESSAGE, REPLY_EMAIL, *FEATURES)
GIVEN, WITHDRAWN = "given", "withdrawn"
NONE_AGREED = "-"


class Receipt(Struct, frozen=True):
    """What is sealed of a consent: the language it was read in, when, and what it allowed."""

    language: str
    at: str
    withdrawn_at: str = ""
    answer: str = ""
