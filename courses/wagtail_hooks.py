"""What courses add to Wagtail's admin."""

from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from .enums.authoring_actions import AUTHORING_ACTIONS
from .enums.bank_actions import BANK_ACTIONS
from .enums.enrolment import ENROLMENT_ACTIONS
from .enums.exams import EXAM_ACTIONS
from .enums.package_actions import PACKAGE_ACTIONS
from .enums.question_import_actions import QUESTION_IMPORT_ACTIONS
from .enums.talk_actions import TALK_ACTIONS
from .enums.workflow import WORKFLOW_ACTIONS
from .views import holding_back, preflight, question_bulk
from .views.flow_links import CheckMenuItem, check_button
from .views.steps import StepsMenuItem, step_paths
from .viewsets.files import OwnDocuments, OwnImages, choosable, lead_into_course, recording_paths, require_explorable
from .viewsets.groups import CoursesGroup
from .viewsets.package_chooser import PackageChooser
from .viewsets.regulations import RegulationViewSet


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for action, (verb, done) in (AUTHORING_ACTIONS | PACKAGE_ACTIONS | TALK_ACTIONS).items():
        actions.register_action(action, verb, done)


@hooks.register("register_log_actions")
def register_bank_log_actions(actions: LogActionRegistry) -> None:
    for action, (verb, done) in (BANK_ACTIONS | QUESTION_IMPORT_ACTIONS).items():
        actions.register_action(action, verb, done)


hooks.register("register_bulk_action", question_bulk.RetireSeveral)
hooks.register("register_bulk_action", question_bulk.RestoreSeveral)


@hooks.register("register_admin_viewset")
def register_courses_group() -> CoursesGroup:
    return CoursesGroup()


@hooks.register("register_admin_viewset")
def register_package_chooser() -> PackageChooser:
    return PackageChooser()


@hooks.register("register_log_actions")
def register_workflow_log_actions(actions: LogActionRegistry) -> None:
    for action, (verb, done) in WORKFLOW_ACTIONS.items():
        actions.register_action(action, verb, done)


register_snippet(RegulationViewSet)
hooks.register("before_edit_page", holding_back.hold_back_edit)
hooks.register("before_create_page", holding_back.hold_back_new)
hooks.register("after_edit_page", holding_back.hold_back_approval)
hooks.register("before_bulk_action", holding_back.hold_back_bulk)
hooks.register("register_page_action_menu_item", lambda: CheckMenuItem(order=5))
hooks.register("register_page_header_buttons", check_button)


@hooks.register("register_admin_urls")
def register_flow_paths() -> list[Any]:
    return [*preflight.preflight_paths(), *step_paths()]


@hooks.register("register_reports_menu_item")
def register_steps_report() -> StepsMenuItem:
    label = pgettext_lazy("menu", "Steps that wait")
    return StepsMenuItem(label, reverse("course_steps"), name="course-steps", icon_name="thumbtack", order=650)


@hooks.register("register_admin_urls", order=-1)
def register_recording_paths() -> list[Any]:
    """Before wagtailmedia's own."""
    return recording_paths()


@hooks.register("construct_admin_api", order=1)
def narrow_admin_api(router: Any) -> None:
    """After Wagtail's own, in their place."""
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)


@hooks.register("before_serve_page")
def lead_from_chapter(page: Any, request: Any, *serving: Any) -> Any:
    return lead_into_course(page, request)


@hooks.register("construct_explorer_page_queryset")
def show_own_branches(parent_page: Any, pages: Any, request: Any) -> Any:
    require_explorable(parent_page, request.user)
    return pages


@hooks.register("construct_page_chooser_queryset")
def offer_choosable_pages(pages: Any, request: Any) -> Any:
    return choosable(pages, request.user)


@hooks.register("register_log_actions")
def register_exam_log_actions(actions: LogActionRegistry) -> None:
    for action, (verb, done) in EXAM_ACTIONS.items():
        actions.register_action(action, verb, done)


@hooks.register("register_log_actions")
def register_enrolment_log_actions(actions: LogActionRegistry) -> None:
    for action, (verb, done) in ENROLMENT_ACTIONS.items():
        actions.register_action(action, verb, done)
