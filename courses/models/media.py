"""Recordings: what is measured of them is what hours rest on."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtailmedia.models import AbstractMedia


class LessonMedia(AbstractMedia):
    """A recording. Length and fingerprint are measured on the server when the file arrives."""

    duration_ms = models.PositiveIntegerField(_("length in milliseconds"), default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    captions = models.FileField(_("captions (WebVTT)"), upload_to="captions", blank=True)
    transcript = models.TextField(_("transcript"), blank=True)

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "thumbnail",
        "captions",
        "transcript",
        "tags",
    )

    class Meta(AbstractMedia.Meta):
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    def clean(self, *args: Any, **kwargs: Any) -> None:
        """A file the form refused is empty here: wagtailmedia would complain of its ending as well."""
        if self.file:
            super().clean(*args, **kwargs)
