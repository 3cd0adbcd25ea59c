"""Fields of pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField


class PhoneFirst:
    """Of a page: its preview opens as wide as a phone, because that is where it is read."""

    preview_sizes: ClassVar = [
        {"name": "mobile", "icon": "mobile-alt", "device_width": 375, "label": _("Preview as on a phone")},
        {"name": "desktop", "icon": "desktop", "device_width": 1366, "label": _("Preview as on a desktop")},
    ]
    default_preview_size = "mobile"


class QuietStreamField(StreamField):
    """A StreamField whose block definitions stay out of migrations."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


class SeveralChoicesField(models.CharField):  # type: ignore[type-arg]
    """Several of its choices, in Python a list. Stored as `,a,b,`, so that `contains=",a,"` finds them anywhere."""

    def from_db_value(self, value: str | None, expression: object, connection: object) -> list[str]:
        return self.to_python(value)

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, str):
            return [one for one in value.split(",") if one]
        return list(value or [])

    def get_prep_value(self, value: Any) -> str:
        """A string is what a look-up searches for."""
        if isinstance(value, str):
            return value
        chosen = set(value or ())
        kept = [stored for stored, _label in self.flatchoices if stored in chosen]
        return f",{','.join(kept)}," if kept else ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: Iterable[str], model_instance: Any) -> None:
        for one in value:
            super().validate(one, model_instance)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=self.flatchoices,
            required=False,
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )
