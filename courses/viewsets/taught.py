"""Lists for whoever trains: each shows the rows that its model's `visible_to` gives."""

from __future__ import annotations

from people.desk.lists import OverseenIndexView, OverseenViewSet, OverseerPolicy
from people.enums import Role

from ..querysets import TEACHING_ROLES

__all__ = ["TaughtIndexView", "TaughtViewSet", "TrainerPolicy"]

TrainerPolicy = OverseerPolicy


class TaughtIndexView(OverseenIndexView):
    """A list; its rows lead to `page_url`."""


class TaughtViewSet(OverseenViewSet):
    """For trainers, administrators and superusers."""

    roles: tuple[Role, ...] = TEACHING_ROLES
