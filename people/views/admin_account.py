"""Pages of Wagtail's admin that must know our people: the entrance, one's own settings; and those that are shut."""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import RedirectView
from wagtail.admin.views import account

ACCESS = "wagtailadmin.access_admin"


class AdminEntrance(RedirectView):
    """Wagtail sends here whoever may not in; the sign-in page would send whoever is signed in back again."""

    pattern_name = "account_login"
    query_string = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.has_perm(ACCESS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class AdminAccountView(account.AccountView):
    """Without name, e-mail, picture and password: those belong to the account itself, not to the admin."""

    kept = (account.NotificationsSettingsPanel, account.LocaleSettingsPanel, account.ThemeSettingsPanel)

    def get_panels(self) -> list[account.BaseSettingsPanel]:
        return [panel for panel in super().get_panels() if isinstance(panel, self.kept)]


def shut(request: HttpRequest) -> NoReturn:
    raise Http404
