"""Which test process runs which test."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling


class FilesTogether(LoadScopeScheduling):
    """Browser stories, source rules and the walk over forms stay together by file: they share a Chromium, or a count.

    All other tests go one by one to whichever process is free. (xdist's own groups rename tests in a way that
    pytest 9.2 no longer allows.)
    """

    TOGETHER = ("tests/browser/", "tests/architecture/", "tests/permissions/test_mass_assignment.py")

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0] if nodeid.startswith(self.TOGETHER) else nodeid
