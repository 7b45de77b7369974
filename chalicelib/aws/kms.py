"""AWS KMS: data keys, and the keyed MAC that a stolen table cannot compute."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.clients import client
from chalicelib.kernel.errors import Unavailable
from chalicelib.kernel.settings import settings


def _call(operation: str, **request: Any) -> dict[str, Any]:
    try:
        reply: dict[str, Any] = getattr(client("kms"), operation)(**request)
    except (ClientError, BotoCoreError) as error:
        raise Unavailable("The key service does not answer. Please try again.") from error
    return reply


def generate_data_key(context: dict[str, str]) -> tuple[bytes, bytes]:
    """A new 256-bit key: plain and wrapped, bound to the encryption context."""
    reply = _call("generate_data_key", KeyId=settings().data_key, KeySpec="AES_256", EncryptionContext=context)
    return reply["Plaintext"], reply["CiphertextBlob"]


def decrypt(wrapped: bytes, context: dict[str, str]) -> bytes:
    """The key that `generate_data_key` wrapped under the same context."""
    reply = _call("decrypt", KeyId=settings().data_key, CiphertextBlob=wrapped, EncryptionContext=context)
    plain: bytes = reply["Plaintext"]
    return plain


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
