"""Choosing a package in the content of a lesson."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from people.querysets import overseen_paths

from ..models import LessonPackage
from ..querysets import TEACHING_ROLES


class TrainersOnly:
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not (request.user.is_superuser or overseen_paths(request.user, TEACHING_ROLES)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ScopedListing(TrainersOnly):
    """The packages of one's own organisations, newest first."""

    request: Any

    def get_object_list(self) -> QuerySet[Any]:
        return LessonPackage.objects.visible_to(self.request.user).select_related("organisation").order_by("-pk")

    @property
    def columns(self) -> list[Any]:
        listed = [*super().columns]  # type: ignore[misc]
        standard = Column("get_version_display", label=pgettext_lazy("package", "standard"))
        return [*listed, standard, Column("organisation", label=_("organisation"))]

    def can_create(self) -> bool:
        return False


class ChoosePackage(ScopedListing, chooser.ChooseView):
    pass


class ListPackages(ScopedListing, chooser.ChooseResultsView):
    pass


class ChosenPackage(TrainersOnly, chooser.ChosenView):
    def get_object(self, pk: str) -> LessonPackage:
        if not (pk.isascii() and pk.isdecimal() and len(pk) < 12):
            raise Http404
        return LessonPackage.objects.visible_to(self.request.user).get(pk=pk)


class PackageChooser(ChooserViewSet):
    model = LessonPackage
    name = "package_chooser"
    url_prefix = "courses/packages/choose"
    icon = "folder-open-1"
    page_title = _("Choose a package")
    choose_view_class = ChoosePackage
    choose_results_view_class = ListPackages
    chosen_view_class = ChosenPackage
    register_widget = False

    def get_urlpatterns(self) -> list[Any]:
        """One at a time, and none is made here."""
        return [one for one in super().get_urlpatterns() if one.name in {"choose", "choose_results", "chosen"}]
