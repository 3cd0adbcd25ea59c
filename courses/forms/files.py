"""Wagtail's forms for images and documents; a file that a frozen edition shows is not replaced."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from ..models import EditionFile


class KeptFile:
    """`kind` is the name of the file's column in EditionFile."""

    kind = ""
    instance: Any
    cleaned_data: dict[str, Any]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        is_new = isinstance(file, UploadedFile) and self.instance.pk is not None
        if is_new and EditionFile.objects.filter(**{self.kind: self.instance.pk}).exists():
            raise ValidationError(
                _("A published lesson shows this file, so it stays as it is. Upload the new one beside it.")
            )
        return file


class KeptImageForm(KeptFile, BaseImageForm):
    kind = "image"


class KeptDocumentForm(KeptFile, BaseDocumentForm):
    kind = "document"
