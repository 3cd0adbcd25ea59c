"""Choosing an organisation in a form of the desk: Wagtail's modal, with what the user oversees and nothing else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from ..models import Organisation
from ..querysets import OrganisationQuerySet, overseen_paths
from ..selectors.organisations import named_or_coded, ways_to


class SearchForm(BaseFilterForm):
    q = forms.CharField(label=_("Search by name or code"), required=False)

    def filter(self, objects: OrganisationQuerySet) -> OrganisationQuerySet:
        text = self.cleaned_data.get("q", "").strip()
        if not text:
            return objects
        self.is_searching, self.search_query = True, text
        return objects.filter(named_or_coded(text))


class OverseersOnly:
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not (request.user.is_superuser or overseen_paths(request.user)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ScopedListing(OverseersOnly):
    """Active organisations of the user's own subtrees, in the tree's order."""

    filter_form_class = SearchForm
    request: Any

    def get_object_list(self) -> OrganisationQuerySet:
        return Organisation.objects.managed_by(self.request.user).active_on(timezone.localdate())

    def get_results_page(self, request: Any) -> Any:
        page = super().get_results_page(request)  # type: ignore[misc]
        page.object_list = list(page.object_list)
        ways = ways_to(page.object_list)
        for one in page.object_list:
            one.way = ways[one.pk]
        return page

    @property
    def columns(self) -> list[Any]:
        listed = [*super().columns]  # type: ignore[misc]
        way = Column("way", label=pgettext_lazy("organisation", "stands below"))
        return [*listed, Column("get_kind_display", label=_("kind")), way]

    def can_create(self) -> bool:
        return False


class ChooseOrganisation(ScopedListing, chooser.ChooseView):
    pass


class ListOrganisations(ScopedListing, chooser.ChooseResultsView):
    pass


class ChosenOrganisation(OverseersOnly, chooser.ChosenView):
    def get_object(self, pk: str) -> Organisation:
        if not (pk.isascii() and pk.isdecimal() and len(pk) < 12):
            raise Http404
        found: Organisation = Organisation.objects.managed_by(self.request.user).get(pk=pk)
        return found


class OrganisationChooser(ChooserViewSet):
    model = Organisation
    name = "organisation_chooser"
    url_prefix = "people/organisations/choose"
    icon = "site"
    page_title = _("Choose an organisation")
    choose_view_class = ChooseOrganisation
    choose_results_view_class = ListOrganisations
    chosen_view_class = ChosenOrganisation
    register_widget = False

    def get_urlpatterns(self) -> list[Any]:
        """One at a time, and none is made here."""
        return [one for one in super().get_urlpatterns() if one.name in {"choose", "choose_results", "chosen"}]
