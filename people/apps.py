from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    default = True
    name = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from . import receivers  # noqa: F401  the receiver needs loaded models
        from .viewsets.spreadsheet_exports import install

        install()


class AdminUsersConfig(WagtailUsersAppConfig):
    """Wagtail's own user and group screens, for superusers only."""

    default = False
    user_viewset = "people.viewsets.accounts.PersonViewSet"
    group_viewset = "people.viewsets.accounts.RootGroupViewSet"
