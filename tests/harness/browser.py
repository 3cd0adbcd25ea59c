"""Chromium, as people's phones and office computers show the site."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
FIXTURES = {"browser", "phone_page", "desktop_page", "new_page"}
PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
DESKTOP = {"viewport": {"width": 1366, "height": 900}}
CHINESE = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


def executable() -> str:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing: run .ci/install test"
    return path


@contextlib.contextmanager
def launched() -> Iterator[Browser]:
    with beside_playwrights_loop(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def beside_playwrights_loop() -> Iterator[None]:
    """Playwright leaves its event loop marked as running in this thread, from its start to its end.

    Then Django refuses its ORM, and `asyncio.run`, which signing uses, refuses to start, in every later test of the
    process. The loop stands still while the test's own code runs, so both are harmless here.
    """
    run = asyncio.run

    def run_beside(*arguments: Any, **options: Any) -> Any:
        marked = asyncio._get_running_loop()
        asyncio._set_running_loop(None)
        try:
            return run(*arguments, **options)
        finally:
            asyncio._set_running_loop(marked)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        patch.setattr(asyncio, "run", run_beside)
        yield


@contextlib.contextmanager
def context(browser: Browser, base_url: str | None, device: dict[str, object]) -> Iterator[BrowserContext]:
    """A person of his or her own: no cookie or storage is shared with another context."""
    opened = browser.new_context(**CHINESE, **device, base_url=base_url)
    opened.set_default_timeout(15_000)
    try:
        yield opened
    finally:
        opened.close()
