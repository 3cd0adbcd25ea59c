"""Settings of the test suite: the same product with throw-away secrets and immediate tasks."""

import base64
import os

os.environ.setdefault("SECRET_KEY", "test-only")
os.environ.setdefault("FIELD_KEYS", "t1:" + base64.b64encode(bytes(range(32))).decode())
os.environ.setdefault("DATABASE_URL", "sqlite:///var/test/unused.sqlite3")

from .base import *  # noqa: E402, F403
from .base import VAR  # noqa: E402

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = VAR / "test" / f"media-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
