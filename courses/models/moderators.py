"""Who moderates what in the way of a course to its readers: by role and organisation, never the authors themselves."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState

from people.enums import Role
from people.models import Membership, Organisation, User
from people.querysets import in_force, overseen_paths

from .pages import CoursePage


def organisation_path_of(page: Page) -> str | None:
    """The path of the organisation whose course a page belongs to; empty for the whole province, None for no course."""
    found = CoursePage.objects.around(page).values_list("organisation__path", flat=True).first()
    if found is None and not CoursePage.objects.around(page).exists():
        return None
    return found or ""


def covers(user: Any, role: Role, path: str | None) -> bool:
    """Whether somebody holds a role at an organisation or above it; for the whole province, at the top of the tree."""
    if not user.is_active or path is None:
        return False
    return bool(user.is_superuser) or _within(path, overseen_paths(user, (role,)))


def holders(role: Role, path: str | None) -> QuerySet[User]:
    """Everybody who covers it, without superusers."""
    if path is None:
        return User.objects.none()
    step = Organisation.steplen
    if path:
        above = Q(organisation__path__in=[path[:end] for end in range(step, len(path) + 1, step)])
    else:
        above = Q(organisation__depth=1)
    held = Membership.objects.filter(above, in_force(timezone.localdate()), role=role)
    return User.objects.filter(is_active=True, pk__in=held.values("person"))


def authors_of(state: TaskState) -> set[Any]:
    """Who submitted, and who saved what is new in the submitted revision."""
    revision, workflow_state = state.revision, state.workflow_state
    saved = Revision.objects.filter(
        base_content_type=revision.base_content_type_id, object_id=revision.object_id, pk__lte=revision.pk
    )
    live = Page.objects.filter(pk=revision.object_id).values_list("live_revision", flat=True).first()
    if live is not None and live < revision.pk:
        saved = saved.filter(pk__gt=live)
    found = set(saved.values_list("user", flat=True)) | {workflow_state.requested_by_id}
    return {pk for pk in found if pk is not None}


def in_reach(user: Any, roles: tuple[Role, ...], states: QuerySet[TaskState]) -> list[TaskState]:
    """The task states whose page belongs to a course that somebody covers by one of the roles. Four queries."""
    rows = list(states.select_related("revision", "workflow_state"))
    paths = dict(Page.objects.filter(pk__in={row.workflow_state.object_id for row in rows}).values_list("pk", "path"))
    step = Page.steplen
    above = {path[:end] for path in paths.values() for end in range(step, len(path) + 1, step)}
    courses = dict(CoursePage.objects.filter(path__in=above).values_list("path", "organisation__path"))
    covered = None if user.is_superuser else overseen_paths(user, roles)
    found = []
    for row in rows:
        path = paths.get(int(row.workflow_state.object_id), "")
        course = next(
            (courses[path[:end]] or "" for end in range(step, len(path) + 1, step) if path[:end] in courses), None
        )
        if course is not None and (covered is None or _within(course, covered)):
            found.append(row)
    return found


def _within(path: str, covered: list[str]) -> bool:
    if not path:
        return any(len(start) == Organisation.steplen for start in covered)
    return any(path.startswith(start) for start in covered)
