"""Packages come and go. A file is either accepted whole or leaves nothing behind."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import PurePosixPath
from typing import IO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from people.errors import NotAllowed
from people.models import Organisation, User

from .. import rules
from ..errors import PackageHereAlready, PackageInUse, PackagesOff
from ..models import EditionPackage, LessonEdition, LessonPackage, PackageFile
from ..packages.blocks import package_id
from ..packages.names import folded
from ..packages.reading import ReadPackage, read_package
from .package_files import fingerprint, remove_files, unpack

LONGEST = 255


def upload_package(
    *, file: IO[bytes], file_name: str, title: str, organisation: Organisation, by: User, at: dt.datetime
) -> LessonPackage:
    """Check, unpack and keep a package. An empty `title` is taken from its manifest.

    Raises NotAllowed, PackagesOff, PackageRefused and PackageHereAlready; then nothing is stored.
    """
    if not rules.may_author_for(by, organisation):
        raise NotAllowed(_("You may not upload packages for this organisation."))
    if not settings.PACKAGE_ORIGIN:
        raise PackagesOff
    read = read_package(file)
    package = LessonPackage(
        organisation=organisation,
        title=(title.strip() or read.manifest.title)[:200],
        version=read.manifest.version,
        parts=[asdict(part) for part in read.manifest.parts],
        has_sequencing=read.manifest.has_sequencing,
        top_folder=read.top_folder.removesuffix("/")[:LONGEST],
        left_out=read.left_out,
        file_name=PurePosixPath(file_name).name[-LONGEST:],
        file_count=len(read.files),
        size_bytes=sum(entry.info.file_size for __, entry in read.files),
        sha256=fingerprint(file),
        uploaded_at=at,
        uploaded_by=by,
    )
    if LessonPackage.objects.filter(organisation=organisation, sha256=package.sha256).exists():
        raise PackageHereAlready
    try:
        unpack(read, package)
        _write(read, package, by=by, at=at)
    except BaseException as error:
        remove_files(package, len(read.files))
        if isinstance(error, IntegrityError):  # sent twice at the same moment: the other one is there now
            raise PackageHereAlready from error
        raise
    return package


@transaction.atomic
def _write(read: ReadPackage, package: LessonPackage, *, by: User, at: dt.datetime) -> None:
    package.save(force_insert=True)
    PackageFile.objects.bulk_create(
        PackageFile(package=package, number=number, path=path, folded=folded(path), size_bytes=entry.info.file_size)
        for number, (path, entry) in enumerate(read.files)
    )
    data = {"organisation": package.organisation_id, "file": package.sha256}
    log(package, "courses.upload_package", user=by, timestamp=at, data=data)


def delete_package(*, package: LessonPackage, by: User, at: dt.datetime) -> None:
    """Remove a package that no lesson uses and no learner has begun. Raises NotAllowed and PackageInUse."""
    if not rules.may_author_for(by, package.organisation):
        raise NotAllowed(_("You may not remove packages of this organisation."))
    key, count = LessonPackage(key=package.key), package.file_count
    with transaction.atomic():
        if ReferenceIndex.get_references_to(package).exists():
            raise PackageInUse
        log(package, "courses.delete_package", user=by, timestamp=at, data={"file": package.sha256})
        try:
            package.delete()
        except ProtectedError as error:
            raise PackageInUse from error
        transaction.on_commit(lambda: remove_files(key, count))


def keep_package_of(*, edition: LessonEdition) -> None:
    """Tie a new edition to the package in its body, so that the package stays as long as the edition."""
    package = LessonPackage.objects.filter(pk=package_id(edition.body) or 0).first()
    if package:
        EditionPackage.objects.create(edition=edition, package=package)
