"""Pictures of the studio's main pages for the documentation: docs/images/studio-*.png.

The trust project with made-up rows, as one of its members sees it, in light and in dark.

    python -m tests.browser.studio_pictures
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import psycopg
from playwright.sync_api import Page, expect

from schemagen import sandbox
from schemagen.app.seeding import Order, seed
from schemagen.studio.serving import address, served, studio_of
from schemagen.studio.visit import Studio
from tests.browser.browsing import browsing, watched_page
from tests.projects.acting import apply_project

ROOT: Final = Path(__file__).parents[2]
IMAGES: Final = ROOT / "docs" / "images"
SCHEMES: Final = ("light", "dark")
_AGENTS: Final = "/rows?schema=public&name=agents"
_QUERY: Final = """\
SELECT a.name, a.trust_score, count(h.id) AS changes
FROM agents AS a
LEFT JOIN trust_history AS h ON h.agent_id = a.id
GROUP BY a.id
ORDER BY a.trust_score DESC"""

_BY_HAND: Final = """\
ALTER TABLE agents ADD COLUMN note text, ALTER name DROP NOT NULL;
DROP INDEX agents_owner_id_idx"""
"""What somebody did to the database without telling the spec."""


def take(page: Page, studio: Studio, scheme: str) -> None:
    """Visit each main page, and take its picture."""

    def picture(name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=IMAGES / f"studio-{name}-{scheme}.png")

    def go(path: str) -> None:
        page.goto(f"http://127.0.0.1:{studio.port}{path}")

    page.goto(address(studio))
    go("/migrations")
    picture("migrations")
    go("/as")
    claim = page.get_by_label("user_id")
    claim.fill(page.locator("datalist option").nth(1).get_attribute("value") or "")
    picture("as")
    page.get_by_role("button", name="Look as member").click()
    page.wait_for_url("**/")
    picture("tables")
    go(f"{_AGENTS}&show=all")
    picture("hidden")
    go(_AGENTS)
    picture("rows")
    page.get_by_role("link", name="open row 3").click()
    picture("row")
    go("/sql")
    page.get_by_label("Query").fill(_QUERY)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("region", name="Result")).to_be_visible()
    picture("sql")
    page.get_by_role("button", name="Plan, and run it").click()
    expect(page.get_by_role("heading", name="Plan")).to_be_visible()
    picture("plan")


def elsewhere(studio: Studio) -> Studio:
    """Let a studio say that its server is where everybody's is."""
    target = replace(studio.database.target, server="localhost:5432")
    return replace(studio, database=replace(studio.database, target=target))


def main() -> None:
    """Write the pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sandbox.start(18) as server, browsing() as browser:
        url = server.create_database("trust")
        with psycopg.connect(url, autocommit=True) as connection:
            apply_project(connection, "trust")
            seed(ROOT, "trust", url, Order(2000))
            connection.execute("ANALYZE")
            with served(elsewhere(studio_of(ROOT, "trust", url))) as studio:
                for scheme in SCHEMES:
                    with watched_page(browser, color_scheme=scheme) as page:
                        take(page, studio, scheme)
                connection.execute(_BY_HAND)
                for scheme in SCHEMES:
                    with watched_page(browser, color_scheme=scheme) as page:
                        page.goto(address(studio))
                        page.goto(f"http://127.0.0.1:{studio.port}/drift?compare=now")
                        page.screenshot(path=IMAGES / f"studio-drift-{scheme}.png")


if __name__ == "__main__":
    main()
