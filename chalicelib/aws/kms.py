"""AWS KMS: data keys, and the keyed MAC that a stolen table cannot compute."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from msgspec import Struct

from chalicelib.aws.clients import client
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Unavailable
from chalicelib.kernel.settings import settings

DISTRICT_USE = "district"
PENDING, PENDING_DAYS = "PendingDeletion", 7


class KeyState(Struct, frozen=True):
    """A KMS key's state ("Enabled", "Disabled", "PendingDeletion") and the moment of its deletion, or nothing."""

    state: str
    deleted_at: str


def _call(operation: str, **request: Any) -> dict[str, Any]:
    try:
        reply: dict[str, Any] = getattr(client("kms"), operation)(**request)
    except (ClientError, BotoCoreError) as error:
        raise Unavailable("The key service does not answer. Please try again.") from error
    return reply


def generate_data_key(context: dict[str, str], key: str = "") -> tuple[bytes, bytes]:
    """A new 256-bit key: plain and wrapped by a KMS key or the platform's, bound to the encryption context."""
    wrapping = key or settings().data_key
    reply = _call("generate_data_key", KeyId=wrapping, KeySpec="AES_256", EncryptionContext=context)
    return reply["Plaintext"], reply["CiphertextBlob"]


def decrypt(wrapped: bytes, context: dict[str, str], key: str = "") -> bytes:
    """The key that `generate_data_key` wrapped under the same context."""
    used = key or settings().data_key
    reply = _call("decrypt", KeyId=used, CiphertextBlob=wrapped, EncryptionContext=context)
    plain: bytes = reply["Plaintext"]
    return plain


def encrypt(plain: bytes, context: dict[str, str], key: str) -> bytes:
    """A key, wrapped by a KMS key and bound to the encryption context."""
    wrapped: bytes = _call("encrypt", KeyId=key, Plaintext=plain, EncryptionContext=context)["CiphertextBlob"]
    return wrapped


def create_district_key(district_id: str) -> str:
    """A KMS key of a district's own, as ARN: multi-Region, renewed each year, used by whoever may use its tag."""
    tags = {"parley-stage": settings().stage, "parley-use": DISTRICT_USE, "parley-district": district_id}
    made = _call(
        "create_key",
        Description=f"Parley {settings().stage}: the key of one district",
        KeySpec="SYMMETRIC_DEFAULT",
        KeyUsage="ENCRYPT_DECRYPT",
        MultiRegion=True,
        Tags=[{"TagKey": name, "TagValue": value} for name, value in tags.items()],
    )
    arn: str = made["KeyMetadata"]["Arn"]
    _call("enable_key_rotation", KeyId=arn)
    return arn


def state_of(key: str) -> KeyState:
    """A key's state and, once it is scheduled, the end of its waiting time."""
    found = _call("describe_key", KeyId=key)["KeyMetadata"]
    deletion = found.get("DeletionDate")
    return KeyState(found["KeyState"], clock.iso(deletion) if deletion else "")


def end_key(key: str) -> KeyState:
    """Disable a key and have it deleted after seven days, the shortest that KMS knows; the same again is harmless."""
    if state_of(key).state != PENDING:
        _call("disable_key", KeyId=key)
        _call("schedule_key_deletion", KeyId=key, PendingWindowInDays=PENDING_DAYS)
    return state_of(key)


def sign(digest: bytes) -> bytes:
    """The ECDSA signature (DER) of a SHA-256 digest, by the signing key, which never leaves KMS."""
    request = {"MessageType": "DIGEST", "SigningAlgorithm": "ECDSA_SHA_256", "Message": digest}
    signature: bytes = _call("sign", KeyId=settings().signing_key, **request)["Signature"]
    return signature


def public_key() -> bytes:
    """The public half of the signing key (DER, SubjectPublicKeyInfo)."""
    found: bytes = _call("get_public_key", KeyId=settings().signing_key)["PublicKey"]
    return found


def mac(message: bytes) -> bytes:
    """HMAC-SHA-256 of up to 4,096 bytes under the password key, which never leaves KMS."""
    reply = _call("generate_mac", KeyId=settings().password_key, MacAlgorithm="HMAC_SHA_256", Message=message)
    value: bytes = reply["Mac"]
    return value
