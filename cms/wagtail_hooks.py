"""The Wagtail admin in the site's colours."""

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from attendance.models import SchemeVersion

from .views.editions import edition_paths, editions_button
from .views.merging_pair import merge_paths


@hooks.register("insert_global_admin_css")
def site_colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("cms.begin_demonstration", _("Begin the demonstration"), _("Demonstration begun"))
    actions.register_action("cms.finish_demonstration", _("Finish the demonstration"), _("Demonstration finished"))


@hooks.register("register_admin_urls")
def register_merging() -> list[Any]:
    return merge_paths()


@hooks.register("register_admin_urls")
def register_editions() -> list[Any]:
    return edition_paths()


hooks.register("register_page_header_buttons", editions_button)


@hooks.register("training_schemes")
def training_schemes() -> list[tuple[str, str]]:
    """What hours assessors tick: every scheme with the title of its newest version."""
    newest = dict(SchemeVersion.objects.order_by("effective_on").values_list("scheme", "title"))
    return sorted(newest.items())
