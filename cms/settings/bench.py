"""Settings of `make bench`: the product as it runs, with throw-away secrets and the floors' addresses."""

import base64
import os
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "bench-only")
os.environ.setdefault("SIGNING_PASSWORD", "bench-only")
os.environ.setdefault("SECOND_FACTOR_REQUIRED", "0")
os.environ.setdefault("FIELD_KEYS", "b1:" + base64.b64encode(bytes(range(32))).decode())
os.environ.setdefault("DATABASE_URL", "sqlite:///var/bench/bench.sqlite3")
os.environ.setdefault("SIGNING_PKCS12", str(Path(__file__).resolve().parents[2] / "var" / "bench" / "signing.p12"))

from .base import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

EXPORT_ROOT = VAR / "bench" / "exports"  # noqa: F405
MEDIA_ROOT = VAR / "bench" / "media"  # noqa: F405
