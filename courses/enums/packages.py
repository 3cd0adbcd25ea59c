"""Words of packages: which standard one follows, and why one is refused."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PackageVersion(TextChoices):
    """The standard a package follows, by its manifest."""

    SCORM_12 = "1.2", "SCORM 1.2"
    SCORM_2004_2 = "2004-2", _("SCORM 2004, 2nd edition")
    SCORM_2004_3 = "2004-3", _("SCORM 2004, 3rd edition")
    SCORM_2004_4 = "2004-4", _("SCORM 2004, 4th edition")


class PackageFault(TextChoices):
    """Why a file is refused. `%(name)s` is the entry of the archive that it is about."""

    NOT_ZIP = "package_not_zip", _("This is not a zip file, or it is damaged. Export the package again as SCORM (zip).")
    TOO_LARGE = "package_too_large", _("The package is larger than 500 MB. Put its videos into lessons of their own.")
    TOO_MANY = (
        "package_too_many_files",
        _("The package holds more than 2,000 files. Divide it into several packages."),
    )
    BOMB = (
        "package_bomb",
        _("“%(name)s” unpacks to far more than a package of this size can hold. Export the package again."),
    )
    DAMAGED = "package_damaged", _("“%(name)s” in the package is damaged. Export the package again.")
    ENCRYPTED = "package_encrypted", _("“%(name)s” is protected by a password. Pack the files without one.")
    METHOD = (
        "package_compression",
        _("“%(name)s” is packed by a method that is not supported. Pack the files as an ordinary zip."),
    )
    LINK = "package_link", _("“%(name)s” is a link or a device, not a file. Pack the files themselves.")
    NAME = (
        "package_bad_name",
        _("“%(name)s” is not a name a file of a package may have. Rename it and pack the files again."),
    )
    TWICE = (
        "package_name_twice",
        _("“%(name)s” is there twice, perhaps in capital and small letters. Remove one and pack the files again."),
    )
    NO_MANIFEST = (
        "package_no_manifest",
        _("There is no imsmanifest.xml at the top of the zip. Export the lesson as SCORM 1.2 or SCORM 2004."),
    )
    MANIFEST_BROKEN = (
        "package_manifest_broken",
        _("imsmanifest.xml cannot be read: it is damaged, too large, or refers to things outside itself."),
    )
    NOT_SCORM = (
        "package_not_scorm",
        _("imsmanifest.xml describes no SCORM package. Export the lesson as SCORM 1.2 or SCORM 2004."),
    )
    NOTHING_TO_OPEN = "package_nothing_to_open", _("imsmanifest.xml names nothing that can be opened.")
    TOO_MANY_PARTS = (
        "package_too_many_parts",
        _("The package has more than 200 parts. Divide it into several packages."),
    )
    LAUNCH_MISSING = (
        "package_launch_missing",
        _("imsmanifest.xml wants to open “%(name)s”, which is not in the package."),
    )
    LAUNCH_ELSEWHERE = (
        "package_launch_elsewhere",
        _("The package wants to open a page of another site (“%(name)s”). Only what is in the package can be run."),
    )
    LAUNCH_KIND = (
        "package_launch_kind",
        _("“%(name)s” cannot be opened in a browser. Export the package for the web (HTML5)."),
    )
