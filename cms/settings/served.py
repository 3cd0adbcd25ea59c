"""Settings of the server that tests start: the product's own, with the test suite's secrets and folders.

Static files are the compressed, renamed ones of an installation, and the cache is the shared one, because the
server has several processes.
"""

import os
from pathlib import Path

from . import base
from .test import *  # noqa: F403
from .test import VAR

STORAGES = base.STORAGES
CACHES = base.CACHES
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", VAR / "test" / "media-served"))
# Work goes to the worker, as in an installation, where the test starts one; else it is done at once.
if os.environ.get("TASKS_BY_WORKER") == "1":
    TASKS = base.TASKS
# Answers are looked at before they are compressed.
_COMPRESSED_AFTER = base.MIDDLEWARE.index("django.middleware.gzip.GZipMiddleware") + 1
MIDDLEWARE = [
    *base.MIDDLEWARE[:_COMPRESSED_AFTER],
    "tests.harness.leak_middleware.NoteLeaks",
    *base.MIDDLEWARE[_COMPRESSED_AFTER:],
]
