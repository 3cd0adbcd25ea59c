"""Reading packages for those who run them."""

from __future__ import annotations

from people.models import User

from ..models import LessonPackage, PackageFile
from ..packages.names import folded
from ..packages.tokens import Pass


def package_of(granted: Pass) -> LessonPackage | None:
    """None also where the account was closed since."""
    if not User.objects.filter(pk=granted.learner, is_active=True).exists():
        return None
    return LessonPackage.objects.filter(key=granted.package).first()


def file_of(granted: Pass, path: str) -> PackageFile | None:
    """The file at a path of the package, however its capital letters are written."""
    if "\0" in path or not User.objects.filter(pk=granted.learner, is_active=True).exists():
        return None
    files = PackageFile.objects.select_related("package").defer("package__parts", "package__left_out")
    return files.filter(package__key=granted.package, folded=folded(path)).first()


def stored_name(package: LessonPackage, number: int) -> str:
    """Where a file lies in the storage: no part of the name comes from the archive."""
    return f"packages/{package.key.hex}/{number}"
