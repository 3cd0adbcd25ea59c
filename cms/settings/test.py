"""Settings of the test suite: the same product with throw-away secrets and immediate tasks."""

import base64
import os

os.environ.setdefault("SECRET_KEY", "test-only")
os.environ.setdefault("FIELD_KEYS", "t1:" + base64.b64encode(bytes(range(32))).decode())
os.environ.setdefault("DATABASE_URL", "sqlite:///var/test/unused.sqlite3")
os.environ.setdefault("DEMONSTRATION", "0")
os.environ.setdefault("SECOND_FACTOR_REQUIRED", "0")  # tests of it switch it on

from .base import *  # noqa: F403
from .base import VAR

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# A key of the tests' own: made by the first test that signs, and never the one of `make run`.
SIGNING_PKCS12 = str(VAR / "test" / "signing.p12")
SIGNING_PASSWORD = "test-only"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT = VAR / "test" / "static"
MEDIA_ROOT = VAR / "test" / f"media-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
EXPORT_ROOT = VAR / "test" / f"exports-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
# Else every test client would list the static files once more: a fifth of the suite's time.
WHITENOISE_AUTOREFRESH = True
