"""Files of personal data at rest: sealed in pieces with AES-256-GCM, so that neither way needs memory for the whole.

A file is a header (mark, key id, salt), then pieces of `PIECE` bytes. Each file has a key of its own, derived by HKDF
from the field key `key id`, the salt and what the file belongs to. A piece's nonce is its number and whether it is
the last: a piece changed, moved, left out, or an end cut off does not open.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from .errors import SealBroken

MARK = b"sealed1\n"
SALT_BYTES = 32
PIECE = 64 * 1024
TAG_BYTES = 16
PURPOSE = b"bainian people sealed file 1"


class SealingWriter:
    """What is written here reaches `file` sealed under the newest key; `close` writes the last piece.

    `size` and `digest` are of the sealed bytes.
    """

    def __init__(self, file: IO[bytes], *, owner: uuid.UUID) -> None:
        self.file = file
        key_id, key = next(iter(settings.FIELD_KEYS.items()))
        salt = os.urandom(SALT_BYTES)
        self.cipher = _cipher(key, salt, owner)
        self.held = bytearray()
        self.number = self.size = 0
        self.digest = hashlib.sha256()
        self._store(MARK + key_id.encode() + b"\n" + salt)

    def write(self, data: bytes) -> int:
        self.held += data
        while len(self.held) > PIECE:
            self._seal(bytes(self.held[:PIECE]), is_last=False)
            del self.held[:PIECE]
        return len(data)

    def flush(self) -> None:
        """A piece goes out when it is full."""

    def close(self) -> None:
        self._seal(bytes(self.held), is_last=True)
        self.held.clear()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        self._store(self.cipher.encrypt(_nonce(self.number, is_last=is_last), piece, None))
        self.number += 1

    def _store(self, data: bytes) -> None:
        self.file.write(data)
        self.size += len(data)
        self.digest.update(data)


@contextmanager
def new_sealed_file(path: Path, *, owner: uuid.UUID) -> Iterator[SealingWriter]:
    """Readable for this account of the operating system only; gone if anything goes wrong."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            writer = SealingWriter(file, owner=owner)
            yield writer
            writer.close()
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def opened_pieces(file: IO[bytes], *, owner: uuid.UUID) -> Iterator[bytes]:
    """The content, piece by piece; `SealBroken` at the first that is not as it was written."""
    if file.readline(len(MARK)) != MARK:
        raise SealBroken("this is no sealed file")
    key = settings.FIELD_KEYS.get(file.readline(64).decode("ascii", "replace").rstrip("\n"))
    if key is None:
        raise SealBroken("the key that sealed this file is not in FIELD_KEYS")
    cipher = _cipher(key, file.read(SALT_BYTES), owner)
    number, piece = 0, file.read(PIECE + TAG_BYTES)
    while True:
        following = file.read(PIECE + TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(number, is_last=not following), piece, None)
        except (InvalidTag, ValueError):
            raise SealBroken("this file was changed, or belongs to something else") from None
        if not following:
            return
        number, piece = number + 1, following


def _cipher(key: bytes, salt: bytes, owner: uuid.UUID) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=PURPOSE + owner.bytes).derive(key))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
