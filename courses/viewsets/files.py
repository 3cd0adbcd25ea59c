"""Wagtail's own screens and interfaces for files and pages, narrowed to what somebody may see."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.permissions import page_permission_policy

from ..models import ChapterPage
from ..views.recording_desk import choose_recording

ANY = ["add", "change", "delete", "choose"]


class OwnImages(ImagesAdminAPIViewSet):
    def get_queryset(self) -> QuerySet[Any]:
        own = image_policy.instances_user_has_any_permission_for(self.request.user, ANY)
        return super().get_queryset().filter(pk__in=own.values("pk"))


class OwnDocuments(DocumentsAdminAPIViewSet):
    def get_queryset(self) -> QuerySet[Any]:
        own = document_policy.instances_user_has_any_permission_for(self.request.user, ANY)
        return super().get_queryset().filter(pk__in=own.values("pk"))


def choosable(pages: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Published pages, which everybody sees, and the drafts one works on."""
    if not page_permission_policy.user_has_any_permission(user, {"add", "change", "publish"}):
        return pages.filter(live=True)
    own = page_permission_policy.explorable_instances(user)
    return pages.filter(Q(live=True) | Q(pk__in=own.values("pk")))


def require_explorable(parent: Any, user: Any) -> None:
    """Wagtail opens the listing of every page below the nearest common ancestor, if only to say that it is empty."""
    if not page_permission_policy.explorable_instances(user).filter(pk=parent.pk).exists():
        raise PermissionDenied


def lead_into_course(page: Any, request: Any) -> HttpResponseBase | None:
    """A chapter is a heading on its course's page."""
    if not isinstance(page, ChapterPage):
        return None
    return redirect(f"{page.get_parent().get_url(request)}#chapter-{page.pk}")


def recording_paths() -> list[Any]:
    return [
        path("media/chooser/<int:media_id>/", choose_recording),
    ]
