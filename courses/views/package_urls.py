"""Addresses at the packages' own host, and at no other (settings.PACKAGE_URLCONF)."""

from django.urls import path

from .packages import file, frame

urlpatterns = [
    path("packages/run/<str:token>/<int:number>/", frame, name="package-frame"),
    path("packages/files/<str:token>/<path:path>", file, name="package-file"),
]
