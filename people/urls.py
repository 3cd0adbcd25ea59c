"""Addresses of allauth and of Wagtail's admin that are answered here; include before both."""

from django.urls import path
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access

from .views.admin_account import AdminAccountView

urlpatterns = [
    # One address per person, kept by HR: no list of one's own.
    path("accounts/email/", RedirectView.as_view(url="/my/profile/")),
    # One door for everybody, with its limits on wrong passwords.
    path("manage/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("manage/account/", require_admin_access(AdminAccountView.as_view())),
]
