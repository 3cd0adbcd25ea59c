"""The key in the address of a package's file: whose it is, of which package, and for which address of the site.

The address a package is served from gets no cookies, so what lets a learner in has to stand in the path.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.core import signing

SALT = "courses.packages"
LONGEST_SECONDS = 6 * 3600  # as long as a study session may last
SEPARATOR = "."  # the usual colon has a meaning of its own in a content security policy


@dataclass(frozen=True)
class Pass:
    """`origin` is the address of the site whose page shows the package."""

    learner: uuid.UUID
    package: uuid.UUID
    origin: str


class BadPass(Exception):  # noqa: N818 - errors are nouns here
    """Forged or for something else; `is_expired` where it was good once."""

    def __init__(self, *, is_expired: bool = False) -> None:
        super().__init__()
        self.is_expired = is_expired


def issue(granted: Pass) -> str:
    return _signer().sign_object([granted.learner.hex, granted.package.hex, granted.origin])


def read(token: str) -> Pass:
    """Raises BadPass."""
    try:
        learner, package, origin = _signer().unsign_object(token, max_age=LONGEST_SECONDS)
    except signing.SignatureExpired as error:
        raise BadPass(is_expired=True) from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadPass from error
    return Pass(uuid.UUID(learner), uuid.UUID(package), origin)


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(sep=SEPARATOR, salt=SALT)
