"""The tree of places and bodies, and the codes they carry."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager

from ..enums import CodeSystem, OrganisationKind
from ..querysets import OrganisationQuerySet


class OrganisationManager(MP_NodeManager.from_queryset(OrganisationQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> OrganisationQuerySet:
        return OrganisationQuerySet(self.model, using=self._db).order_by("path")


class Organisation(MP_Node):
    """A place or a body in the tree from the province down; a level may be missing."""

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind.choices)
    # The first day on which it is no longer active; `OrganisationChange` says why and who is heir.
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)

    objects = OrganisationManager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class OrganisationCode(models.Model):
    """A code an organisation carries for a time; abolished codes live on in old rosters."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="codes")
    system = models.CharField(_("code system"), max_length=10, choices=CodeSystem.choices)
    code = models.CharField(_("code"), max_length=30)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("organisation code")
        verbose_name_plural = _("organisation codes")
        constraints = [
            models.UniqueConstraint(
                fields=["system", "code"], condition=Q(valid_to__isnull=True), name="organisation_code_one_holder"
            ),
            models.UniqueConstraint(fields=["system", "code", "valid_from"], name="organisation_code_unique"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="organisation_code_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.code
