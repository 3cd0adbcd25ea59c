"""Secrets of second factors at rest: sealed like ID numbers; `rotate_field_keys` knows them too.

allauth does not say whose secret it is when it opens one, so the seal is bound to what it is for, not to a person.
"""

from __future__ import annotations

import uuid

from .sealing import seal, unseal

SECOND_FACTOR = uuid.uuid5(uuid.NAMESPACE_URL, "bainian people second factor secret 1")


def seal_secret(text: str) -> str:
    return seal(text, owner=SECOND_FACTOR)


def unseal_secret(token: str) -> str:
    """The secret, or `SealBroken`."""
    return unseal(token, owner=SECOND_FACTOR)
