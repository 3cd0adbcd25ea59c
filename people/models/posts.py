"""The posts of an organisation, so that the share of social-work posts can be told."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..querysets import overseen_paths, under
from .organisations import Organisation


class PostQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> PostQuerySet:
        """Those of the organisations the user oversees; twin of `rules.may_see_post`."""
        if not user.is_active:
            return self.none()
        return self.all() if user.is_superuser else self.filter(under(overseen_paths(user), "organisation__"))

    def valid_on(self, on: dt.date) -> PostQuerySet:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


class Post(models.Model):
    """A kind of work with a number of places; who holds it is told by the title in the person's membership.

    A social-work post is a professional post: the policy counts the first among the second.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts", verbose_name=_("organisation"))
    title = models.CharField(_("title of the post"), max_length=60)
    is_professional = models.BooleanField(_("professional post"), default=True)
    is_social_work = models.BooleanField(_("social-work post"), default=False)
    places = models.PositiveIntegerField(pgettext_lazy("post", "places"), default=1)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("organisation", "post")
        verbose_name_plural = pgettext_lazy("organisation", "posts")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "title"], condition=Q(valid_to__isnull=True), name="post_one_open_per_title"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="post_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(is_social_work=False) | Q(is_professional=True), name="post_social_work_is_professional"
            ),
            models.CheckConstraint(condition=Q(places__gte=1), name="post_has_places"),
        ]

    def __str__(self) -> str:
        return self.title
