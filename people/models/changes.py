"""What became of organisations: merges, splits, new names, moves in the tree, closures."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import INHERITED, ChangeKind
from ..querysets import overseen_paths, under
from .accounts import User
from .organisations import Organisation


class OrganisationChangeQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> OrganisationChangeQuerySet:
        """Those of organisations the user oversees, on either side; twin of `rules.may_see_change`."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        paths = overseen_paths(user)
        return self.filter(under(paths, "organisation__") | under(paths, "heir__"))


class OrganisationChange(models.Model):
    """One step of an organisation's history; only ever added to.

    A merge or a split has a row for each pair of organisation and heir. `effective_on` is the first day of the new
    state. `before` and `after` are names: the organisation's own, or for a move those of what it stood below.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="changes")
    heir = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="inheritances")
    kind = models.CharField(pgettext_lazy("organisation", "change"), max_length=8, choices=ChangeKind.choices)
    effective_on = models.DateField(_("effective on"))
    before = models.CharField(max_length=120, blank=True)
    after = models.CharField(max_length=120, blank=True)
    citation = models.CharField(_("decision or reason"), max_length=300)
    is_verified = models.BooleanField(_("checked against the decision"), default=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    objects = OrganisationChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of an organisation")
        verbose_name_plural = _("changes of organisations")
        ordering = ["effective_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "heir", "kind", "effective_on"], name="organisation_change_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=INHERITED, heir__isnull=False) | (~Q(kind__in=INHERITED) & Q(heir__isnull=True)),
                name="organisation_change_heir_of_merge_or_split",
            ),
            models.CheckConstraint(condition=~Q(heir=F("organisation")), name="organisation_change_heir_is_another"),
            models.CheckConstraint(condition=~Q(citation=""), name="organisation_change_has_citation"),
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="organisation_change_known_words"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"
