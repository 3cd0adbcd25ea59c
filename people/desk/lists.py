"""Lists in the admin that show everybody just what he or she oversees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import path
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.menu import MenuItem
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from ..enums import OVERSEEING_ROLES, STAFF_ROLES, Role
from ..models import User


def staff_roles_of(user: Any) -> set[str]:
    """Staff roles held today. Kept with the user, who is read anew for each request: the menu asks for every list."""
    held: set[str] | None = user.__dict__.get("_staff_roles")
    if held is None:
        memberships = user.memberships.in_force(timezone.localdate()).filter(role__in=STAFF_ROLES)
        held = user.__dict__["_staff_roles"] = set(memberships.values_list("role", flat=True))
    return held


class OverseerPolicy(BasePermissionPolicy):
    """Whoever holds one of `roles` somewhere may do `actions`; to which rows, the model's `visible_to` says.

    No row of Django's permission table opens this, so that no group can be given it by mistake.
    """

    def __init__(
        self, model: Any, *, actions: Iterable[str] = ("view",), roles: tuple[Role, ...] = OVERSEEING_ROLES
    ) -> None:
        super().__init__(model)
        self.actions = frozenset(actions)
        self.roles = roles

    def user_has_permission(self, user: Any, action: str) -> bool:
        if not user.is_active or action not in self.actions:
            return False
        return bool(user.is_superuser or not staff_roles_of(user).isdisjoint(self.roles))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Asked by every page of the admin, for its menu: one look at the memberships, not one an action."""
        action = next(iter(self.actions.intersection(actions)), "")
        return self.user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        found = self.instances_user_has_any_permission_for(user, [action]).filter(pk=instance.pk)
        return bool(found.exists())

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self.model._default_manager.visible_to(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        if self.actions.isdisjoint(actions):
            return User.objects.none()
        return User.objects.filter(is_superuser=True, is_active=True)


class OverseerMenuItem(MenuItem):
    """Shown to whoever may open the list; Wagtail asks every item twice."""

    roles: tuple[Role, ...] = OVERSEEING_ROLES

    def is_shown(self, request: Any) -> bool:
        user = request.user
        return bool(user.is_superuser or not staff_roles_of(user).isdisjoint(self.roles))


class OverseenIndexView(generic.IndexView):
    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[Any]:
        return self.permission_policy.instances_user_has_any_permission_for(self.request.user, ["view"])

    def get_edit_url(self, instance: Any) -> str | None:
        """The row's own page: `page_url(instance)` where the list has one."""
        return self.page_url(instance)

    def page_url(self, instance: Any) -> str | None:
        return None

    def get_delete_url(self, instance: Any) -> None:
        return None

    def get_copy_url(self, instance: Any) -> None:
        return None


class OverseenViewSet(ModelViewSet):
    """A list; its pages and actions are views of their own, added by `pages()`.

    Wagtail's add, edit, delete, copy and usage screens write past the services and are not there.
    """

    index_view_class = OverseenIndexView
    copy_view_enabled = False
    add_to_reference_index = False
    roles: tuple[Role, ...] = OVERSEEING_ROLES

    @property
    def permission_policy(self) -> OverseerPolicy:
        return OverseerPolicy(self.model, roles=self.roles)

    @cached_property
    def menu_item_class(self) -> type[OverseerMenuItem]:
        return type(f"{self.model.__name__}MenuItem", (OverseerMenuItem,), {"roles": self.roles})

    def get_urlpatterns(self) -> list[Any]:
        # Not from `super()`, which builds the other screens with their forms first.
        listing = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
        return [*listing, *self.pages()]

    def pages(self) -> list[Any]:
        """More `path(...)`s; their names live in the viewset's namespace."""
        return []

    def register_admin_url_finder(self) -> None:
        """There is no edit screen to find."""

    def register_permissions(self) -> None:
        """See OverseerPolicy."""
