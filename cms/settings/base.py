"""Settings of every installation; what differs between installations comes from the environment."""

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from . import environment as env
from . import providers

env.load_local_file()

ROOT = env.ROOT
VAR = env.VAR

DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.text("SECRET_KEY")
PORT = env.whole_number("PORT", 8000)
SITE_URL = env.web_origin("SITE_URL", f"http://127.0.0.1:{PORT}")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# SCORM packages run at an address of their own, which gets no cookies (docs/adr/0025).
PACKAGE_ORIGIN = env.package_origin("PACKAGE_ORIGIN", SITE_URL)
PACKAGE_URLCONF = "courses.views.package_urls"
ALLOWED_HOSTS += [name for name in [env.host_of(PACKAGE_ORIGIN)] if name and name not in ALLOWED_HOSTS]
DEMONSTRATION = env.flag("DEMONSTRATION", False)
_PROVIDERS = providers.given()

INSTALLED_APPS = [
    "cms",
    "certificates",
    "attendance",
    "courses",
    "people",
    "wagtailmedia",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "people.apps.AdminUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *[provider.app for provider in _PROVIDERS],
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "cms.middleware.PackageHostMiddleware",
    "csp.middleware.CSPMiddleware",
    "cms.middleware.FramedOriginsMiddleware",
    "cms.middleware.AdminPolicyMiddleware",
    "cms.middleware.OwnPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.middleware.WaitingMiddleware",
    "cms.middleware.SessionRenewalMiddleware",
    "cms.middleware.SecondFactorMiddleware",
    "cms.middleware.KeptObjectsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "people.incomplete_forms.IncompleteFormMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.context_processors.site_frame",
            ],
        },
    }
]

DATABASES = {"default": env.database("DATABASE_URL")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits count in the cache: it must be shared by all processes, so never the per-process one.
REDIS_URL = env.text("REDIS_URL", "")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cms_cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},  # beyond the default of 300 counts of other networks would be dropped
        }
    )
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# People
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
FIELD_KEYS = env.field_keys("FIELD_KEYS")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/my/"
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
# A classroom sits behind one address: per address generous, per account strict.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "100/m/ip,8/5m/key", "signup": "200/m/ip"}
ACCOUNT_FORMS = {
    "login": "cms.forms.SignInForm",
    "change_password": "cms.forms.ChangePasswordForm",
    "reset_password": "cms.forms.ResetPasswordForm",
    "reset_password_from_key": "cms.forms.NewPasswordForm",
    "reauthenticate": "cms.forms.ConfirmItIsYouForm",
}
SESSION_COOKIE_AGE = 30 * 24 * 3600  # from the last day of use: cms.middleware.SessionRenewalMiddleware

# Second factor (docs/adr/0011). Read at request time; off in demonstration data unless asked for.
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", not DEMONSTRATION)
MFA_ADAPTER = "cms.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are kept by HR, not confirmed by mail
MFA_TOTP_ISSUER = "百廿学堂"
MFA_TOTP_TOLERANCE = 1  # one step of 30 seconds either way; a code serves once (cms.forms.second_factor.OneUse)
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
MFA_FORMS = {
    "authenticate": "cms.forms.CodeForm",
    "reauthenticate": "cms.forms.CodeAgainForm",
    "activate_totp": "cms.forms.ActivateAppForm",
    "add_webauthn": "cms.forms.AddPasskeyForm",
    "edit_webauthn": "cms.forms.RenamePasskeyForm",
}
# Accounts elsewhere (WeChat and others): connected by hand to an account that exists, never a way to a new one.
SOCIALACCOUNT_ADAPTER = "cms.adapter.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = {provider.key: provider.settings for provider in _PROVIDERS}
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True

# Language, time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", _("Chinese"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]

# Files: nothing below MEDIA_ROOT is public by its address; each kind has a view that decides.
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/media/"
# Exports of people's data, sealed; shared by all hosts of an installation, and never below MEDIA_ROOT.
EXPORT_ROOT = VAR / "exports"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Uploads wait on the disk they will lie on, not in /tmp, which is memory on many systems: storing one is a renaming.
FILE_UPLOAD_TEMP_DIR = env.own_folder(VAR / "uploads")
FILE_UPLOAD_HANDLERS = [
    "cms.uploads.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
RECORDING_MAX_BYTES = env.whole_number("RECORDING_MAX_BYTES", 2 * 1024**3)

# Wagtail
WAGTAIL_SITE_NAME = "百廿学堂"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "/manage/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_IMAGE_FORM_BASE = "courses.forms.KeptImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "courses.forms.KeptDocumentForm"
WAGTAILMEDIA = {
    "MEDIA_MODEL": "courses.LessonMedia",
    "MEDIA_FORM_BASE": "courses.forms.LessonMediaForm",
    "VIDEO_EXTENSIONS": ["m4v", "mp4"],
    "AUDIO_EXTENSIONS": ["m4a", "mp3"],
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "courses.search.backend", "SEARCH_CONFIG": "simple"}}
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
# Where cards in lessons may lead; a leading dot takes in all hosts below.
LINK_HOSTS = env.names("LINK_HOSTS", ".gov.cn,.edu.cn,.xuexi.cn,.cctv.com")

# API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "people.api_errors.answer",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "百廿学堂 API",
    "VERSION": "1",
    "SERVE_PERMISSIONS": [],
    "PREPROCESSING_HOOKS": ["cms.api_schema.only_public_api"],
}

# Certificates
SIGNING_PKCS12 = env.text("SIGNING_PKCS12", str(VAR / "signing" / "demo.p12"))
SIGNING_PASSWORD = env.text("SIGNING_PASSWORD", "")
TSA_URL = env.text("TSA_URL", "")
CERTIFICATE_PREFIX = env.text("CERTIFICATE_PREFIX", "ZJ")

# Transport
EMAIL_URL = env.text("EMAIL_URL", "consolemail://")
vars().update(environ.Env.email_url_config(EMAIL_URL))
SMS_BACKEND = env.choice("SMS_BACKEND", ("console", "http"), "console")
_GATEWAY = env.sms_gateway(SMS_BACKEND)
SMS_URL, SMS_TOKEN, SMS_CA_FILE = _GATEWAY["url"], _GATEWAY["token"], _GATEWAY["ca_file"]
SMS_TIMEOUT_SECONDS = env.seconds("SMS_TIMEOUT_SECONDS", 5, most=30)
SMS_DAILY_BUDGET = env.whole_number("SMS_DAILY_BUDGET", 20_000)
_HTTPS = SITE_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SESSION_COOKIE_NAME = "__Host-session" if _HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
CSRF_FAILURE_VIEW = "cms.views.errors.csrf_failed"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/manage/"],
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # A browser holds to this also where the answer to a form leads on: to a provider's sign-in.
        "form-action": [SELF, *[origin for provider in _PROVIDERS for origin in provider.origins]],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [SELF],
    },
}
# Wagtail's admin has templates with inline script and no nonce support.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF],
    "object-src": [NONE],
    "base-uri": [SELF],
    "frame-ancestors": [SELF],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "people.log_lines.OneLineFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
