"""Rows of a page in the order of a column: both ways, page by page, whatever its values are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from schemagen.app.build import build
from schemagen.studio.serving import served, studio_of
from tests.app.repository import write
from tests.conftest import Servers
from tests.studio.visiting import Answer, Browser

SPEC = """\
composite_types:
  pair: {attributes: {one: integer, other: integer}}
  memo: {attributes: {one: integer, other: json}}
enums: {size: [small, large, huge]}
domains: {code: text, short: code}
tables:
  odd things:
    columns:
      id: integer
      part b: text
      number: integer
      word: short
      size: size
      pair: pair
      note: json
      notes: json[]
      memo: memo
    primary_key: [id, part b]
  keyless: {columns: {number: integer}}
views:
  seen: {query: 'SELECT number FROM keyless'}
"""
ROWS = """
INSERT INTO "odd things"
SELECT n / 2, 'b' || n % 2, nullif(n % 7, 0), nullif(n % 3, 0)::text,
    (enum_range(NULL::size))[n % 4], nullif(ROW(n % 2, NULL)::pair, ROW(0, NULL)::pair), '{}'
FROM generate_series(1, 160) AS n;
UPDATE "odd things" SET pair = ROW(NULL, NULL) WHERE id = 7;
INSERT INTO keyless SELECT nullif(n % 70, 0) FROM generate_series(1, 120) AS n;
ANALYZE;
"""
TABLE = "odd things"


@pytest.fixture(scope="module")
def url(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    root = tmp_path_factory.mktemp("sorted")
    write(root, {"specs/odd.yaml": f"schemagen: 1\nproject: odd\n{SPEC}"})
    build(root)
    server = servers.of(18)
    made = server.create_database("studio_sorted")
    with psycopg.connect(made, autocommit=True) as connection:
        connection.execute((root / "generated/odd/schema.sql").read_bytes())
        connection.execute(ROWS.encode())
    yield root, made
    server.drop_database("studio_sorted")


@pytest.fixture(scope="module")
def browser(url: tuple[Path, str]) -> Iterator[Browser]:
    with served(studio_of(url[0], "odd", url[1])) as studio:
        visiting = Browser(studio)
        visiting.enter()
        yield visiting


def rows(answer: Answer) -> list[tuple[str, ...]]:
    return [tuple(row) for row in answer.rows()]


def whole(browser: Browser, **query: str) -> list[list[tuple[str, ...]]]:
    """Return the rows of all pages from the first one on."""
    answer = browser.find("/rows", schema="public", **query)
    pages = [rows(answer)]
    while following := answer.links("Next 50"):
        answer = browser.get(following[0])
        pages.append(rows(answer))
    back = []
    while earlier := answer.links("Previous"):
        answer = browser.get(earlier[0])
        back.append(rows(answer))
    assert back == pages[-2::-1], "the way back shows the same pages"
    return pages


def expected(url: str, order: str, shown: str) -> list[tuple[str, ...]]:
    query = f"SELECT {shown} FROM {order}"
    with psycopg.connect(url) as connection:
        found = connection.execute(query.encode()).fetchall()
    return [tuple("NULL" if each is None else str(each) for each in row) for row in found]


@pytest.mark.parametrize("column", ["id", "part b", "number", "word", "size", "pair"])
@pytest.mark.parametrize(("way", "direction"), [("up", "ASC"), ("down", "DESC")])
def test_pages_follow_each_other_in_the_order_of_a_column(
    browser: Browser, url: tuple[Path, str], column: str, way: str, direction: str
) -> None:
    pages = whole(browser, name=TABLE, sort=column, way=way)
    order = f'"odd things" ORDER BY "{column}" {direction} NULLS LAST, id, "part b"'
    assert [len(page) for page in pages] == [50, 50, 50, 10]
    shown = [row[1:3] for page in pages for row in page]
    assert shown == expected(url[1], order, 'id, "part b"')


def test_filters_stay_and_so_does_the_order(browser: Browser, url: tuple[Path, str]) -> None:
    kept = {"name": TABLE, "sort": "number", "way": "down", "c": "size", "o": "eq", "v": "large"}
    answer = browser.find("/rows", schema="public", **kept)
    order = """"odd things" WHERE size = 'large' ORDER BY number DESC NULLS LAST, id"""
    assert [row[3] for row in rows(answer)] == [
        number for (number,) in expected(url[1], order, "number")
    ]
    assert '<input type="hidden" name="sort" value="number">' in answer.text
    [unfiltered] = answer.links("remove")
    assert "sort=number&way=down" in unfiltered
    assert 'aria-sort="descending"' in answer.text


def test_a_click_on_a_name_goes_up_then_down_then_back_to_the_key(browser: Browser) -> None:
    answer = browser.find("/rows", schema="public", name=TABLE)
    [up] = answer.links("number")
    [down] = browser.get(up).links("number")
    [neither] = browser.get(down).links("number")
    assert up.endswith("sort=number&way=up")
    assert down.endswith("sort=number&way=down")
    assert "sort" not in neither
    for name in ("note", "notes", "memo"):
        assert not answer.links(name), "json has no order"


def test_without_a_key_places_tell_equal_rows_apart(
    browser: Browser, url: tuple[Path, str]
) -> None:
    pages = whole(browser, name="keyless", sort="number", way="down")
    order = "keyless ORDER BY number DESC NULLS LAST, ctid"
    assert [row[1:] for page in pages for row in page] == expected(url[1], order, "number")
    view = browser.find("/rows", schema="public", name="seen", sort="number")
    assert rows(view)[:3] == [("1",), ("1",), ("2",)]
    assert "without a key there is no order to go on in" in view.said


def test_a_page_whose_row_is_gone_is_the_first_one(browser: Browser, url: tuple[Path, str]) -> None:
    [following] = browser.find("/rows", schema="public", name="keyless", sort="number").links(
        "Next 50"
    )
    with psycopg.connect(url[1], autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS TABLE keyless; TRUNCATE keyless")
        assert "No row" in browser.get(following).said
        connection.execute("INSERT INTO keyless VALUES (3), (1); DELETE FROM keyless")
        connection.execute("INSERT INTO keyless VALUES (2), (1)")
        assert [row[1] for row in rows(browser.get(following))] == ["1", "2"]
        connection.execute("TRUNCATE keyless; INSERT INTO keyless TABLE kept; DROP TABLE kept")


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("nothing", 'has no column "nothing" that this actor may read'),
        ("note", "values of json have no order"),
    ],
)
def test_what_cannot_be_sorted_by_is_told(browser: Browser, column: str, said: str) -> None:
    answer = browser.find("/rows", schema="public", name=TABLE, sort=column)
    assert said in answer.said
    assert "sort by another" in answer.said
