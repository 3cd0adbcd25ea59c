"""Two areas are paired, or no longer."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from ..desk.pages import ActionView
from ..enums import Role
from ..models import AreaPairing, User
from ..services.pairings import end_pairing, pair_areas
from .fields import OrganisationField, ViewerForm, day_field


class PairForm(ViewerForm):
    first = OrganisationField(label=gettext_lazy("one area"))
    second = OrganisationField(label=gettext_lazy("the other area"))
    starts_on = day_field(gettext_lazy("First day"))
    note = forms.CharField(max_length=300, required=False, label=pgettext_lazy("pairing", "note"))


class OfPairings(ActionView):
    roles = (Role.ADMINISTRATOR,)
    kwargs: dict[str, Any]

    @property
    def viewer(self) -> User:
        return cast(User, self.request.user)

    def above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("pairings:index"), "label": pgettext("menu", "Pairings")}]

    def get_success_url(self) -> str:
        return reverse("pairings:index")


class Pair(OfPairings):
    page_title = gettext_lazy("Pair two areas")
    header_icon = "link"
    form_class = PairForm
    submit_button_label = gettext_lazy("Pair the areas")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "viewer": self.viewer}

    def act(self, form: forms.Form) -> str:
        pairing = pair_areas(**form.cleaned_data, by=self.viewer, at=timezone.now())
        return _("Paired: %(one)s and %(other)s.") % {"one": pairing.first, "other": pairing.second}


class EndPairingForm(forms.Form):
    ends_on = day_field(gettext_lazy("Last day"), help_text=gettext_lazy("This day still counts."))


class EndPairing(OfPairings):
    page_title = gettext_lazy("End a pairing")
    header_icon = "cut"
    form_class = EndPairingForm
    submit_button_label = gettext_lazy("End the pairing")
    is_harmful = True

    @cached_property
    def pairing(self) -> AreaPairing:
        found = AreaPairing.objects.changeable_by(self.viewer).select_related("first", "second")
        try:
            return found.get(pk=self.kwargs["pk"])
        except AreaPairing.DoesNotExist:
            raise Http404 from None

    @property
    def explanation(self) -> str:
        return _("%(one)s and %(other)s, since %(day)s.") % {
            "one": self.pairing.first,
            "other": self.pairing.second,
            "day": self.pairing.starts_on.isoformat(),
        }

    def act(self, form: forms.Form) -> str:
        end_pairing(pairing=self.pairing, ends_on=form.cleaned_data["ends_on"], by=self.viewer, at=timezone.now())
        return _("The pairing ends.")
