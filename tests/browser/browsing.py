"""A real browser for tests: the Chromium of the system, driven by playwright.

`make axe` installs the rules of accessibility. What is missing is said in the reason of a skip.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright

_ROOT: Final = Path(__file__).parents[2]
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
_INSTALLING: Final = 120.0
THOROUGH: Final = bool(os.environ.get("THOROUGH"))
"""Whether every page is looked at, and the largest projects, as `make browser` does."""
_SERIOUS: Final = frozenset({"serious", "critical"})


def chromium() -> str | None:
    """Return the program, that of CHROMIUM or one of the path; None where there is none.

    While there is a file of the name in CHROMIUM_IS_COMING, one is being installed.
    """
    coming = os.environ.get("CHROMIUM_IS_COMING", "")
    until = time.monotonic() + _INSTALLING
    while coming and Path(coming).exists() and time.monotonic() < until:
        time.sleep(0.5)
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start the browser; skips the test where there is none."""
    program = chromium()
    if program is None:
        pytest.skip("no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        # Its own sandbox does not work for root, nor inside most containers.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def watched_page(browser: Browser, **options: Any) -> Iterator[Page]:
    """Open a page of its own context; at the end nothing may have gone wrong in it."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, **options})
    wrong: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            wrong.append(message.text)

    def complain(error: Error) -> None:
        wrong.append(str(error))

    page = context.new_page()
    page.on("console", note)
    page.on("pageerror", complain)
    try:
        yield page
    finally:
        context.close()
    if wrong:
        pytest.fail("\n".join(wrong))


def axe() -> Path | None:
    """Return the script with the rules; None where it is missing. Waits if it just is coming."""
    folder = Path(os.environ.get("AXE", _ROOT / ".venv" / "axe"))
    until = time.monotonic() + _INSTALLING
    while folder.is_dir() and time.monotonic() < until:
        if (folder / ".ready").is_file():
            return folder / "node_modules" / "axe-core" / "axe.min.js"
        time.sleep(0.2)
    return None


def violations(page: Page) -> list[str]:
    """Return what is seriously wrong for who cannot see the page; skips where axe is missing."""
    script = axe()
    if script is None:
        pytest.skip("no axe-core: `make axe` installs it, with npm")
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(script.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    return [
        f"{each['id']}: {node['html']}"
        for each in found["violations"]
        if each["impact"] in _SERIOUS
        for node in each["nodes"]
    ]
