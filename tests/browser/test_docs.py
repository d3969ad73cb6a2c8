"""The site of `schemagen docs` in a real browser, opened as files."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from schemagen.app.docs import docs
from tests.app.repository import write
from tests.browser.browsing import THOROUGH, violations, watched_page
from tests.site.many import many_tables
from tests.site.sizes import EVENT, SMALL, site_with_sizes


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the site of a project with more tables than are drawn as one."""
    root = tmp_path_factory.mktemp("many")
    write(root, {"specs/erp.yaml": many_tables(TABLES)})
    return docs(root).folder.as_uri()


PAGES = {
    "light": [
        "trust/tables/public.agents.html",
        "trust/migrations/20260607092900_council_and_chain.html",
    ],
    "dark": ["trust/access.html"],
}
EVERY_PAGE = (
    "index.html",
    "trust/index.html",
    "trust/tables/public.agents.html",
    "trust/diagram.html",
    "trust/access.html",
    "trust/events.html",
    "trust/functions.html",
    "trust/objects.html",
    "trust/migrations.html",
    "trust/migrations/20260607092900_council_and_chain.html",
    "gym/tables/public.users.html",
)
TABLES = 1000 if THOROUGH else 120


@pytest.mark.parametrize("scheme", PAGES)
def test_everybody_can_read_the_pages(browser: Browser, five: Path, scheme: str) -> None:
    with watched_page(browser, color_scheme=scheme) as page:
        found = {}
        for path in EVERY_PAGE if THOROUGH else PAGES[scheme]:
            page.goto(f"{five.as_uri()}/{path}")
            found[path] = violations(page)
    assert not any(found.values()), found


@pytest.mark.parametrize("scheme", PAGES)
def test_everybody_can_read_how_large_tables_are(
    browser: Browser, tmp_path: Path, scheme: str
) -> None:
    for name, text in site_with_sizes(EVENT, SMALL).items():
        write(tmp_path, {name: text})
    with watched_page(browser, color_scheme=scheme) as page:
        page.goto((tmp_path / "shop/size.html").as_uri())
        assert violations(page) == []
        event, mark = (
            page.locator("table").first.locator(f"tr:has-text('{name}') .rows")
            for name in ("event", "mark")
        )
        wide, narrow = event.bounding_box(), mark.bounding_box()
    assert wide
    assert narrow
    assert wide["width"] == pytest.approx(4 * narrow["width"], rel=0.05)
    assert wide["height"] > 10


