"""Wagtail's user and group screens. Who may change a user there can become superuser: so only superusers may."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.views import groups, users

from ..forms import PersonCreationForm, PersonEditForm
from ..models import User


class SuperusersOnly(ModelPermissionPolicy):
    """No permission row opens this, so that no group can be given it by mistake."""

    def __init__(self, model: Any, *, actions: Iterable[str] = ("add", "change", "delete", "view")) -> None:
        super().__init__(model)
        self.actions = frozenset(actions)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(user.is_active and user.is_superuser and action in self.actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        if self.actions.isdisjoint(actions):
            return User.objects.none()
        return User.objects.filter(is_superuser=True, is_active=True)


class PeopleIndexView(users.IndexView):
    search_fields = ("username", "real_name", "email", "phone")

    @cached_property
    def columns(self) -> list[Any]:
        return super().columns[1:]  # no check boxes: there is nothing to do to several people at once

    def get_delete_url(self, instance: User) -> None:
        return None


class PersonEditView(users.EditView):
    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.can_delete = False


class PersonViewSet(users.UserViewSet):
    # Hours and certificates hold on to people: an account is disabled, never deleted.
    permission_policy = SuperusersOnly(User, actions=("add", "change", "view"))
    index_view_class = PeopleIndexView
    edit_view_class = PersonEditView
    template_prefix = "people/users/"

    def get_form_class(self, for_update: bool = False) -> type[PersonCreationForm | PersonEditForm]:
        return PersonEditForm if for_update else PersonCreationForm

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        return Permission.objects.none()


class RootGroupViewSet(groups.GroupViewSet):
    permission_policy = SuperusersOnly(Group)

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        return Permission.objects.none()
