"""What people type about themselves when they take over or open an account, and HR's answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from ..enums import NameFault, WorkerCategory
from ..errors import Malformed
from ..models import User
from ..names import parse_name


class CategoryForm(forms.Form):
    worker_category = forms.ChoiceField(
        label=_("Your work"),
        choices=[("", _("Please choose")), *WorkerCategory.choices],
        error_messages={"required": _("Choose what you work as.")},
    )


class ApplicantForm(CategoryForm):
    name = forms.CharField(
        label=_("Your real name, as on the ID card"),
        max_length=120,
        error_messages={"required": NameFault.EMPTY.label},
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
    )
    field_order = ("name", "worker_category")

    def clean_name(self) -> str:
        try:
            return parse_name(self.cleaned_data["name"])
        except Malformed as fault:
            raise forms.ValidationError(str(fault.detail), code=fault.code) from fault


class FirstPasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least ten characters; a short sentence is easy to keep in mind."),
        strip=False,
        max_length=200,
        error_messages={"required": _("Enter the new password.")},
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The new password once more"),
        strip=False,
        max_length=200,
        error_messages={"required": _("Enter the new password.")},
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if "password" in typed and typed.get("again") != typed["password"]:
            self.add_error("again", _("The two passwords differ."))
        return typed


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("Why you refuse, and what the person can do"),
        help_text=_("The person reads this as you write it. At most 200 characters."),
        max_length=200,
        error_messages={"required": _("Give the reason: the person must know what to do.")},
        widget=forms.Textarea({"rows": 3}),
    )
