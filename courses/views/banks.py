"""A question bank created and renamed."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from people.models import User

from ..forms.banks import BankForm, RenameBankForm
from ..models import QuestionBank
from ..services.banks import create_bank, rename_bank
from .desk import ActionView


def bank_url(bank: QuestionBank) -> str:
    """The list of its questions."""
    return f"{reverse('bank_questions:index')}?bank={bank.pk}"


def banks_crumb() -> dict[str, Any]:
    return {"url": reverse("question_banks:index"), "label": pgettext("menu", "Question banks")}


def bank_crumbs(bank: QuestionBank) -> list[dict[str, Any]]:
    return [banks_crumb(), {"url": bank_url(bank), "label": bank.name}]


class OfBank:
    """About one bank that the viewer works on, by the argument `bank`."""

    request: Any
    kwargs: dict[str, Any]

    @property
    def viewer(self) -> User:
        return cast(User, self.request.user)

    @cached_property
    def bank(self) -> QuestionBank:
        seen = QuestionBank.objects.visible_to(self.viewer).select_related("organisation")
        found = seen.filter(pk=self.kwargs["bank"]).first()
        if found is None:
            raise Http404
        return cast(QuestionBank, found)

    def above(self) -> list[dict[str, Any]]:
        return bank_crumbs(self.bank)


class NewBank(ActionView):
    page_title = gettext_lazy("New question bank")
    header_icon = "plus"
    form_class = BankForm
    submit_button_label = gettext_lazy("Create the bank")
    bank: QuestionBank

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "viewer": self.request.user}

    def above(self) -> list[dict[str, Any]]:
        return [banks_crumb()]

    def act(self, form: forms.Form) -> str:
        by = cast(User, self.request.user)
        self.bank = create_bank(**form.cleaned_data, by=by, at=timezone.now())
        return _("The bank was created. It has no questions yet.")

    def get_success_url(self) -> str:
        return bank_url(self.bank)


class RenameBank(OfBank, ActionView):
    page_title = gettext_lazy("Rename the bank")
    header_icon = "edit"
    form_class = RenameBankForm
    submit_button_label = gettext_lazy("Rename the bank")

    def get_page_subtitle(self) -> str:
        return self.bank.name

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.bank.name}

    def act(self, form: forms.Form) -> str:
        rename_bank(bank=self.bank, **form.cleaned_data, by=self.viewer, at=timezone.now())
        return _("The bank is called %(name)s now.") % {"name": self.bank.name}

    def get_success_url(self) -> str:
        return bank_url(self.bank)
