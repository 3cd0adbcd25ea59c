"""Pages of the trainers' desk in Wagtail's admin."""

from __future__ import annotations

from people.desk import pages
from people.enums import Role

from ..querysets import TEACHING_ROLES


class Desk(pages.Desk):
    """For trainers, administrators and superusers; which rows they may touch, `visible_to` and the service say."""

    roles: tuple[Role, ...] = TEACHING_ROLES


class DeskPage(Desk, pages.DeskPage):
    """A page that shows; give `template_name`."""


class ActionView(Desk, pages.ActionView):
    """A form whose `act` calls one service."""
