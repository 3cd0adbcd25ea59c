"""Refusals of packages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from people.errors import Refusal

from ..enums.packages import PackageFault

LONGEST_SHOWN = 80


class PackageRefused(Refusal):
    """A file that is no package we run; `name` is what of the archive is meant."""

    status = 422

    def __init__(self, fault: PackageFault, *, name: str = "") -> None:
        shown = "".join(one if one.isprintable() else "?" for one in name[-LONGEST_SHOWN:])
        sentence = str(fault.label) % {"name": shown}
        super().__init__(sentence, fields={"file": sentence})
        self.code = str(fault.value)
        self.fault = fault


class PackagesOff(Refusal):
    code = "packages_off"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            _("Packages are not set up here: the operator has to give PACKAGE_ORIGIN, an address of their own.")
        )


class PackageHereAlready(Refusal):
    code = "package_here_already"
    status = 409

    def __init__(self) -> None:
        sentence = _("This very file was uploaded for this organisation before. Choose that package in the lesson.")
        super().__init__(sentence, fields={"file": str(sentence)})


class PackageInUse(Refusal):
    code = "package_in_use"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            _("A lesson uses this package, or learners have begun it, so it stays. Upload the new one beside it.")
        )
