"""Every address of the site (contract)."""

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language
from django.views.static import serve
from drf_spectacular.views import SpectacularAPIView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from .health import healthz, readyz
from .views.frame import set_large_mode
from .views.home import my_home
from .views.profile import profile

handler400 = "cms.views.errors.bad_request"
handler403 = "cms.views.errors.forbidden"
handler404 = "cms.views.errors.not_found"
handler429 = "cms.views.errors.too_many"
handler500 = "cms.views.errors.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("large-mode/", set_large_mode, name="large_mode"),
    path("i18n/setlang/", set_language, name="set_language"),
    path("my/", my_home, name="my_home"),
    path("my/profile/", profile, name="my_profile"),
    path("", include("people.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("courses.urls")),
    path("", include("attendance.urls")),
    path("", include("certificates.urls")),
    path("api/v1/", include("attendance.api_urls")),
    path("api/v1/", include("certificates.api_urls")),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("manage/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Renditions only: originals, lesson media and documents have views that decide.
    path("media/images/<path:path>", serve, {"document_root": settings.MEDIA_ROOT / "images"}),
    path("", include(wagtail_urls)),
]
