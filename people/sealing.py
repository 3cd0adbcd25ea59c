"""Personal data at rest: sealed with AES-256-GCM, and found again by a keyed index.

A sealed value is `keyid:base64(nonce + ciphertext + tag)`, bound to its owner: copied to another person's row it
does not open. An index is `keyid:hex` of HMAC-SHA256 under a key that HKDF derives from the field key, so that
neither tells anything about the other. `settings.FIELD_KEYS` holds the keys, newest first; old ones still open.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from .errors import SealBroken

NONCE_BYTES = 12
INDEX_PURPOSE = b"bainian people id-number index 1"


def seal(value: str, *, owner: uuid.UUID) -> str:
    """Sealed under the newest key."""
    key_id, key = next(iter(settings.FIELD_KEYS.items()))
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, value.encode(), owner.bytes)
    return f"{key_id}:{base64.b64encode(nonce + sealed).decode()}"


def seal_bytes(value: bytes, *, owner: uuid.UUID) -> bytes:
    """A small file, sealed under the newest key; without the third that base64 adds."""
    key_id, key = next(iter(settings.FIELD_KEYS.items()))
    nonce = os.urandom(NONCE_BYTES)
    return key_id.encode() + b":" + nonce + AESGCM(key).encrypt(nonce, value, owner.bytes)


def unseal_bytes(sealed: bytes, *, owner: uuid.UUID) -> bytes:
    """The content, or `SealBroken`."""
    key_id, _, content = sealed.partition(b":")
    key = settings.FIELD_KEYS.get(key_id.decode("ascii", "replace"))
    if key is None:
        raise SealBroken("the key that sealed this file is not in FIELD_KEYS")
    try:
        return AESGCM(key).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], owner.bytes)
    except (InvalidTag, ValueError):
        raise SealBroken("this file was changed, or belongs to somebody else") from None


def unseal(token: str, *, owner: uuid.UUID) -> str:
    """The value, or `SealBroken`, whose text repeats nothing of it."""
    key_id, _, encoded = token.partition(":")
    key = settings.FIELD_KEYS.get(key_id)
    if key is None:
        raise SealBroken("the key that sealed this value is not in FIELD_KEYS")
    try:
        content = base64.b64decode(encoded, validate=True)
        return AESGCM(key).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], owner.bytes).decode()
    except (InvalidTag, binascii.Error, ValueError):
        raise SealBroken("this value was changed, or belongs to somebody else") from None


def blind_index(value: str) -> str:
    """The index to store: under the newest key."""
    return index_candidates(value)[0]


def index_candidates(value: str) -> list[str]:
    """What `value` is stored under, for every key, newest first: look up with `__in`."""
    return [f"{key_id}:{_index(key, value)}" for key_id, key in settings.FIELD_KEYS.items()]


def _index(key: bytes, value: str) -> str:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=INDEX_PURPOSE).derive(key)
    return hmac.digest(derived, value.encode(), "sha256").hex()
