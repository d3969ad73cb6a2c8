"""The folder that `schemagen docs` writes, as files: what is there, what is not, what is kept."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from schemagen.app.docs import DocsFormat, docs
from schemagen.app.settings import find_settings
from schemagen.errors import SettingsError, SpecError
from tests.app.repository import edit, tree, write
from tests.site.many import many_tables

HERE = Path(__file__).parents[2]


PARTITIONED = """\
  audit:
    columns: {id: bigint, at: timestamptz not null}
    primary_key: [id, at]
    partition_by: {range: at, every: week, keep: 24 months, expired: archive}
"""


class _Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.links.add(value)
            if name == "id" and value:
                self.ids.append(value)


def test_every_link_leads_somewhere_inside_the_folder(five: Path) -> None:
    pages = {path: _Links(path.read_text()) for path in five.rglob("*.html")}
    assert len(pages) > 80
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path
        for link in page.links:
            parts = urlsplit(link)
            assert not parts.scheme, f"{link} in {path} needs a network"
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_relative_to(five), f"{link} in {path}"
            assert target.is_file(), f"{link} in {path}"
            if parts.fragment and target.suffix == ".html":
                assert unquote(parts.fragment) in pages[target].ids, f"{link} in {path}"


def test_what_is_made_again_is_the_same(five: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "schemagen", "docs", "--root", str(HERE), "--out"]
    seed = {"PYTHONHASHSEED": "1", "PYTHONPATH": str(HERE)}
    subprocess.run(
        [*command, str(tmp_path / "site")], cwd=tmp_path, env={**os.environ, **seed}, check=True
    )
    assert tree(tmp_path / "site") == tree(five)


@pytest.mark.parametrize("of", ["five", "many"])
def test_every_link_in_markdown_leads_somewhere(of: str, tmp_path: Path) -> None:
    root = HERE if of == "five" else tmp_path
    if of == "many":
        write(root, {"specs/erp.yaml": many_tables(120)})
    folder = docs(root, out=tmp_path / "out", form=DocsFormat.MARKDOWN).folder
    texts = {path: path.read_text() for path in folder.rglob("*.md")}
    assert len(texts) == 1 + (len(find_settings(HERE).projects()) if of == "five" else 8)
    for path, text in texts.items():
        assert text.count("```mermaid") <= 1
        for place, anchor in re.findall(r"\]\(([\w./-]*)(?:#([\w-]+))?\)", text):
            target = (path.parent / place).resolve() if place else path
            assert target in texts, f"{place} in {path}"
            assert not anchor or f'<a id="{anchor}">' in texts[target], (
                f"{place}#{anchor} in {path}"
            )


def test_text_of_a_spec_is_text_in_a_page(repository: Path) -> None:
    edit(repository / "specs/shop.yaml", "name: text", "'<script>alert(1)</script>': text")
    folder = docs(repository, ["shop"]).folder
    assert folder == repository / "site"
    page = (folder / "shop/tables/public.products.html").read_text()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_a_table_that_is_gone_takes_its_page_along(repository: Path) -> None:
    folder = docs(repository).folder
    (folder / "CNAME").write_text("docs.example.com")
    edit(repository / "specs/shop.yaml", "products", "wares")
    assert docs(repository, check=True).changes
    assert (folder / "shop/tables/public.products.html").exists()
    docs(repository)
    assert not (folder / "shop/tables/public.products.html").exists()
    assert (folder / "shop/tables/public.wares.html").exists()
    assert (folder / "CNAME").exists()


def test_a_folder_of_somebody_else_is_left_alone(repository: Path) -> None:
    with pytest.raises(SettingsError, match="did not make"):
        docs(repository, out=repository / "specs")
    edit(repository / "specs/shop.yaml", "name: text", "name: txt")
    edit(repository / "specs/depot.yaml", "name: text", "name: txet")
    with pytest.raises(SpecError) as found:
        docs(repository)
    assert len(found.value.problems) == 2
    assert not (repository / "site").exists()


def test_names_that_differ_in_capital_letters_have_pages_of_their_own(repository: Path) -> None:
    spec = repository / "specs/shop.yaml"
    spec.write_text(
        spec.read_text()
        + spec.read_text().partition("tables:\n")[2].replace("products", "Products")
    )
    names = [path.name for path in (docs(repository).folder / "shop/tables").iterdir()]
    assert len({name.lower() for name in names}) == 2


def test_the_pages_say_what_the_spec_says(five: Path) -> None:
    agents = _words(five / "trust/tables/public.agents.html")
    assert "owner_id uuid → profiles" in agents
    assert "row-level security forced" in agents
    assert "agents_owner_id_fkey" in agents
    access = _words(five / "trust/access.html")
    assert "acquisitions member consumer_id = claim.user_id" in access
    council = _words(five / "trust/migrations/20260607092900_council_and_chain.html")
    assert "irreversible" in council
    assert "it cannot be undone once a row has the new label" in council


def test_a_table_is_drawn_with_its_own_relationships_alone(five: Path) -> None:
    page = (five / "trust/tables/public.agents.html").read_text()
    ends = re.findall(r'data-a="(\w+)" data-b="(\w+)"', page)
    assert len(ends) == 7
    assert all("agents" in pair for pair in ends)
    assert page.count('class="box') == 8


def test_partitions_are_told_of_with_their_table(repository: Path) -> None:
    spec = repository / "specs/shop.yaml"
    spec.write_text(f"{spec.read_text()}{PARTITIONED}")
    folder = docs(repository).folder / "shop"
    assert not [path for path in folder.rglob("*.html") if "_default" in path.name]
    assert "_default" not in (folder / "diagram.html").read_text()
    page = _words(folder / "tables/public.audit.html")
    assert "every week" in page
    assert "keep 24 months, then archive" in page
    assert "audit_default" in page
    text = docs(repository, form=DocsFormat.MARKDOWN, out=repository / "text").first
    assert text.is_file()


def test_a_migration_has_as_many_statements_as_are_run(repository: Path) -> None:
    up = repository / "migrations/shop/20260101000000_twice/up.sql"
    shutil.copytree(next((HERE / "migrations/directory").glob("*_initial")), up.parent)
    once = _counted(repository)
    up.write_text(up.read_text() + "\nANALYZE;\nANALYZE;\n")
    assert _counted(repository) == once + 2


def _counted(repository: Path) -> int:
    page = (docs(repository).folder / "shop/migrations.html").read_text()
    [count] = re.findall(r'<td class="number">(\d+)</td></tr>', page)
    return int(count)


def _words(path: Path) -> str:
    text = re.sub(r"<[^>]+>", " ", path.read_text())
    return " ".join(text.split())
