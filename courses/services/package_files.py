"""Files of packages in the storage. They lie there under their numbers."""

from __future__ import annotations

import hashlib
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage

from ..models import LessonPackage
from ..packages.reading import ReadPackage
from ..selectors.packages import stored_name

CHUNK = 1 << 20


def unpack(read: ReadPackage, package: LessonPackage) -> None:
    """Done before the transaction: it may take a while."""
    for number, (__, entry) in enumerate(read.files):
        with read.archive.open(entry) as stream:
            default_storage.save(stored_name(package, number), File(stream))


def remove_files(package: LessonPackage, count: int) -> None:
    for number in range(count):
        default_storage.delete(stored_name(package, number))
    default_storage.delete(stored_name(package, 0).rpartition("/")[0])


def fingerprint(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
