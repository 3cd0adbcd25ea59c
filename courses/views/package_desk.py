"""Packages at the trainers' desk: looked at, removed."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin.widgets.button import HeaderButton

from people.models import User

from ..models import LessonPackage
from ..services.packages import delete_package
from .desk import ActionView, DeskPage


def to_list() -> dict[str, Any]:
    return {"url": reverse("packages:index"), "label": pgettext("menu", "SCORM packages")}


class OfPackage:
    """About one package that the viewer may see."""

    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def package(self) -> LessonPackage:
        visible = LessonPackage.objects.visible_to(self.request.user).select_related("organisation")
        found = visible.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def above(self) -> list[dict[str, Any]]:
        return [to_list()]


class PackageDetail(OfPackage, DeskPage):
    template_name = "courses/desk/package.html"
    header_icon = "folder-open-1"

    def get_page_title(self) -> str:
        return self.package.title

    def get_page_subtitle(self) -> str:
        return str(self.package.get_version_display())

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        remove = reverse("packages:delete", args=[self.package.pk])
        return [HeaderButton(_("Remove the package"), url=remove, icon_name="bin")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lessons = self.package.editions.select_related("edition").order_by("-pk")[:50]
        return super().get_context_data(**{"package": self.package, "uses": lessons, **kwargs})


class DeletePackage(OfPackage, ActionView):
    page_title = gettext_lazy("Remove the package")
    header_icon = "bin"
    form_class = forms.Form
    is_harmful = True
    submit_button_label = gettext_lazy("Remove the package")
    explanation = gettext_lazy(
        "Its files are removed. A package that a lesson uses, or that learners have begun, stays."
    )

    def above(self) -> list[dict[str, Any]]:
        here = {"url": reverse("packages:detail", args=[self.package.pk]), "label": self.package.title}
        return [to_list(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(package=self.package, **kwargs)

    def act(self, form: forms.Form) -> str:
        delete_package(package=self.package, by=cast(User, self.request.user), at=timezone.now())
        return _("The package was removed.")

    def get_success_url(self) -> str:
        return reverse("packages:index")
