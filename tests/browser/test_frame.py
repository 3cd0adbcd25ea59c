"""The frame of the site in a real browser."""

from __future__ import annotations

import asyncio

from playwright.sync_api import Page

from people.models import User


def test_sign_in_page_shows_on_a_phone(phone_page: Page) -> None:
    User.objects.create_user("zhao", "bainian-demo")
    phone_page.goto("/accounts/login/")
    assert phone_page.locator("input[type=password]").is_visible()
    assert phone_page.evaluate("document.documentElement.scrollWidth") <= 375


def test_sign_in_page_loads_its_styles_without_complaint(desktop_page: Page) -> None:
    complaints: list[str] = []
    desktop_page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    desktop_page.goto("/accounts/login/", wait_until="networkidle")
    assert desktop_page.evaluate("document.styleSheets.length") > 0
    assert complaints == []


async def nothing() -> bool:
    return True


def test_open_browser_is_no_hindrance_to_database_and_event_loops(desktop_page: Page) -> None:
    """Signing a certificate runs an event loop; the stories do it while their browsers are open."""
    desktop_page.goto("/accounts/login/")
    with desktop_page.expect_response("**/css/**"):
        desktop_page.reload()
    assert asyncio.run(nothing())
    assert not User.objects.exists()
