"""The studio in a real browser: looking as somebody, following, changing, asking."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from schemagen.app.build import build
from schemagen.app.seeding import Order, seed
from schemagen.sandbox import Server
from schemagen.studio.serving import address, served, studio_of
from schemagen.studio.visit import Studio
from tests.app.repository import write
from tests.browser.browsing import violations, watched_page
from tests.conftest import Servers
from tests.site.many import many_tables
from tests.studio.conftest import ANNE, BERT, ROOT, ROWS, filled

THOROUGH = bool(os.environ.get("THOROUGH"))
PROJECTS = ("directory", "forms", "gym", "tenant", "trust")
TABLES = 1000
thorough = pytest.mark.skipif(not THOROUGH, reason="takes long: make browser")
AGENTS = "/rows?schema=public&name=agents"

Serve = Callable[[str], Studio]


@pytest.fixture(scope="module")
def serve(servers: Servers) -> Iterator[Serve]:
    """Serve the studio of one of the five projects, the same one each time."""
    running: dict[str, Studio] = {}
    with ExitStack() as stack:

        def start(project: str) -> Studio:
            if project not in running:
                rows = ROWS if project == "trust" else ""
                url = stack.enter_context(filled(servers.of(18), project, rows))
                if THOROUGH and not rows:
                    seed(ROOT, project, url, Order(2000))
                running[project] = stack.enter_context(served(studio_of(ROOT, project, url)))
            return running[project]

        yield start


@pytest.fixture
def trust(page: Page, serve: Serve) -> Page:
    """A page of the studio of the trust project, whose token was brought."""
    return enter(page, serve("trust"))


@pytest.fixture(scope="module")
def many(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """The studio of a project with many tables."""
    root: Path = tmp_path_factory.mktemp("many")
    write(root, {"specs/erp.yaml": many_tables(TABLES)})
    build(root)
    server: Server = servers.of(18)
    url = server.create_database("studio_erp")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute((root / "generated/erp/schema.sql").read_bytes())
    with served(studio_of(root, "erp", url)) as studio:
        yield studio
    server.drop_database("studio_erp")


def enter(page: Page, studio: Studio) -> Page:
    page.goto(address(studio))
    expect(page).to_have_url(f"http://127.0.0.1:{studio.port}/")
    return page


def go(page: Page, path: str) -> None:
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)


def look_as(page: Page, actor: str, **claims: str) -> None:
    page.get_by_role("link", name="as ").first.click()
    card = page.locator("form.card", has=page.get_by_role("heading", name=actor))
    for claim, value in claims.items():
        card.get_by_label(claim).fill(value)
    card.get_by_role("button").click()
    page.wait_for_url(lambda url: "/as" not in url)


def seen(page: Page) -> list[str]:
    """Return the names of the agents that are shown."""
    rows = page.get_by_role("region", name="Rows of")
    # Texts are read of what is there at once, and a click does not wait for the page it leads to.
    expect(rows).to_be_visible()
    cells = rows.locator("td").all_inner_texts()
    return sorted(cell for cell in cells if cell.endswith((" one", " two")))


def test_two_members_see_different_rows(trust: Page) -> None:
    trust.get_by_role("link", name="public.agents").click()
    assert seen(trust) == ["Anne one", "Anne two", "Bert one"]
    look_as(trust, "member", user_id=ANNE)
    assert seen(trust) == ["Anne one", "Anne two"]
    expect(trust.get_by_text("agents_member_select").first).to_be_visible()
    look_as(trust, "member", user_id=BERT)
    assert seen(trust) == ["Bert one"]
    trust.get_by_role("link", name="Show what is hidden, too").click()
    expect(trust.get_by_role("row", name="Anne one")).to_contain_text("hidden")
    expect(trust.get_by_role("row", name="Bert one")).to_contain_text("seen")


def test_a_row_is_followed_changed_and_deleted_when_that_is_meant(trust: Page) -> None:
    look_as(trust, "member", user_id=ANNE)
    go(trust, f"{AGENTS}&c=name&o=eq&v=Anne+two")
    trust.get_by_role("link", name="open row 1").click()
    trust.get_by_label("description").first.fill("two\nlines")
    trust.get_by_role("button", name="Save").click()
    expect(trust.get_by_role("status")).to_have_text("The row is saved.")
    expect(trust.locator(".values")).to_contain_text("two\nlines")
    trust.get_by_label("Where description comes from").select_option("NULL")
    trust.get_by_role("button", name="Save").click()
    expect(trust.locator(".values")).to_contain_text("NULL")
    row = trust.url
    trust.get_by_role("link", name="public.academy_progress").click()
    expect(trust.get_by_role("region", name="Rows of")).to_contain_text("ethics")
    trust.goto(row)
    trust.get_by_label("description").first.fill("back")
    expect(trust.get_by_label("Where description comes from")).to_have_value("value")


def test_a_click_on_the_name_of_a_column_sorts_by_it(trust: Page) -> None:
    go(trust, AGENTS)
    rows = trust.get_by_role("region", name="Rows of")
    head = rows.get_by_role("columnheader", name="name")
    for way, first in (("ascending", "Anne one"), ("descending", "Bert one")):
        rows.get_by_role("link", name="name", exact=True).click()
        expect(head).to_have_attribute("aria-sort", way)
        expect(rows.locator("tbody tr").first).to_contain_text(first)
    trust.get_by_label("With what").fill("one")
    trust.get_by_label("How it compares").select_option("contains")
    trust.get_by_label("Only where").select_option("name")
    trust.get_by_role("button", name="Filter").click()
    expect(rows.locator("tbody tr")).to_have_count(2)
    expect(rows.locator("tbody tr").first).to_contain_text("Bert one")
    rows.get_by_role("link", name="name", exact=True).click()
    expect(rows.locator("[aria-sort]")).to_have_count(0)


def test_a_query_is_run_by_the_keyboard_and_its_plan_is_shown(trust: Page) -> None:
    trust.get_by_role("link", name="SQL").click()
    trust.wait_for_url("**/sql")
    trust.get_by_label("Query").fill("SELECT name FROM agents ORDER BY 1")
    trust.keyboard.press("Control+Enter")
    expect(trust.get_by_role("region", name="Result").get_by_role("cell").first).to_have_text(
        "Anne one"
    )
    trust.get_by_role("button", name="Plan", exact=True).click()
    expect(trust.locator("pre")).to_contain_text("Sort Key: agents.name")


def test_a_long_name_pushes_no_column_off_the_page(trust: Page, serve: Serve) -> None:
    name, url = "acquisition_" * 5, serve("trust").url
    assert url
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE TABLE odd.{name} (id integer)".encode())
        connection.execute(f"COMMENT ON TABLE odd.{name} IS '{'What was acquired. ' * 5}'".encode())
    go(trust, "/?search=acquisition_acq")
    width, room = trust.locator(".scroll").evaluate("e => [e.scrollWidth, e.clientWidth]")
    assert width <= room


def test_everybody_can_use_the_pages(browser: Browser, serve: Serve) -> None:
    for scheme in ("light", "dark") if THOROUGH else ("light",):
        with watched_page(browser, color_scheme=scheme) as page:
            enter(page, serve("trust"))
            look_as(page, "member", user_id=BERT)
            found = dict(read(page))
        assert found == {name: [] for name in found}


def read(page: Page) -> Iterator[tuple[str, list[str]]]:
    """Yield what is wrong on each page; the fewer, where it must not take long."""
    paths = {"hidden": f"{AGENTS}&show=all&sort=name&way=up", "as": "/as"}
    if THOROUGH:
        paths |= {"tables": "/", "rows": AGENTS, "new": "/row/new?schema=public&name=agents"}
        paths |= {"migrations": "/migrations", "drift": "/drift?compare=now"}
    for name, path in paths.items():
        go(page, path)
        yield name, violations(page)
    go(page, f"{AGENTS}&c=name&o=eq&v=Bert+one")
    page.get_by_role("link", name="open row 1").click()
    yield "row", violations(page)
    if THOROUGH:
        go(page, "/rows?schema=public&name=academy_progress")
        page.get_by_role("link", name="open row 1").click()
        page.get_by_role("link", name="Delete it").click()
        yield "deletion", violations(page)
    go(page, "/sql")
    page.get_by_label("Query").fill("TABLE agents")
    page.get_by_role("button", name="Run", exact=True).click()
    yield "result", violations(page)


@thorough
@pytest.mark.parametrize("project", PROJECTS)
def test_each_table_of_the_projects_is_shown(page: Page, serve: Serve, project: str) -> None:
    enter(page, serve(project))
    links = page.locator("tbody th a", has_text="public.")
    for number in range(links.count()):
        name = links.nth(number).inner_text()
        links.nth(number).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        page.go_back()


@thorough
def test_many_tables_come_page_by_page_and_are_found(page: Page, many: Studio) -> None:
    enter(page, many)
    assert page.locator("tbody tr").count() == 200
    page.get_by_role("link", name="Next").click()
    expect(page.locator("tbody tr")).to_have_count(200)
    page.get_by_role("searchbox").fill("companies")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="public.companies").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("public.companies")


@thorough
def test_pages_work_without_javascript(browser: Browser, serve: Serve) -> None:
    with watched_page(browser, java_script_enabled=False) as page:
        enter(page, serve("trust"))
        look_as(page, "anonymous")
        go(page, "/sql")
        page.get_by_label("Query").fill("SELECT current_user")
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.get_by_role("cell")).to_have_text("trust_anonymous")
