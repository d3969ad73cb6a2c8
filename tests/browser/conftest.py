"""A browser for the tests of a module: no longer, as its driver has an event loop of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.browsing import browsing, watched_page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A running Chromium."""
    with browsing() as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page; the test fails if something goes wrong in it."""
    with watched_page(browser) as found:
        yield found
