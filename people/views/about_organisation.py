"""What every desk page about one organisation stands on."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import pgettext

from ..desk.pages import ActionView, Desk
from ..enums import Role
from ..models import Organisation, User
from .fields import ViewerForm


class AboutOrganisation(Desk):
    """Finds the organisation of the address (`pk`) among those whose people the user looks after, or 404."""

    kwargs: dict[str, Any]

    @property
    def viewer(self) -> User:
        """Signed in: `dispatch` has let nobody else through."""
        return cast(User, self.request.user)

    @cached_property
    def organisation(self) -> Organisation:
        try:
            found: Organisation = Organisation.objects.managed_by(self.viewer).get(pk=self.kwargs["pk"])
        except Organisation.DoesNotExist:
            raise Http404 from None
        return found

    @cached_property
    def way(self) -> list[Organisation]:
        """From the top of what the user oversees down to the organisation itself."""
        return [*self.organisation.get_ancestors() & Organisation.objects.managed_by(self.viewer), self.organisation]

    def crumbs(self, way: list[Organisation]) -> list[dict[str, Any]]:
        return [
            {"url": reverse("organisations:index"), "label": pgettext("menu", "Organisations")},
            *({"url": organisation_url(one), "label": one.name} for one in way),
        ]

    def above(self) -> list[dict[str, Any]]:
        return self.crumbs(self.way[:-1])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(organisation=self.organisation, **kwargs)


class OrganisationAction(AboutOrganisation, ActionView):
    """A form about one organisation; back to its page afterwards."""

    def get_page_subtitle(self) -> str:
        return self.organisation.name

    def above(self) -> list[dict[str, Any]]:
        return self.crumbs(self.way)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        form_class: type[forms.Form] = self.get_form_class()
        return {**kwargs, "viewer": self.viewer} if issubclass(form_class, ViewerForm) else kwargs

    def get_form(self, form_class: Any = None) -> forms.Form:
        # Absent and hidden look alike before a form is shown or read.
        self.organisation  # noqa: B018
        form: forms.Form = super().get_form(form_class)
        return form

    def get_success_url(self) -> str:
        return organisation_url(self.organisation)


class TreeAction(OrganisationAction):
    """One that changes the tree or its codes: administrators only."""

    roles = (Role.ADMINISTRATOR,)


def organisation_url(organisation: Organisation) -> str:
    return reverse("people_organisation", args=[organisation.pk])
