"""What attendance adds to Wagtail's admin."""

from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext_lazy
from wagtail import hooks

from courses.querysets import TEACHING_ROLES
from people.desk.lists import OverseerMenuItem

from .views.analytics import analytics_paths, course_button


class AnalyticsMenuItem(OverseerMenuItem):
    roles = TEACHING_ROLES


@hooks.register("register_admin_urls")
def register_analytics() -> list[Any]:
    return analytics_paths()


@hooks.register("register_reports_menu_item")
def register_analytics_item() -> AnalyticsMenuItem:
    label = pgettext_lazy("menu", "Course analytics")
    return AnalyticsMenuItem(label, reverse("course-analytics"), name="course-analytics", icon_name="view", order=640)


hooks.register("register_page_header_buttons", course_button)
