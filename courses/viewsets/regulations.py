"""The register of regulations, as Wagtail's snippets."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import Regulation


class RegulationChooser(SnippetChooserViewSet):
    """Whoever may add to the register adds what is missing while choosing."""

    form_fields: Any = ["title", "number", "effective_on", "repealed_on", "source"]


class RegulationViewSet(SnippetViewSet):
    model = Regulation
    icon = "doc-full"
    chooser_viewset_class = RegulationChooser
    menu_label = pgettext_lazy("menu", "Regulations")
    list_display: Any = ["title", "number", "effective_on", "repealed_on", "is_verified"]
    list_filter: Any = ["is_verified"]
    ordering = ["title"]
    panels: Any = [
        FieldPanel("title"),
        FieldPanel("number"),
        FieldRowPanel([FieldPanel("effective_on"), FieldPanel("repealed_on")]),
        FieldPanel("replaced_by"),
        FieldPanel("source"),
        FieldPanel("is_verified"),
    ]
