"""Which test process runs which test."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling


class FilesTogether(LoadScopeScheduling):
    """Browser stories and source rules stay together by file: they share a Chromium, or what was read once.

    All other tests go one by one to whichever process is free. (xdist's own groups rename tests in a way that
    pytest 9.2 no longer allows.)
    """

    TOGETHER = ("tests/browser/", "tests/architecture/")

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0] if nodeid.startswith(self.TOGETHER) else nodeid
