"""Templates of a repository for the pages of `schemagen docs`."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from schemagen.app.build import build
from schemagen.app.docs import DocsFormat, docs
from schemagen.cli import app
from schemagen.errors import RenderError
from tests.app.repository import write

PAGE = "templates/site/page.html.jinja"
OURS = """\
{% extends "packaged/site/page.html.jinja" %}
{% block foot %}<footer>Ask {{ project or "Ann & Bob" }}</footer>{% endblock %}
"""


def pages(root: Path) -> dict[str, str]:
    folder = docs(root).folder
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.*")
    }


def test_the_frame_of_all_pages_is_the_repositorys(repository: Path) -> None:
    plain = pages(repository)
    write(repository, {PAGE: OURS})
    stale = {change.path.suffix for change in docs(repository, check=True).changes}
    assert stale == {".html"}
    found = pages(repository)
    assert "<footer>Ask Ann &amp; Bob</footer>" in found["index.html"]
    for name in (each for each in found if each.startswith("shop/") and each.endswith(".html")):
        assert found[name].replace("<footer>Ask shop</footer>", "") == plain[name]
    assert found["site.css"] == plain["site.css"]
    (repository / PAGE).unlink()
    assert pages(repository) == plain


def test_colours_and_one_kind_of_page_are_too(repository: Path) -> None:
    css = "/* Ours. */ :root { --accent: teal; }\n"
    frame = '{% extends "site/page.html.jinja" %}'
    main = frame + "{% block main %}<h1>{{ page_title }}</h1>{% endblock %}"
    write(
        repository,
        {"templates/web/base.css": css, "templates/site/overview.html.jinja": main},
    )
    found = pages(repository)
    assert found["base.css"] == css
    assert "Ours." in found["shop/diagram.svg"], "a drawing alone has the same colours"
    assert found["shop/index.html"].count("<h1>") == 1
    assert "</h1>\n<p" not in found["shop/index.html"]


def test_markdown_is_too(repository: Path) -> None:
    ours = '{% include "packaged/site/index.md.jinja" %}\nAsk Ann & Bob.\n'
    write(repository, {"templates/site/index.md.jinja": ours})
    first = docs(repository, form=DocsFormat.MARKDOWN).first
    assert first.read_text("utf-8").endswith("\nAsk Ann & Bob.\n")


def test_a_build_has_nothing_to_do_with_it(repository: Path) -> None:
    build(repository)
    write(repository, {PAGE: "{{ nothing }}"})
    assert not build(repository, check=True).changes
    said = CliRunner().invoke(app(), ["doctor", "--root", str(repository)]).stdout
    assert f"✓ {PAGE} is filled instead of the one that comes along" in said


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("<!-- Made by schemagen from x -->\n{{ sauce }}", "'sauce' is undefined", 2),
        ("{{ side.__class__.__mro__ }}", "unsafe", 1),
        ('{% extends "packaged/site/paeg.html.jinja" %}', 'no template "packaged/site/paeg', 1),
        ('{% include ["a.jinja", "b.jinja"] %}', "none of the templates given were found", 1),
    ],
)
def test_a_mistake_is_told_with_its_line(repository: Path, text: str, said: str, line: int) -> None:
    write(repository, {PAGE: text})
    with pytest.raises(RenderError) as caught:
        docs(repository)
    assert said in caught.value.message
    assert caught.value.where.endswith(f"{PAGE}:{line}")


def test_a_page_that_no_later_run_would_know_is_refused(repository: Path) -> None:
    write(repository, {PAGE: "<!doctype html>{% block main %}{% endblock %}"})
    said = "would not say at its top what it was made from"
    with pytest.raises(RenderError, match=said) as caught:
        docs(repository)
    assert caught.value.where.endswith(PAGE)
    assert not (repository / "site").exists()
    write(repository, {"templates/site/table.html.jinja": ""})
    with pytest.raises(RenderError) as caught:
        docs(repository)
    assert caught.value.where.endswith("templates/site")


@pytest.mark.parametrize("name", ["templates/web/base.css", PAGE])
def test_a_template_that_is_no_text_is_told_with_what_to_do(repository: Path, name: str) -> None:
    own = repository / name
    own.parent.mkdir(parents=True)
    own.write_bytes(b"\xff")
    with pytest.raises(RenderError) as caught:
        docs(repository)
    assert caught.value.message.startswith("this template cannot be read: 'utf-8' codec")
    assert caught.value.where == str(own)
    assert caught.value.hint == "correct it, or remove it, and the one that comes along is filled"


def test_a_template_that_others_take_more_of_is_told(repository: Path) -> None:
    write(repository, {"templates/site/parts.jinja": ""})
    with pytest.raises(RenderError, match="does not export the requested name") as caught:
        docs(repository)
    assert caught.value.where == str(repository / "templates/site/parts.jinja")
    assert "lacks what this one takes of it" in caught.value.hint


def test_pages_of_an_application_beside_them_are_its_own(repository: Path) -> None:
    write(repository, {"templates/site/home.html": "<p>", "templates/web/app.css": "p {}"})
    assert "home.html" not in pages(repository)
    write(repository, {"templates/studio/rows.html.jinja": ""})
    with pytest.raises(RenderError) as caught:
        docs(repository)
    assert caught.value.hint == "the pages of the studio stay as they come along"
