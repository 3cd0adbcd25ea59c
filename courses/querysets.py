"""Which courses somebody may work on; the predicates are in `rules`."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.query import PageQuerySet

from people.enums import Role
from people.models import Organisation
from people.querysets import NOBODY, OrganisationQuerySet, overseen_paths, under

TEACHING_ROLES = (Role.TRAINER, Role.ADMINISTRATOR)
DECIDING_ROLES = (Role.TRAINER, Role.HR, Role.ADMINISTRATOR)
LEVELS_OFFERED = 2


def is_province_wide(path: str) -> bool:
    """Whether an organisation's path is the top of the tree."""
    return len(path) == Organisation.steplen


def administers_the_whole(user: Any) -> bool:
    """Superusers, and administrators of the organisation above all others."""
    return bool(user.is_superuser or any(map(is_province_wide, overseen_paths(user, (Role.ADMINISTRATOR,)))))


def authored_by(user: Any) -> OrganisationQuerySet:
    """The organisations somebody may make courses for. Twin of `rules.may_author_for`."""
    if not user.is_active:
        return Organisation.objects.none()
    if user.is_superuser:
        return Organisation.objects.all()
    return Organisation.objects.filter(under(overseen_paths(user, TEACHING_ROLES)))


def offered_to_author(user: Any) -> OrganisationQuerySet:
    """Those of them that a form offers: where somebody holds the role, and two levels below, not whole provinces."""
    paths = [""] if user.is_superuser else overseen_paths(user, TEACHING_ROLES)
    deepest = {path: len(path) // Organisation.steplen + LEVELS_OFFERED for path in paths}
    near = NOBODY
    for path, depth in deepest.items():
        near |= Q(path__startswith=path, depth__lte=depth)
    return authored_by(user).filter(near).active_on(timezone.localdate())


def led_keys(user: Any) -> QuerySet[Any] | None:
    """Keys of the courses whose requests somebody decides; None for those who decide about all of them."""
    if administers_the_whole(user):
        return None
    pages: Any = apps.get_model("courses", "CoursePage")
    inside = under(overseen_paths(user, DECIDING_ROLES), "organisation__")
    return pages.objects.filter(inside).values("course_key")


class CourseQuerySet(PageQuerySet):
    def editable_by(self, user: Any) -> CourseQuerySet:
        """Those of the organisations somebody trains for or administers. Twin of `rules.may_edit_course`."""
        if not user.is_active:
            return self.none()
        if administers_the_whole(user):
            return self.all()
        return self.filter(under(overseen_paths(user, TEACHING_ROLES), "organisation__"))

    def seen_by(self, user: Any) -> CourseQuerySet:
        """And for hours assessors those of the organisations they cover. Twin of `rules.may_see_editions`."""
        editable = self.editable_by(user)
        if not user.is_active or administers_the_whole(user):
            return editable
        assessed = overseen_paths(user, (Role.ASSESSOR,))
        seen = under(assessed, "organisation__")
        if any(map(is_province_wide, assessed)):
            seen |= Q(organisation__isnull=True)
        return self.filter(Q(pk__in=editable.values("pk")) | seen)

    def around(self, page: Any) -> CourseQuerySet:
        """The course that a lesson or a chapter stands in, however deep."""
        step = page.steplen
        return self.filter(path__in=[page.path[:end] for end in range(step, len(page.path) + 1, step)])

    def for_workers(self, category: str) -> CourseQuerySet:
        """Those meant for a category of workers, and those meant for everybody."""
        return self.filter(Q(worker_categories="") | Q(worker_categories__contains=f",{category},"))
