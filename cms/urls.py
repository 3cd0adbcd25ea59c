"""Every address of the site (contract)."""

from allauth.mfa.recovery_codes.views import view_recovery_codes
from django.conf import settings
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from django.views.i18n import set_language
from django.views.static import serve
from drf_spectacular.views import SpectacularAPIView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from .health import healthz, readyz
from .views.frame import favicon, set_large_mode
from .views.home import my_home
from .views.player_texts import player_texts
from .views.profile import own_data, profile
from .views.programmes import my_programmes
from .views.providers import no_provider
from .views.second_factor import ActivateApp, AddPasskey, second_factor
from .views.sessions import SessionsView

handler400 = "cms.views.errors.bad_request"
handler403 = "cms.views.errors.forbidden"
handler404 = "cms.views.errors.not_found"
handler429 = "cms.views.errors.too_many"
handler500 = "cms.views.errors.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("favicon.ico", favicon, name="favicon"),
    path("large-mode/", set_large_mode, name="large_mode"),
    path("i18n/setlang/", set_language, name="set_language"),
    re_path(
        r"^study/texts-(?P<language>[a-z-]{2,12})-(?P<digest>[0-9a-f]{12})\.js$", player_texts, name="player-texts"
    ),
    path("my/", my_home, name="my_home"),
    path("my/programmes/", my_programmes, name="my-programmes"),
    path("my/profile/", profile, name="my_profile"),
    path("my/data/", own_data, name="my-data"),
    path("", include("people.urls")),
    path("accounts/second-factor/", second_factor, name="second_factor"),
    # Pages of allauth with something of ours; its own names lead here.
    path("accounts/2fa/totp/activate/", never_cache(ActivateApp.as_view())),
    path("accounts/2fa/recovery-codes/", never_cache(view_recovery_codes)),
    path("accounts/2fa/webauthn/add/", AddPasskey.as_view()),
    path("accounts/sessions/", SessionsView.as_view()),
    *([] if settings.SOCIALACCOUNT_PROVIDERS else [re_path(r"^accounts/(3rdparty|social)/", no_provider)]),
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
