"""Pages of the site itself."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class HomePage(Page):
    """The front page."""

    introduction = RichTextField(_("introduction"), features=["bold", "link"], blank=True)
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["courses.CourseIndexPage", "cms.TextPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("home page")


class TextPage(Page):
    """News, policies, explanations."""

    body = RichTextField(_("text"), features=["h2", "h3", "bold", "ol", "ul", "link", "document-link"])
    subpage_types: ClassVar[list[str]] = ["cms.TextPage"]
    content_panels = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("text page")
