"""The page that shows what the tables of a project have come to."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg
import pytest

from schemagen.app.docs import DocsFormat, docs
from schemagen.errors import SettingsError
from schemagen.growth.figures import Grown
from tests.site.sizes import EVENT, MARK, SMALL, site_with_sizes


def page_of(*tables: Grown) -> str:
    return site_with_sizes(*tables)["shop/size.html"]


def test_a_bar_is_as_long_as_a_table_is_large_beside_the_largest() -> None:
    page = page_of(EVENT, SMALL)
    bars = re.findall(r'<rect class="(\w+)" x="([\d.]+)" width="([\d.]+)"', page)
    assert bars == [
        ("rows", "0.00", "50.00"),
        ("room", "50.00", "12.50"),
        ("indexes", "62.50", "25.00"),
        ("rest", "87.50", "12.50"),
        ("rows", "0.00", "12.50"),
        ("rest", "12.50", "12.50"),
        ("indexes", "0.00", "100.00"),
    ]


def test_what_nobody_knows_is_not_made_up() -> None:
    page = " ".join(re.sub(r"<[^>]+>", " ", page_of(EVENT, MARK)).split())
    assert "8.0 GB in db.example.com/shop" in page
    assert "event 8.0 GB 2.0 GB 5,000,000 +12 0% 20% 75%" in page
    assert "mark 0 bytes 0 bytes 9 +12 0% ? ?" in page
    assert "event_note_idx 1.0 GB 0 not used event" in page


@pytest.mark.majors(18)
def test_a_database_that_is_named_gets_a_page(database: str, repository: Path) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE products (id bigint PRIMARY KEY, name text)")
    folder = docs(repository, ["shop"], url=database).folder
    assert "public.products.html" in (folder / "shop/size.html").read_text()
    assert 'href="size.html"' in (folder / "shop/index.html").read_text()
    again = docs(repository, ["shop"]).folder
    assert not (again / "shop/size.html").exists()


def test_sizes_are_asked_for_where_a_page_can_show_them(repository: Path) -> None:
    url = "postgresql://127.0.0.1:1/none"
    with pytest.raises(SettingsError, match="of one project"):
        docs(repository, url=url)
    with pytest.raises(SettingsError, match="always stale"):
        docs(repository, ["shop"], url=url, check=True)
    with pytest.raises(SettingsError, match="HTML alone"):
        docs(repository, ["shop"], url=url, form=DocsFormat.MARKDOWN)
    assert not (repository / "site").exists()
