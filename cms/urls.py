"""Every address of the site (contract)."""

from django.conf import settings
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("manage/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Renditions only: originals, lesson media and documents have views that decide.
    path("media/images/<path:path>", serve, {"document_root": settings.MEDIA_ROOT / "images"}),
    path("", include(wagtail_urls)),
]
