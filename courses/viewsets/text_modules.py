"""Texts used in several lessons, as Wagtail's snippets: each organisation's own, with history and usage."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.views import chooser
from wagtail.snippets.views.snippets import SnippetViewSet

from people.desk.lists import OverseerMenuItem

from ..models import TextModule
from ..querysets import offered_to_author
from .taught import TaughtViewSet, TrainerPolicy

ACTIONS = ("view", "add", "change", "delete")


class TextModuleForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.queryset = offered = offered_to_author(self.for_user)
        field.empty_label = None
        if len(offered[:2]) == 1 and not self.instance.pk:
            field.initial = offered[0]


def only_own(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A module of another organisation is as good as absent, whatever the screen."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        pk = unquote(str(kwargs.get("pk", "")))
        if pk and not (pk.isdecimal() and TextModule.objects.visible_to(request.user).filter(pk=pk).exists()):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class OwnModules:
    """Those of the organisations one trains for."""

    request: Any

    def get_object_list(self) -> QuerySet[TextModule]:
        return TextModule.objects.visible_to(self.request.user)

    def get_object(self, pk: Any) -> TextModule:
        found: TextModule = self.get_object_list().get(pk=pk)
        return found

    def get_objects(self, pks: Any) -> QuerySet[TextModule]:
        return self.get_object_list().filter(pk__in=pks)


class ChooseModule(OwnModules, chooser.ChooseView):
    pass


class ListModules(OwnModules, chooser.ChooseResultsView):
    pass


class ChosenModule(OwnModules, chooser.SnippetChosenView):
    pass


class ChosenModules(OwnModules, chooser.SnippetChosenMultipleView):
    pass


class TextModuleChooser(chooser.SnippetChooserViewSet):
    choose_view_class = ChooseModule
    choose_results_view_class = ListModules
    chosen_view_class = ChosenModule
    chosen_multiple_view_class = ChosenModules

    def get_urlpatterns(self) -> list[Any]:
        """None is made here: a form of Wagtail's chooser does not know who fills it in."""
        return [one for one in super().get_urlpatterns() if one.name != "create"]


class TextModuleViewSet(SnippetViewSet):
    model = TextModule
    icon = "copy"
    menu_label = pgettext_lazy("menu", "Text modules")
    list_display: Any = ["title", "organisation", UpdatedAtColumn()]
    search_fields: Any = ["title"]
    search_backend_name = None
    ordering = ["title"]
    copy_view_enabled = False
    chooser_viewset_class = TextModuleChooser
    edit_handler = ObjectList(
        [FieldPanel("organisation"), FieldPanel("title"), FieldPanel("body")], base_form_class=TextModuleForm
    )

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's screens for one snippet ask the policy about the model, not about the snippet."""
        patterns: list[Any] = super().get_urlpatterns()
        for pattern in patterns:
            pattern.callback = only_own(pattern.callback)
        return patterns

    def get_queryset(self, request: Any) -> QuerySet[TextModule]:
        return TextModule.objects.visible_to(request.user)

    @property
    def permission_policy(self) -> TrainerPolicy:
        return TrainerPolicy(self.model, actions=ACTIONS, roles=TaughtViewSet.roles)

    @cached_property
    def menu_item_class(self) -> type[OverseerMenuItem]:
        return type("TextModuleMenuItem", (OverseerMenuItem,), {"roles": TaughtViewSet.roles})
