"""Who saw which personal data in full, of whom, when and why. Rows are only ever added, and kept for half a year."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import Role
from ..enums.privacy import AccessKind
from ..querysets import in_force, overseen_paths, under
from .accounts import User
from .organisations import Organisation

KEPT_DAYS = 183
"""The law asks for at least six months; the database refuses to remove a younger row."""
SHORTEST_REASON = 4


class PersonalDataAccessQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> PersonalDataAccessQuerySet:
        """For administrators what was seen of people, or taken out of organisations, in their subtrees.

        Twin of `rules.may_see_access`.
        """
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        paths = overseen_paths(user, (Role.ADMINISTRATOR,))
        if not paths:
            return self.none()
        today = timezone.localdate()
        inside = User.objects.filter(under(paths, "memberships__organisation__"), in_force(today, "memberships__"))
        return self.filter(Q(person__in=inside.values("pk")) | under(paths, "organisation__"))

    def about(self, person: User) -> PersonalDataAccessQuerySet:
        """What was seen of one person, under whatever account it was held."""
        return self.filter(Q(person=person) | Q(person__merged_into=person))


class PersonalDataAccess(models.Model):
    """One look at one person's data, or one file about an organisation's people (then `person` is empty)."""

    actor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=pgettext_lazy("access log", "by"))
    person = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=pgettext_lazy("access log", "about")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("organisation")
    )
    kind = models.CharField(pgettext_lazy("access log", "what"), max_length=10, choices=AccessKind.choices)
    reason = models.CharField(pgettext_lazy("access log", "reason"), max_length=200)
    happened_at = models.DateTimeField(pgettext_lazy("access log", "at"))

    objects = PersonalDataAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("access to personal data")
        verbose_name_plural = _("accesses to personal data")
        ordering = ["-happened_at", "-id"]
        indexes = [
            models.Index(fields=["person", "-happened_at"], name="data_access_by_person"),
            models.Index(fields=["organisation", "-happened_at"], name="data_access_by_place"),
            models.Index(fields=["happened_at"], name="data_access_by_instant"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="data_access_about_somebody",
            ),
            models.CheckConstraint(condition=Q(kind__in=AccessKind.values), name="data_access_known_words"),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("reason"), SHORTEST_REASON), name="data_access_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
