"""Wagtail's user forms for a person: one real name, a phone, and no groups, because roles bring those."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserEditForm, UserForm

from ..errors import Malformed
from ..models import User
from ..names import parse_name
from ..phones import parse_phone


class PersonForm(UserForm):
    first_name = None
    last_name = None
    email = forms.EmailField(required=False, label=_("e-mail"))
    real_name = forms.CharField(label=_("name"))
    phone = forms.CharField(required=False, label=_("mobile phone"))
    field_order = ("username", "real_name", "email", "phone", "password1", "password2", "is_active", "is_superuser")

    def clean_real_name(self) -> str:
        try:
            return parse_name(self.cleaned_data["real_name"])
        except Malformed as fault:
            raise forms.ValidationError(str(fault.detail), code=fault.code) from fault

    def clean_phone(self) -> str:
        if not self.cleaned_data["phone"]:
            return ""
        try:
            phone = parse_phone(self.cleaned_data["phone"])
        except Malformed as fault:
            raise forms.ValidationError(str(fault.detail), code=fault.code) from fault
        self._refuse_if_taken(_("This phone number belongs to another account."), phone=phone)
        return phone

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if email:
            self._refuse_if_taken(_("This e-mail address belongs to another account."), email__iexact=email)
        return email

    def _refuse_if_taken(self, sentence: Any, **holder: str) -> None:
        if User.objects.filter(**holder).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(sentence, code="taken")


class PersonCreationForm(PersonForm):
    class Meta:
        model = User
        fields = ("username", "real_name", "email", "phone", "is_superuser")


class PersonEditForm(PersonForm, UserEditForm):
    class Meta:
        model = User
        fields = ("username", "real_name", "email", "phone", "is_active", "is_superuser")
