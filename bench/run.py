"""`make bench`: prints one line a figure, its floor measured in the same run, and the ratio to it.

The database is the one of DATABASE_URL and must be new: the benches fill it.
"""

from __future__ import annotations

import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.bench")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from . import beats, certificates, exports, home, organisations, rosters, search, uploads
    from .urls import TABLE

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    wanted = set(sys.argv[1:])
    for bench in (beats, home, certificates, organisations, exports, rosters, search, uploads):
        if not wanted or bench.__name__.rpartition(".")[2] in wanted:
            bench.run(connection.vendor)


if __name__ == "__main__":
    main()
