"""A real browser: the Chromium that is installed, driven by Playwright.

With ``WEARABLE_COACH_PICTURES=FOLDER`` the pages that a test looks at are kept there as pictures; those
in docs/pictures are made so.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import HttpCredentials, Locator, Page, sync_playwright

from tests.support.needs import lacking

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_WAIT_MS = 60_000


@contextmanager
def browser_page(
    *arguments: str, width: int = 1280, credentials: HttpCredentials | None = None
) -> Iterator[Page]:
    """Open a page; skip where there is no browser.

    Args:
        *arguments: For the browser, beside what every test needs.
        width: Of the window [px].
        credentials: What it gives where a page asks for user and password.
    """
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        lacking("browser", f"no browser: none of {', '.join(_NAMES)} is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu", *arguments]
        )
        page = browser.new_page(
            viewport={"width": width, "height": 860}, locale="en-US", http_credentials=credentials
        )
        page.set_default_timeout(_WAIT_MS)
        try:
            yield page
        finally:
            browser.close()


def sign_in(page: Page, auth: str) -> None:
    """Give the Prefect UI what it asks for, once."""
    field = page.locator("input[type=password]").first
    field.fill(auth)
    field.press("Enter")
    field.wait_for(state="detached")


def picture(page: Page, name: str) -> None:
    """Keep the page as a picture, if pictures are wanted."""
    if folder := os.environ.get("WEARABLE_COACH_PICTURES"):
        page.wait_for_timeout(1500)  # what fades in has come
        page.screenshot(path=Path(folder) / f"{name}.png")


def form_field(page: Page, name: str) -> Locator:
    """A field of Prefect's parameter form, by the parameter's name."""
    label = page.locator("label", has=page.get_by_text(name, exact=True))
    return page.locator(".schema-form-property", has=label).last
