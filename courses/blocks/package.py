"""A SCORM package in a lesson."""

from __future__ import annotations

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets import BaseChooser


class PackageWidget(BaseChooser):
    model = "courses.LessonPackage"
    icon = "folder-open-1"
    choose_one_text = _("Choose a package")
    choose_another_text = _("Choose another package")
    show_edit_link = False
    chooser_modal_url_name = "package_chooser:choose"


class PackageBlock(blocks.ChooserBlock):
    target_model = "courses.LessonPackage"

    def __init__(self, **options: object) -> None:
        help_text = _(
            "Its score and completion are stored and shown. Time inside it credits nothing: "
            "hours come from the text or recording that you give the lesson beside it."
        )
        super().__init__(**{"help_text": help_text, **options})

    @cached_property
    def widget(self) -> BaseChooser:
        return PackageWidget()

    class Meta:
        icon = "folder-open-1"
        label = _("SCORM package")
        template = "courses/blocks/package.html"