def test_a_table_is_found_by_a_column(page: Page, five: Path) -> None:
    page.goto(f"{five.as_uri()}/trust/index.html")
    page.keyboard.press("/")
    page.keyboard.type("trust_score")
    found = page.get_by_role("option").first
    expect(found).to_have_text("trust_score column of agents in trust")
    assert violations(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/trust/tables/public.agents.html#column-trust_score")
    expect(page.locator("tr:target")).to_contain_text("0 to 1000")


def test_a_search_that_finds_nothing_says_so(page: Page, five: Path) -> None:
    page.goto(f"{five.as_uri()}/trust/diagram.html")
    page.get_by_role("combobox", name="Search").fill("no such thing")
    expect(page.get_by_role("option")).to_have_text("Nothing is called that.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)


def test_who_chose_dark_keeps_it_on_the_next_page(page: Page, five: Path) -> None:
    page.goto(f"{five.as_uri()}/index.html")
    page.get_by_role("button", name="Light or dark").click()
    back = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(back)
    page.get_by_role("link", name="gym").click()
    page.wait_for_url("**/gym/index.html")
    assert page.evaluate(back) == dark != "rgb(255, 255, 255)"


def test_a_click_on_a_table_shows_its_neighbours(page: Page, five: Path) -> None:
    page.goto(f"{five.as_uri()}/trust/diagram.html")
    box = page.locator('.box[data-key="marketplace_listings"]')
    box.click(position={"x": 40, "y": 60})
    expect(page.get_by_role("status")).to_have_text(
        "marketplace_listings is related to acquisitions, agents, profiles."
    )
    assert page.locator(".box.near").count() == 4
    box.get_by_role("link").click()
    page.wait_for_url("**/trust/tables/public.marketplace_listings.html")


def test_the_diagram_moves_with_mouse_and_keys(page: Page, five: Path) -> None:
    page.goto(f"{five.as_uri()}/gym/diagram.html")
    box = page.locator('.box[data-key="class"]')
    before = box.bounding_box()
    page.get_by_role("button", name="Larger").click()
    larger = box.bounding_box()
    page.mouse.move(200, 700)
    page.mouse.down()
    page.mouse.move(300, 650, steps=3)
    page.mouse.up()
    moved = box.bounding_box()
    page.locator("#map").press("0")
    assert before
    assert larger
    assert moved
    assert larger["width"] > before["width"] * 1.3
    assert moved["x"] - larger["x"] == pytest.approx(100, abs=3)
    assert moved["y"] - larger["y"] == pytest.approx(-50, abs=3)
    assert box.bounding_box() == before


def test_boxes_do_not_cover_each_other(page: Page, five: Path, many: str) -> None:
    for address in (
        f"{five.as_uri()}/trust/diagram.html",
        f"{five.as_uri()}/tenant/diagram.html",
        f"{many}/erp/diagram.html",
    ):
        page.goto(address)
        assert page.evaluate(_COVERED) == []


_COVERED = """() => {
  const boxes = [...document.querySelectorAll(".box")].map((box) => {
    const { e: x, f: y } = box.transform.baseVal.consolidate().matrix;
    const rect = box.querySelector("rect");
    return [box.dataset.key, x, y, x + rect.width.baseVal.value, y + rect.height.baseVal.value];
  });
  const found = [];
  for (const [a, ax, ay, ar, ab] of boxes)
    for (const [b, bx, by, br, bb] of boxes)
      if (a < b && ax < br && bx < ar && ay < bb && by < ab) found.push([a, b]);
  return found;
}"""


def test_many_tables_can_be_found_one_by_one(page: Page, many: str) -> None:
    page.goto(f"{many}/erp/diagram.html")
    assert page.locator(".box").count() == TABLES
    expect(page.locator("#map")).to_have_class("diagram map live far")
    page.locator(".far-name", has_text="billing").hover(force=True)
    page.locator('.frame[data-title="billing"]').click(position={"x": 5, "y": 5})
    expect(page.locator("#map")).to_have_class("diagram map live")
    page.get_by_role("combobox", name="Show a table").fill("asset_item")
    page.keyboard.press("Enter")
    title = page.locator('.box[data-key="asset_item"] .title')
    expect(title).to_be_in_viewport()
    seen = title.bounding_box()
    assert seen
    assert seen["height"] > 8


def test_everybody_can_read_pages_of_many_tables(page: Page, many: str) -> None:
    if THOROUGH:
        page.goto(f"{many}/erp/index.html")
        assert violations(page) == []
    page.goto(f"{many}/erp/tables/public.users.html")
    assert violations(page) == []
    expect(page.get_by_role("navigation", name="Tables").get_by_role("link")).to_have_count(2)


def test_a_printed_page_has_neither_bar_nor_buttons(page: Page, five: Path) -> None:
    page.goto(f"{five.as_uri()}/trust/tables/public.agents.html")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".top")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Tables")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_pages_say_everything_without_javascript(browser: Browser, five: Path) -> None:
    with watched_page(browser, java_script_enabled=False) as page:
        page.goto(f"{five.as_uri()}/trust/diagram.html")
        expect(page.locator(".box").first).to_be_visible()
        expect(page.locator("#find")).to_be_hidden()
        expect(page.locator("#er-tools")).to_be_hidden()
